-- Read by store::rebuild::rebuild.
DELETE FROM ledger WHERE run_id IS NOT NULL
