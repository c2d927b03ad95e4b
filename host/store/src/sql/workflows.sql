-- Read by store::workflow::workflows.
-- One statement, so that the revision and the rows are of one moment. An organisation without workflows is one row without a slug.
SELECT
    o.workflows_revision, w.slug, w.is_active, w.version, w.candidate, w.rollout,
    v.number, v.kind, v.name, v.description, v.replaced, v.published_by, v.published_at
FROM orgs AS o
LEFT JOIN workflows AS w ON w.org_id = o.org_id
LEFT JOIN workflow_versions AS v ON v.org_id = w.org_id AND v.slug = w.slug AND v.digest = w.version
WHERE o.org_id = $1
ORDER BY w.slug
