-- Read by store::delivery::target.
SELECT url, scheme, secret, previous_secret, previous_until, is_active FROM endpoints
WHERE org_id = $1 AND endpoint_id = $2 AND removed_at IS NULL
