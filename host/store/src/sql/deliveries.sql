-- Read by store::delivery::deliveries.
SELECT event_id, event_type, run_id, created_at, status, attempts, due, last_at, last_status, last_latency_ms, last_error
FROM deliveries
WHERE org_id = $1 AND endpoint_id = $2 AND endpoint_id <> '' AND (created_at < $3 OR (created_at = $3 AND event_id < $4))
ORDER BY created_at DESC, event_id DESC
LIMIT $5
