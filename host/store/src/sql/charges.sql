-- Read by store::ledger::charges.
SELECT line, kind, amount, balance, run_id, call_id, check_name, at, note
FROM ledger
WHERE org_id = $1 AND run_id = $2 AND run_id IS NOT NULL AND seq <= $3
ORDER BY seq
