-- Read by store::pulled::claim_pulled.
-- Whether it is free is asked of the row as it is when it is written: of two pulls at once PostgreSQL lets one wait for the other.
UPDATE deliveries SET owner = $1
WHERE org_id = $2 AND endpoint_id = $3 AND pulled = 1 AND status = 'pending'
    AND (owner IS NULL OR owner IN (SELECT node FROM nodes WHERE lease_until <= $4))
    AND event_id IN (
        SELECT event_id FROM deliveries
        WHERE org_id = $2 AND endpoint_id = $3 AND pulled = 1 AND status = 'pending' AND due <= $4
            AND (owner IS NULL OR owner IN (SELECT node FROM nodes WHERE lease_until <= $4))
        ORDER BY created_at, event_id LIMIT $5
    )
RETURNING org_id, event_id, endpoint_id, event_type, run_id, seq, created_at, attempts
