-- Read by store::claim::advance_test.
-- What is being sent this very moment goes as it goes.
UPDATE deliveries SET due = due - $2
WHERE org_id = $1 AND status = 'pending' AND owner IS NULL
    AND endpoint_id IN (SELECT e.endpoint_id FROM endpoints AS e WHERE e.org_id = $1 AND e.mode = 'test')
