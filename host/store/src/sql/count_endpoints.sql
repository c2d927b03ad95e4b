-- Read by store::endpoint::create_endpoint.
-- $3 is 1 for those whose deliveries are pulled, which are counted apart.
SELECT count(*) AS endpoints FROM endpoints
WHERE org_id = $1 AND mode = $2 AND CASE WHEN pulled_at IS NULL THEN 0 ELSE 1 END = $3 AND removed_at IS NULL
