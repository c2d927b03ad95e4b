-- Read by store::delivery::claim_parcels.
-- $4 are endpoints that have as much under way as they may.
UPDATE deliveries SET owner = $1
WHERE (org_id, event_id, endpoint_id) IN (
    SELECT org_id, event_id, endpoint_id FROM (
        SELECT * FROM (
            SELECT org_id, event_id, endpoint_id, due FROM deliveries
            WHERE status = 'pending' AND owner IS NULL AND pulled = 0 AND due <= $2
                AND endpoint_id NOT IN (SELECT value FROM json_each($4))
            ORDER BY due LIMIT $3
        )
        UNION ALL
        SELECT d.org_id, d.event_id, d.endpoint_id, d.due
        FROM nodes AS n CROSS JOIN deliveries AS d ON d.owner = n.node AND d.owner IS NOT NULL
        WHERE n.lease_until <= $2 AND d.pulled = 0
    )
    ORDER BY due LIMIT $3
)
RETURNING org_id, event_id, endpoint_id, event_type, run_id, seq, created_at, attempts
