-- Read by store::endpoint::rotate_endpoint.
UPDATE endpoints SET previous_secret = secret, previous_until = $4, secret = $5
WHERE org_id = $1 AND endpoint_id = $2 AND mode = $3 AND removed_at IS NULL
