-- Read by store::endpoint::create_endpoint.
SELECT count(*) AS endpoints FROM endpoints WHERE org_id = $1 AND mode = $2
