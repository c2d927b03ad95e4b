-- Read by store::pages::fill.
SELECT org_id, mode, line, kind, amount, balance, run_id AS debited
FROM ledger
WHERE (org_id, mode, line) > ($1, $2, $3)
ORDER BY org_id, mode, line
LIMIT $4
