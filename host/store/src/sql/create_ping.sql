-- Read by store::delivery::ping.
INSERT INTO deliveries (org_id, event_id, endpoint_id, event_type, created_at, status, attempts, due)
VALUES ($1, $2, $3, 'ping', $4, 'pending', 0, $4)
