-- Read by store::key::create_key.
INSERT INTO keys (org_id, key_id, mode, name, last4, auto_approve, scopes, created_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
