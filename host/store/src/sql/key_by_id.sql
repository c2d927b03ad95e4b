-- Read by store::key::key.
SELECT
    k.key_id, k.org_id, k.mode, k.name, k.last4, k.auto_approve, k.scopes, k.created_at, k.expires_at, k.revoked_at, k.last_used_at,
    o.reads_per_minute
FROM keys AS k
JOIN orgs AS o ON o.org_id = k.org_id
WHERE k.org_id = $1 AND k.key_id = $2
