-- Read by store::delivery::ping.
INSERT INTO deliveries (org_id, event_id, endpoint_id, event_type, created_at, status, attempts, due, pulled)
SELECT org_id, $2, endpoint_id, 'ping', $4, 'pending', 0, $4, CASE WHEN pulled_at IS NULL THEN 0 ELSE 1 END
FROM endpoints WHERE org_id = $1 AND endpoint_id = $3
