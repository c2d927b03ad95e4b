-- Read by store::rebuild::write.
INSERT INTO wakeups (org_id, run_id, due, owner, attempts) VALUES ($1, $2, $3, NULL, 0)
