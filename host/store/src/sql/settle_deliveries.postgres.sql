-- Read by store::settle::settle.
UPDATE deliveries AS d SET
    status = s.status, attempts = s.attempts, due = s.due, owner = NULL,
    last_at = s.at, last_status = s.answer, last_latency_ms = s.latency_ms, last_error = s.error
FROM jsonb_to_recordset($1::text::jsonb) AS s (
    org_id TEXT, event_id TEXT, endpoint_id TEXT, status TEXT, attempts BIGINT, due BIGINT, at BIGINT, answer BIGINT,
    latency_ms BIGINT, error TEXT
)
-- The owner is compared as an expression, so that rows are found by their own keys and not among all that the node has.
WHERE d.org_id = s.org_id AND d.event_id = s.event_id AND d.endpoint_id = s.endpoint_id AND coalesce(d.owner, '') = $2
