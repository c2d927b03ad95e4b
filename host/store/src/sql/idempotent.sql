-- Read by store::tenant::idempotent.
SELECT fingerprint, run_id FROM idempotency_keys WHERE org_id = $1 AND mode = $2 AND idempotency_key = $3
