-- Read by store::pages::fill.
SELECT p.org_id, p.run_id, p.seq, p.sealed, e.digest
FROM payloads AS p
LEFT JOIN events AS e ON e.org_id = p.org_id AND e.run_id = p.run_id AND e.seq = p.seq
WHERE (p.org_id, p.run_id, p.seq) > ($1, $2, $3)
ORDER BY p.org_id, p.run_id, p.seq
LIMIT $4
