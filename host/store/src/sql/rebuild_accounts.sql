-- Read by store::rebuild::rebuild.
UPDATE accounts SET granted = sums.granted, used = sums.used, lines = sums.lines
FROM (
    SELECT
        a.org_id, a.mode,
        CAST(coalesce(sum(CASE WHEN l.run_id IS NULL THEN l.amount END), 0) AS BIGINT) AS granted,
        CAST(coalesce(sum(CASE WHEN l.run_id IS NOT NULL THEN -l.amount END), 0) AS BIGINT) AS used,
        coalesce(max(l.line), 0) AS lines
    FROM accounts AS a
    LEFT JOIN ledger AS l ON l.org_id = a.org_id AND l.mode = a.mode
    GROUP BY a.org_id, a.mode
) AS sums
WHERE accounts.org_id = sums.org_id AND accounts.mode = sums.mode
