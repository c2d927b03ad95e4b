-- Read by store::pages::fill.
SELECT org_id, run_id, seq, at, facts, digest, chain, line
FROM events
WHERE (org_id, run_id, seq) > ($1, $2, $3)
ORDER BY org_id, run_id, seq
LIMIT $4
