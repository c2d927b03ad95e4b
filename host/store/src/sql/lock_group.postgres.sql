-- Read by store::group::lock.
-- Rows are locked table by table in this order, and within each in the order asked, which is sorted: no two groups can wait
-- for each other in a circle. Whatever is asked in a later statement is at least as new as these rows.
WITH k AS (
    SELECT
        w.place - 1 AS place, k.mode, k.revoked_at, k.expires_at, k.window_began, k.window_count,
        o.creations_per_minute, o.active_runs_max, o.workflows_revision
    FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN keys AS k ON k.org_id = w.org_id AND k.key_id = w.id
    JOIN orgs AS o ON o.org_id = k.org_id
    ORDER BY w.place
    FOR UPDATE OF k
), a AS (
    SELECT w.place - 1 AS place, a.unlimited, a.granted, a.used, a.lines
    FROM ROWS FROM (jsonb_to_recordset($2::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN accounts AS a ON a.org_id = w.org_id AND a.mode = w.id
    ORDER BY w.place
    FOR UPDATE OF a
), t AS (
    SELECT w.place - 1 AS place, t.mode
    FROM ROWS FROM (jsonb_to_recordset($3::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN threads AS t ON t.org_id = w.org_id AND t.thread_id = w.id
    ORDER BY w.place
    FOR UPDATE OF t
), r AS (
    SELECT w.place - 1 AS place, r.head, r.chain
    FROM ROWS FROM (jsonb_to_recordset($4::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN runs AS r ON r.org_id = w.org_id AND r.run_id = w.id
    ORDER BY w.place
    FOR UPDATE OF r
)
SELECT CAST(json_build_object(
    'keys', (SELECT coalesce(json_agg(json_build_array(
        place, mode, revoked_at, expires_at, window_began, window_count, creations_per_minute, active_runs_max,
        workflows_revision
    )), '[]') FROM k),
    'accounts', (SELECT coalesce(json_agg(json_build_array(place, unlimited, granted, used, lines)), '[]') FROM a),
    'threads', (SELECT coalesce(json_agg(json_build_array(place, mode)), '[]') FROM t),
    'runs', (SELECT coalesce(json_agg(json_build_array(place, head, encode(chain, 'hex'))), '[]') FROM r)
) AS TEXT) AS found
