-- Read by store::claim::give_back.
UPDATE wakeups SET owner = NULL, due = CASE WHEN due < $4 THEN $4 ELSE due END
WHERE org_id = $1 AND run_id = $2 AND owner = $3
