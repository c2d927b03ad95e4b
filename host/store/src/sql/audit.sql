-- Read by store::audit::audit.
SELECT at, actor, action, subject, detail FROM audit WHERE org_id = $1 ORDER BY org_id DESC, at DESC, audit_id DESC LIMIT $2
