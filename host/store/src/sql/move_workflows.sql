-- Read by store::workflow::begin_change.
-- The row's lock makes those who change an organisation's workflows wait for each other.
UPDATE orgs SET workflows_revision = workflows_revision + 1 WHERE org_id = $1
