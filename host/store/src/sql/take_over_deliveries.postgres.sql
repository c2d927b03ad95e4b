-- Read by store::queue::take_over_parcels.
WITH lost AS (
    SELECT d.org_id, d.event_id, d.endpoint_id
    FROM nodes AS n JOIN deliveries AS d ON d.owner = n.node
    WHERE n.lease_until <= $1 AND d.pulled = 0
    FOR UPDATE OF d SKIP LOCKED
)
UPDATE deliveries AS d SET owner = NULL
FROM lost AS l
WHERE d.org_id = l.org_id AND d.event_id = l.event_id AND d.endpoint_id = l.endpoint_id
