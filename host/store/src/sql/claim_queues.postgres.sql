-- Read by store::queue::claim_parcels.
-- The same from the head of each endpoint's own queue: takes as long as there are endpoints, however long a queue is.
WITH RECURSIVE queues AS (
    SELECT (
        SELECT d.endpoint_id FROM deliveries AS d
        WHERE d.status = 'pending' AND coalesce(d.owner, '') = '' AND d.pulled = 0
        ORDER BY d.endpoint_id LIMIT 1
    ) AS endpoint_id
    UNION ALL
    SELECT (
        SELECT d.endpoint_id FROM deliveries AS d
        WHERE d.status = 'pending' AND coalesce(d.owner, '') = '' AND d.pulled = 0 AND d.endpoint_id > q.endpoint_id
        ORDER BY d.endpoint_id LIMIT 1
    )
    FROM queues AS q
    WHERE q.endpoint_id IS NOT NULL
), heads AS (
    SELECT h.*, row_number() OVER (PARTITION BY h.endpoint_id ORDER BY h.due) AS place
    FROM queues AS q
    CROSS JOIN LATERAL (
        SELECT d.org_id, d.event_id, d.endpoint_id, d.due FROM deliveries AS d
        WHERE d.status = 'pending' AND coalesce(d.owner, '') = '' AND d.pulled = 0 AND d.endpoint_id = q.endpoint_id AND d.due <= $2
        ORDER BY d.due LIMIT $5
    ) AS h
    WHERE q.endpoint_id IS NOT NULL AND q.endpoint_id NOT IN (SELECT jsonb_array_elements_text($4::text::jsonb))
), chosen AS (
    SELECT org_id, event_id, endpoint_id FROM heads
    WHERE place = 1 OR endpoint_id NOT IN (SELECT jsonb_array_elements_text($6::text::jsonb))
    ORDER BY due LIMIT $3
), free AS (
    SELECT d.org_id, d.event_id, d.endpoint_id
    FROM chosen AS c
    JOIN deliveries AS d ON d.org_id = c.org_id AND d.event_id = c.event_id AND d.endpoint_id = c.endpoint_id
    WHERE d.status = 'pending' AND coalesce(d.owner, '') = ''
    FOR UPDATE OF d SKIP LOCKED
)
UPDATE deliveries AS d SET owner = $1
FROM free AS f
WHERE d.org_id = f.org_id AND d.event_id = f.event_id AND d.endpoint_id = f.endpoint_id
RETURNING d.org_id, d.event_id, d.endpoint_id, d.event_type, d.run_id, d.seq, d.created_at, d.attempts
