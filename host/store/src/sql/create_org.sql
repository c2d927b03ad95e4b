-- Read by store::org::create.
INSERT INTO orgs (org_id, name, created_at) VALUES ($1, $2, $3)
