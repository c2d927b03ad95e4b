-- Read by store::workflow::publish_workflow.
INSERT INTO workflow_versions (org_id, slug, number, digest, kind, name, description, replaced, published_by, published_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
