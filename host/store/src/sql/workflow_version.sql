-- Read by store::workflow::workflow_version.
-- By its number, or by the first digits of its digest; two suffice to tell that there are several.
SELECT number, digest, kind, name, description, replaced, published_by, published_at
FROM workflow_versions
WHERE org_id = $1 AND slug = $2 AND (number = $3 OR digest LIKE $4)
ORDER BY number DESC
LIMIT 2
