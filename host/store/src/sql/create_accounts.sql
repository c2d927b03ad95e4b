-- Read by store::org::create.
INSERT INTO accounts (org_id, mode, unlimited, granted, used, lines) VALUES ($1, 'live', $2, 0, 0, 0), ($1, 'test', 1, 0, 0, 0)
