-- Read by store::claim::advance_test.
-- What waits for another run (due at no moment) goes on waiting for it.
UPDATE wakeups SET due = due - $2
WHERE org_id = $1 AND due < 9223372036854775807
    AND run_id IN (SELECT r.run_id FROM runs AS r WHERE r.org_id = $1 AND r.mode = 'test' AND r.completed_at IS NULL)
