-- Read by store::pages::fill.
SELECT org_id, run_id, seq, mode, line, kind, call_id, check_name, amount, at
FROM ledger
WHERE (org_id, run_id, seq) > ($1, $2, $3) AND run_id IS NOT NULL
ORDER BY org_id, run_id, seq
LIMIT $4
