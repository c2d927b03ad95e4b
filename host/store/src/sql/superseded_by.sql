-- Read by store::list::superseded_by.
SELECT run_id FROM runs WHERE org_id = $1 AND retry_of = $2 AND retry_of IS NOT NULL ORDER BY run_id LIMIT 1
