-- Read by store::workflow::publish::count_workflows.
-- Each workflow that ever was has one version 1.
SELECT count(*) FILTER (WHERE slug <> $2 AND number = 1) AS others, coalesce(max(number) FILTER (WHERE slug = $2), 0) AS newest
FROM workflow_versions
WHERE org_id = $1
