-- Read by store::key::keys.
SELECT key_id, org_id, mode, name, last4, auto_approve, scopes, created_at, expires_at, revoked_at, last_used_at
FROM keys
WHERE org_id = $1
ORDER BY org_id, key_id
