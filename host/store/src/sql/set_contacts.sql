-- Read by store::org::set_contacts.
UPDATE orgs SET contacts = $2 WHERE org_id = $1
