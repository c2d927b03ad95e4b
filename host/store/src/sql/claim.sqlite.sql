-- Read by store::claim::claim.
-- A bare value as LIMIT would make SQLite prepare the statement anew each time that it is bound.
UPDATE wakeups SET owner = $1, attempts = attempts + 1
WHERE (org_id, run_id) IN (
    SELECT org_id, run_id FROM (
        SELECT * FROM (
            SELECT org_id, run_id, due FROM wakeups WHERE owner IS NULL AND due <= $2 ORDER BY due LIMIT 1 * $3
        )
        UNION ALL
        SELECT w.org_id, w.run_id, w.due
        FROM nodes AS n CROSS JOIN wakeups AS w ON w.owner = n.node AND w.owner IS NOT NULL
        WHERE n.lease_until <= $2 AND w.due <= $2
    )
    ORDER BY due LIMIT 1 * $3
)
RETURNING org_id, run_id, attempts, due
