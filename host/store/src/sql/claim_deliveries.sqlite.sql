-- Read by store::queue::claim_parcels.
-- A bare value as LIMIT would make SQLite prepare the statement anew each time that it is bound.
-- $4 are endpoints that have as much under way as they may, $6 those that get one more at most, $5 is what every other may get.
UPDATE deliveries SET owner = $1
WHERE (org_id, event_id, endpoint_id) IN (
    SELECT org_id, event_id, endpoint_id FROM (
        SELECT *, row_number() OVER (PARTITION BY endpoint_id ORDER BY due) AS place FROM (
            SELECT org_id, event_id, endpoint_id, due FROM deliveries
            WHERE status = 'pending' AND owner IS NULL AND pulled = 0 AND due <= $2
            ORDER BY due LIMIT 4 * $3
        )
        WHERE endpoint_id NOT IN (SELECT value FROM json_each($4))
    )
    WHERE place <= $5 AND (place = 1 OR endpoint_id NOT IN (SELECT value FROM json_each($6)))
    ORDER BY due LIMIT 1 * $3
)
RETURNING org_id, event_id, endpoint_id, event_type, run_id, seq, created_at, attempts
