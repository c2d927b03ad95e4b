-- Read by store::key::create_key.
SELECT count(*) AS active FROM keys WHERE org_id = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
