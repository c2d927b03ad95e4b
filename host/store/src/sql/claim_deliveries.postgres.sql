-- Read by store::queue::claim_parcels.
-- $4 are endpoints that have as much under way as they may, $6 those that get one more at most, $5 is what every other may get.
WITH walked AS (
    SELECT org_id, event_id, endpoint_id, due FROM deliveries
    WHERE status = 'pending' AND owner IS NULL AND pulled = 0 AND due <= $2
    ORDER BY due LIMIT 4 * $3
    FOR UPDATE SKIP LOCKED
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY endpoint_id ORDER BY due) AS place FROM walked
    WHERE endpoint_id NOT IN (SELECT jsonb_array_elements_text($4::text::jsonb))
), chosen AS (
    SELECT org_id, event_id, endpoint_id FROM ranked
    WHERE place <= $5 AND (place = 1 OR endpoint_id NOT IN (SELECT jsonb_array_elements_text($6::text::jsonb)))
    ORDER BY due LIMIT $3
)
UPDATE deliveries AS d SET owner = $1
FROM chosen
WHERE d.org_id = chosen.org_id AND d.event_id = chosen.event_id AND d.endpoint_id = chosen.endpoint_id
RETURNING d.org_id, d.event_id, d.endpoint_id, d.event_type, d.run_id, d.seq, d.created_at, d.attempts
