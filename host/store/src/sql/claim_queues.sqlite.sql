-- Read by store::queue::claim_parcels.
-- A bare value as LIMIT would make SQLite prepare the statement anew each time that it is bound.
-- The same from the head of each endpoint's own queue: takes as long as there are endpoints, however long a queue is.
WITH RECURSIVE queues (endpoint_id) AS (
    SELECT (
        SELECT d.endpoint_id FROM deliveries AS d
        WHERE d.status = 'pending' AND coalesce(d.owner, '') = '' AND d.pulled = 0
        ORDER BY d.endpoint_id LIMIT 1
    )
    UNION ALL
    SELECT (
        SELECT d.endpoint_id FROM deliveries AS d
        WHERE d.status = 'pending' AND coalesce(d.owner, '') = '' AND d.pulled = 0 AND d.endpoint_id > q.endpoint_id
        ORDER BY d.endpoint_id LIMIT 1
    )
    FROM queues AS q
    WHERE q.endpoint_id IS NOT NULL
)
UPDATE deliveries SET owner = $1
WHERE rowid IN (
    SELECT id FROM (
        SELECT h.rowid AS id, h.endpoint_id, h.due, row_number() OVER (PARTITION BY h.endpoint_id ORDER BY h.due) AS place
        FROM queues AS q
        CROSS JOIN deliveries AS h ON h.rowid IN (
            SELECT d.rowid FROM deliveries AS d
            WHERE d.status = 'pending' AND coalesce(d.owner, '') = '' AND d.pulled = 0 AND d.endpoint_id = q.endpoint_id AND d.due <= $2
            ORDER BY d.due LIMIT 1 * $5
        )
        WHERE q.endpoint_id IS NOT NULL AND q.endpoint_id NOT IN (SELECT value FROM json_each($4))
    )
    WHERE place = 1 OR endpoint_id NOT IN (SELECT value FROM json_each($6))
    ORDER BY due LIMIT 1 * $3
)
RETURNING org_id, event_id, endpoint_id, event_type, run_id, seq, created_at, attempts
