-- Read by store::list::edge.
SELECT run_id FROM runs WHERE org_id = $1 AND run_id < $2 ORDER BY org_id DESC, run_id DESC LIMIT 1 OFFSET $3
