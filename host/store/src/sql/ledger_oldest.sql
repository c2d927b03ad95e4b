-- Read by store::ledger::ledger.
SELECT line, kind, amount, balance, run_id, call_id, check_name, at, note
FROM ledger
WHERE org_id = $1 AND mode = $2 AND line > $3
ORDER BY org_id, mode, line
LIMIT $4
