-- Read by store::endpoint::delete_endpoint.
DELETE FROM endpoints WHERE org_id = $1 AND endpoint_id = $2 AND mode = $3
