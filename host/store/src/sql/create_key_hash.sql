-- Read by store::key::create_key.
INSERT INTO key_hashes (sha256, org_id, key_id) VALUES ($1, $2, $3)
