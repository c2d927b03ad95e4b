-- Read by store::workflow::publish_workflow.
SELECT count(*) AS workflows FROM workflows WHERE org_id = $1
