-- Read by store::org::set_limits.
UPDATE orgs SET
    creations_per_minute = coalesce($2, creations_per_minute),
    active_runs_max = coalesce($3, active_runs_max),
    reads_per_minute = coalesce($4, reads_per_minute)
WHERE org_id = $1
