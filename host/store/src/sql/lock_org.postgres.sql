-- Read by store::key::create_key.
-- Whoever counts an organisation's keys waits for whoever is making one.
SELECT org_id FROM orgs WHERE org_id = $1 FOR UPDATE
