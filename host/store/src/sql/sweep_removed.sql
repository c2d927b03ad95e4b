-- Read by store::sweep::sweep.
-- What a node has under way to it is settled first; what a listener had is settled by nobody any more.
DELETE FROM deliveries
WHERE (org_id, event_id, endpoint_id) IN (
    SELECT d.org_id, d.event_id, d.endpoint_id
    FROM endpoints AS e
    JOIN deliveries AS d ON d.org_id = e.org_id AND d.endpoint_id = e.endpoint_id AND d.endpoint_id <> ''
    WHERE e.removed_at IS NOT NULL AND (d.owner IS NULL OR d.pulled = 1)
    LIMIT $1
) AND (owner IS NULL OR pulled = 1)
