-- Read by store::sweep::sweep.
DELETE FROM deliveries
WHERE (org_id, event_id, endpoint_id) IN (
    SELECT org_id, event_id, endpoint_id FROM deliveries WHERE status <> 'pending' AND due < $1 ORDER BY due LIMIT $2
) AND status <> 'pending'
