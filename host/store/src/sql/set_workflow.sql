-- Read by store::workflow::write.
INSERT INTO workflows (org_id, slug, is_active, version, candidate, rollout) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (org_id, slug) DO UPDATE SET
    is_active = excluded.is_active, version = excluded.version, candidate = excluded.candidate, rollout = excluded.rollout
