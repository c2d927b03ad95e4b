-- Read by store::delivery::recover.
UPDATE deliveries SET status = 'pending', attempts = 0, due = $4
WHERE org_id = $1 AND endpoint_id = $2 AND endpoint_id <> '' AND created_at >= $3 AND created_at < $5
    AND status <> 'delivered' AND owner IS NULL
