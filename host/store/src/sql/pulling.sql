-- Read by store::pulled::heard_from.
UPDATE endpoints SET pulled_at = $3 WHERE org_id = $1 AND endpoint_id = $2 AND pulled_at IS NOT NULL AND removed_at IS NULL
