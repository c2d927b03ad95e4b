-- Read by store::delivery::redeliver.
-- What is being sent this very moment stays with its node, which writes down how that went.
UPDATE deliveries SET status = 'pending', attempts = 0, due = $4
WHERE org_id = $1 AND endpoint_id = $2 AND event_id = $3
