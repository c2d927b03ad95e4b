-- Read by store::group::lock.
-- Rows are locked table by table in this order, and within each in the order asked, which is sorted: no two groups can wait
-- for each other in a circle. Whatever is asked in a later statement is at least as new as these rows.
WITH k AS (
    SELECT w.place, k.mode, k.revoked_at, k.expires_at
    FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN keys AS k ON k.org_id = w.org_id AND k.key_id = w.id
    ORDER BY w.place
    FOR UPDATE OF k
), a AS (
    SELECT w.place, a.unlimited, a.granted, a.used, a.lines
    FROM ROWS FROM (jsonb_to_recordset($2::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN accounts AS a ON a.org_id = w.org_id AND a.mode = w.id
    ORDER BY w.place
    FOR UPDATE OF a
), t AS (
    SELECT w.place, t.mode
    FROM ROWS FROM (jsonb_to_recordset($3::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN threads AS t ON t.org_id = w.org_id AND t.thread_id = w.id
    ORDER BY w.place
    FOR UPDATE OF t
), r AS (
    SELECT w.place, r.head, r.chain
    FROM ROWS FROM (jsonb_to_recordset($4::text::jsonb) AS (org_id TEXT, id TEXT)) WITH ORDINALITY AS w (org_id, id, place)
    JOIN runs AS r ON r.org_id = w.org_id AND r.run_id = w.id
    ORDER BY w.place
    FOR UPDATE OF r
)
SELECT 'key' AS what, place - 1 AS place, mode AS word, revoked_at AS n1, expires_at AS n2, NULL::bigint AS n3, NULL::bigint AS n4, NULL::bytea AS bytes FROM k
UNION ALL SELECT 'account', place - 1, NULL, unlimited, granted, used, lines, NULL FROM a
UNION ALL SELECT 'thread', place - 1, mode, NULL, NULL, NULL, NULL, NULL FROM t
UNION ALL SELECT 'run', place - 1, NULL, head, NULL, NULL, NULL, chain FROM r
