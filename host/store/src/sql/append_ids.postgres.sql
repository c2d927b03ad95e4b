-- Read by store::group::append_ids.
SELECT w.place - 1 AS place, e.append_id
FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (org_id TEXT, run_id TEXT, seq BIGINT)) WITH ORDINALITY AS w (org_id, run_id, seq, place)
JOIN events AS e ON e.org_id = w.org_id AND e.run_id = w.run_id AND e.seq = w.seq
WHERE e.append_id IS NOT NULL
