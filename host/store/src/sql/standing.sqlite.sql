-- Read by store::group::stand.
SELECT json_object(
    'replays', json((
        SELECT json_group_array(json_array(w.key, lower(hex(i.fingerprint)), i.run_id, r.status))
        FROM jsonb_each($1) AS w
        CROSS JOIN idempotency_keys AS i
            ON i.org_id = w.value ->> 'org_id' AND i.mode = w.value ->> 'mode' AND i.idempotency_key = w.value ->> 'key'
        CROSS JOIN runs AS r ON r.org_id = i.org_id AND r.run_id = i.run_id
    )),
    'active', json((
        SELECT json_group_array(json_array(w.key, (
            SELECT count(*) FROM runs AS r
            WHERE r.org_id = w.value ->> 'org_id' AND r.key_id = w.value ->> 'id' AND r.status IN ('queued', 'running')
        )))
        FROM jsonb_each($2) AS w
    )),
    'unfinished', json((
        SELECT json_group_array(json_array(w.key, r.run_id, r.status) ORDER BY r.run_id)
        FROM jsonb_each($3) AS w
        CROSS JOIN runs AS r
            ON r.org_id = w.value ->> 'org_id' AND r.thread_id = w.value ->> 'id' AND r.completed_at IS NULL
    ))
) AS found
