-- Read by store::org::grant.
SELECT unlimited, granted, used, lines FROM accounts WHERE org_id = $1 AND mode = $2
