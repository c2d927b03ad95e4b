-- Read by store::settle::settle.
UPDATE endpoints SET failing_since = coalesce(failing_since, $3) WHERE org_id = $1 AND endpoint_id = $2
