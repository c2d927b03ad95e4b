-- Read by store::org::set_unlimited.
UPDATE accounts SET unlimited = $2 WHERE org_id = $1 AND mode = 'live'
