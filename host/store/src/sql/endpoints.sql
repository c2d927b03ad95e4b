-- Read by store::endpoint::endpoints.
SELECT endpoint_id, mode, url, event_types, scheme, previous_until, is_active, disabled_reason, failing_since, created_at, pulled_at
FROM endpoints
WHERE org_id = $1 AND mode = $2 AND removed_at IS NULL
ORDER BY org_id, endpoint_id
