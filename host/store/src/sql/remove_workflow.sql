-- Read by store::workflow::change_one.
DELETE FROM workflows WHERE org_id = $1 AND slug = $2
