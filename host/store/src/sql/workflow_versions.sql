-- Read by store::workflow::workflow_versions.
SELECT number, digest, kind, name, description, replaced, published_by, published_at
FROM workflow_versions
WHERE org_id = $1 AND slug = $2 AND number < $3
ORDER BY number DESC
LIMIT $4
