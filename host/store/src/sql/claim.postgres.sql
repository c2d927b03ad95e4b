-- Read by store::claim::claim.
WITH free AS (
    SELECT org_id, run_id, due FROM wakeups
    WHERE owner IS NULL AND due <= $2
    ORDER BY due LIMIT $3
    FOR UPDATE SKIP LOCKED
), orphaned AS (
    SELECT w.org_id, w.run_id, w.due
    FROM nodes AS n JOIN wakeups AS w ON w.owner = n.node
    WHERE n.lease_until <= $2 AND w.due <= $2
    ORDER BY w.due LIMIT $3
    FOR UPDATE OF w SKIP LOCKED
), chosen AS (
    SELECT * FROM (SELECT * FROM free UNION ALL SELECT * FROM orphaned) AS either
    ORDER BY due LIMIT $3
)
UPDATE wakeups AS w SET owner = $1, attempts = w.attempts + 1
FROM chosen
WHERE w.org_id = chosen.org_id AND w.run_id = chosen.run_id
RETURNING w.org_id, w.run_id, w.attempts, w.due
