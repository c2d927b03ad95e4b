-- Read by store::claim::wakeup.
SELECT w.due, w.attempts, w.owner, n.lease_until
FROM wakeups AS w
LEFT JOIN nodes AS n ON n.node = w.owner
WHERE w.org_id = $1 AND w.run_id = $2
