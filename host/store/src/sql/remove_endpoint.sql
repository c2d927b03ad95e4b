-- Read by store::endpoint::remove.
-- Nobody sees it any more; the row stays until its deliveries are gone. $5 is nothing, in place of the secret. Of one whose
-- deliveries are pulled: only if its listener has not asked since $6.
UPDATE endpoints SET is_active = 0, removed_at = $4, url = '', secret = $5, previous_secret = NULL
WHERE org_id = $1 AND endpoint_id = $2 AND mode = $3 AND removed_at IS NULL AND (pulled_at IS NULL OR pulled_at <= $6)
