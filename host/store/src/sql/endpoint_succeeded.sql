-- Read by store::settle::settle.
UPDATE endpoints SET failing_since = NULL WHERE org_id = $1 AND endpoint_id = $2 AND failing_since IS NOT NULL
