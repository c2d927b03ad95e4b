-- Read by store::settle::settle.
-- An endpoint whose deliveries are pulled goes when its listener does, and not before.
UPDATE endpoints SET is_active = 0, disabled_reason = $3
WHERE org_id = $1 AND endpoint_id = $2 AND is_active = 1 AND pulled_at IS NULL AND ($3 = 'gone' OR failing_since <= $4)
RETURNING url, mode, failing_since
