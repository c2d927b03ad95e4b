-- Read by store::claim::next_due.
SELECT min(at) AS at FROM (
    SELECT (SELECT due FROM wakeups WHERE owner IS NULL ORDER BY due LIMIT 1) AS at
    UNION ALL
    SELECT (
        SELECT n.lease_until FROM nodes AS n
        WHERE EXISTS (SELECT 1 FROM wakeups AS w WHERE w.owner = n.node AND w.owner IS NOT NULL)
        ORDER BY n.lease_until LIMIT 1
    )
) AS next
