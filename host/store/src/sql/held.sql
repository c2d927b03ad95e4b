-- Read by store::pulled::held.
-- The owner is compared as an expression, so that the row is found by its own key.
SELECT org_id, event_id, endpoint_id, event_type, run_id, seq, created_at, attempts FROM deliveries
WHERE org_id = $1 AND event_id = $2 AND endpoint_id = $3 AND pulled = 1 AND coalesce(owner, '') = $4
