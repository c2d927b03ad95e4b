-- Read by store::look::keys.
-- Across all organisations, for the operator.
SELECT org_id, key_id, expires_at
FROM keys
WHERE revoked_at IS NULL AND expires_at > $1 AND expires_at <= $2
ORDER BY expires_at, key_id
LIMIT $3
