-- Read by store::endpoint::update_endpoint.
-- What is NULL stays; event_types are always said, because NULL stands for all of them.
UPDATE endpoints SET
    url = coalesce($4, url),
    event_types = $5,
    is_active = coalesce($6, is_active),
    -- Switched on again, it begins anew.
    disabled_reason = CASE WHEN $6 = 1 THEN NULL ELSE disabled_reason END,
    failing_since = CASE WHEN $6 = 1 THEN NULL ELSE failing_since END
WHERE org_id = $1 AND endpoint_id = $2 AND mode = $3 AND removed_at IS NULL
