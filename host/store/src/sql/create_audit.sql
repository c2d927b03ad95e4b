-- Read by store::audit::record.
INSERT INTO audit (org_id, at, audit_id, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5, $6, $7)
