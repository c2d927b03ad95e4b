-- Read by store::delivery::recover.
-- Where one step ends: so many deliveries after its beginning, whatever became of them.
SELECT created_at FROM deliveries
WHERE org_id = $1 AND endpoint_id = $2 AND endpoint_id <> '' AND created_at >= $3
ORDER BY created_at LIMIT 1 OFFSET $4
