-- Read by store::claim::release.
-- Locked in the order in which groups lock them.
WITH mine AS (
    SELECT org_id, run_id FROM wakeups WHERE owner = $1 ORDER BY org_id, run_id FOR UPDATE
)
UPDATE wakeups AS w SET owner = NULL
FROM mine
WHERE w.org_id = mine.org_id AND w.run_id = mine.run_id AND w.owner = $1
