-- Read by store::key::revoke_key.
UPDATE keys SET revoked_at = $3 WHERE org_id = $1 AND key_id = $2 AND revoked_at IS NULL
