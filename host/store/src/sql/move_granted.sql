-- Read by store::org::grant.
UPDATE accounts SET granted = $3, lines = $4 WHERE org_id = $1 AND mode = $2
