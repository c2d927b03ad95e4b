-- Read by store::workflow::publish::other_workflows.
-- From slug to slug: what is looked at grows with the workflows, not with their versions.
WITH RECURSIVE slugs (slug) AS (
    SELECT min(slug) FROM workflow_versions WHERE org_id = $1
    UNION ALL
    SELECT (SELECT min(v.slug) FROM workflow_versions AS v WHERE v.org_id = $1 AND v.slug > slugs.slug)
    FROM slugs
    WHERE slugs.slug IS NOT NULL
)
SELECT count(slug) AS workflows FROM slugs WHERE slug <> $2
