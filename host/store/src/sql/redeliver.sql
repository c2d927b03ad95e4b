-- Read by store::delivery::redeliver.
UPDATE deliveries SET status = 'pending', attempts = 0, due = $4
WHERE org_id = $1 AND endpoint_id = $2 AND event_id = $3 AND owner IS NULL
