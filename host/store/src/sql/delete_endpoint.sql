-- Read by store::endpoint::remove.
-- Of one whose deliveries are pulled: only if its listener has not asked since $4.
DELETE FROM endpoints WHERE org_id = $1 AND endpoint_id = $2 AND mode = $3 AND (pulled_at IS NULL OR pulled_at <= $4)
