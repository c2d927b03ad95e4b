-- Read by store::endpoint::remove.
DELETE FROM deliveries WHERE org_id = $1 AND endpoint_id = $2 AND endpoint_id <> ''
