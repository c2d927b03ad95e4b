-- Read by store::org::grant.
INSERT INTO ledger (org_id, mode, line, kind, amount, balance, at, note) VALUES ($1, $2, $3, 'grant', $4, $5, $6, $7)
