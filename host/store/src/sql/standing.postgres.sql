-- Read by store::group::stand.
WITH i AS (
    SELECT w.place - 1 AS place, encode(i.fingerprint, 'hex') AS fingerprint, i.run_id, r.status
    FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (org_id TEXT, mode TEXT, key TEXT))
        WITH ORDINALITY AS w (org_id, mode, key, place)
    JOIN idempotency_keys AS i ON i.org_id = w.org_id AND i.mode = w.mode AND i.idempotency_key = w.key
    JOIN runs AS r ON r.org_id = i.org_id AND r.run_id = i.run_id
), a AS (
    SELECT w.place - 1 AS place, (
        SELECT count(*) FROM runs AS r
        WHERE r.org_id = w.org_id AND r.key_id = w.id AND r.status IN ('queued', 'running')
    ) AS active
    FROM ROWS FROM (jsonb_to_recordset($2::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
), u AS (
    SELECT w.place - 1 AS place, r.run_id, r.status
    FROM ROWS FROM (jsonb_to_recordset($3::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN runs AS r ON r.org_id = w.org_id AND r.thread_id = w.id AND r.completed_at IS NULL
)
SELECT CAST(json_build_object(
    'replays', (SELECT coalesce(json_agg(json_build_array(place, fingerprint, run_id, status)), '[]') FROM i),
    'active', (SELECT coalesce(json_agg(json_build_array(place, active)), '[]') FROM a),
    'unfinished', (SELECT coalesce(json_agg(json_build_array(place, run_id, status) ORDER BY run_id), '[]') FROM u)
) AS TEXT) AS found
