-- Read by store::delivery::claim_parcels.
-- $4 are endpoints that have as much under way as they may.
WITH free AS (
    SELECT org_id, event_id, endpoint_id, due FROM deliveries
    WHERE status = 'pending' AND owner IS NULL AND pulled = 0 AND due <= $2
        AND endpoint_id NOT IN (SELECT jsonb_array_elements_text($4::text::jsonb))
    ORDER BY due LIMIT $3
    FOR UPDATE SKIP LOCKED
), orphaned AS (
    SELECT d.org_id, d.event_id, d.endpoint_id, d.due
    FROM nodes AS n JOIN deliveries AS d ON d.owner = n.node
    WHERE n.lease_until <= $2 AND d.pulled = 0
    ORDER BY d.due LIMIT $3
    FOR UPDATE OF d SKIP LOCKED
), chosen AS (
    SELECT * FROM (SELECT * FROM free UNION ALL SELECT * FROM orphaned) AS either
    ORDER BY due LIMIT $3
)
UPDATE deliveries AS d SET owner = $1
FROM chosen
WHERE d.org_id = chosen.org_id AND d.event_id = chosen.event_id AND d.endpoint_id = chosen.endpoint_id
RETURNING d.org_id, d.event_id, d.endpoint_id, d.event_type, d.run_id, d.seq, d.created_at, d.attempts
