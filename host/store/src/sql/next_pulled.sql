-- Read by store::pulled::next_pulled.
SELECT min(CASE WHEN n.lease_until > d.due THEN n.lease_until ELSE d.due END) AS at
FROM deliveries AS d LEFT JOIN nodes AS n ON n.node = d.owner
WHERE d.org_id = $1 AND d.endpoint_id = $2 AND d.pulled = 1 AND d.status = 'pending'
