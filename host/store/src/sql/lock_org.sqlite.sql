-- Read by store::key::create_key.
SELECT org_id FROM orgs WHERE org_id = $1
