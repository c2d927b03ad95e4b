-- Read by store::rebuild::write.
-- The balance follows when all lines are there.
INSERT INTO ledger (org_id, mode, line, kind, run_id, seq, call_id, check_name, amount, balance, at)
VALUES ($1, $2, $3, 'debit', $4, $5, $6, $7, $8, 0, $9)
