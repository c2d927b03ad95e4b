-- Read by store::tenant::usage.
SELECT unlimited, granted, used FROM accounts WHERE org_id = $1 AND mode = $2
