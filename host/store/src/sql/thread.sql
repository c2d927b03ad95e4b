-- Read by store::tenant::thread_row.
SELECT mode, wrapped_key FROM threads WHERE org_id = $1 AND thread_id = $2
