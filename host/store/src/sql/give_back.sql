-- Read by store::claim::give_back.
-- The owner is compared as an expression, so that the row is found by its own key and not among all that the node has.
UPDATE wakeups SET owner = NULL, due = CASE WHEN due < $4 THEN $4 ELSE due END
WHERE org_id = $1 AND run_id = $2 AND coalesce(owner, '') = $3
