-- Read by store::mail::write_mails.
SELECT name, contacts FROM orgs WHERE org_id = $1
