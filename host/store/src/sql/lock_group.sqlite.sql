-- Read by store::group::lock.
-- The one writer waits for its turn, then reads; nothing changes until it commits. Everything comes back as one value: each row
-- would cross from SQLite's thread on its own.
BEGIN IMMEDIATE;
SELECT json_object(
    'keys', json((
        SELECT json_group_array(json_array(
            w.key, k.mode, k.revoked_at, k.expires_at, k.window_began, k.window_count, o.creations_per_minute, o.active_runs_max,
            o.workflows_revision
        ))
        FROM jsonb_each($1) AS w
        CROSS JOIN keys AS k ON k.org_id = w.value ->> 'org_id' AND k.key_id = w.value ->> 'id'
        CROSS JOIN orgs AS o ON o.org_id = k.org_id
    )),
    'accounts', json((
        SELECT json_group_array(json_array(w.key, a.unlimited, a.granted, a.used, a.lines))
        FROM jsonb_each($2) AS w
        CROSS JOIN accounts AS a ON a.org_id = w.value ->> 'org_id' AND a.mode = w.value ->> 'id'
    )),
    'threads', json((
        SELECT json_group_array(json_array(w.key, t.mode))
        FROM jsonb_each($3) AS w
        CROSS JOIN threads AS t ON t.org_id = w.value ->> 'org_id' AND t.thread_id = w.value ->> 'id'
    )),
    'runs', json((
        SELECT json_group_array(json_array(w.key, r.head, lower(hex(r.chain))))
        FROM jsonb_each($4) AS w
        CROSS JOIN runs AS r ON r.org_id = w.value ->> 'org_id' AND r.run_id = w.value ->> 'id'
    ))
) AS found;
