-- Read by store::tenant::head.
SELECT head FROM runs WHERE org_id = $1 AND run_id = $2
