-- Read by store::pulled::remove_abandoned.
SELECT org_id, endpoint_id, mode FROM endpoints WHERE pulled_at <= $1 AND removed_at IS NULL ORDER BY pulled_at
