-- Read by store::key::key.
SELECT
    k.key_id, k.org_id, k.mode, k.name, k.last4, k.auto_approve, k.scopes, k.created_at, k.expires_at, k.revoked_at, k.last_used_at,
    o.reads_per_minute
FROM key_hashes AS h
JOIN keys AS k ON k.org_id = h.org_id AND k.key_id = h.key_id
JOIN orgs AS o ON o.org_id = k.org_id
WHERE h.sha256 = $1
