-- Read by store::rebuild::write.
INSERT INTO runs (
    org_id, run_id, mode, thread_id, key_id, workflow, status, status_reason, head, chain, credits_used, retry_of,
    created_at, started_at, completed_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
