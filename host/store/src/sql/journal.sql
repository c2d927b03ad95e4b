-- Read by store::tenant::journal.
SELECT e.seq, e.at, e.facts, p.sealed
FROM events AS e
LEFT JOIN payloads AS p ON p.org_id = e.org_id AND p.run_id = e.run_id AND p.seq = e.seq
WHERE e.org_id = $1 AND e.run_id = $2
ORDER BY e.seq
