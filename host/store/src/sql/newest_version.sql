-- Read by store::workflow::publish::newest_version.
SELECT coalesce(max(number), 0) AS newest FROM workflow_versions WHERE org_id = $1 AND slug = $2
