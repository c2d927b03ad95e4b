-- Read by store::workflow::publish::put_version.
-- The number that follows the newest: who changes an organisation's workflows holds its row. Of a version that there is, only what it
-- replaces changes.
INSERT INTO workflow_versions (org_id, slug, number, digest, kind, name, description, replaced, published_by, published_at)
SELECT $1, $2, coalesce(max(number), 0) + 1, $3, $4, $5, $6, $7, $8, $9 FROM workflow_versions WHERE org_id = $1 AND slug = $2
ON CONFLICT (org_id, slug, digest) DO UPDATE SET replaced = coalesce(excluded.replaced, workflow_versions.replaced)
