-- Read by store::settle::settle.
UPDATE deliveries SET
    status = s.value ->> 'status', attempts = s.value ->> 'attempts', due = s.value ->> 'due', owner = NULL,
    last_at = s.value ->> 'at', last_status = s.value ->> 'answer', last_latency_ms = s.value ->> 'latency_ms',
    last_error = s.value ->> 'error'
FROM jsonb_each($1) AS s
-- The owner is compared as an expression, so that rows are found by their own keys and not among all that the node has.
WHERE deliveries.org_id = s.value ->> 'org_id' AND deliveries.event_id = s.value ->> 'event_id'
    AND deliveries.endpoint_id = s.value ->> 'endpoint_id' AND coalesce(deliveries.owner, '') = $2
