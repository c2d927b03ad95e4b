-- Read by store::look::keys.
-- Across all organisations, for the operator: those that have had a key, and have none that works.
SELECT o.org_id
FROM orgs AS o
WHERE EXISTS (SELECT 1 FROM keys AS k WHERE k.org_id = o.org_id)
    AND NOT EXISTS (
        SELECT 1 FROM keys AS k WHERE k.org_id = o.org_id AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $1)
    )
ORDER BY o.org_id
LIMIT $2
