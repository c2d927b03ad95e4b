-- Read by store::group::replays.
SELECT w.place - 1 AS place, i.fingerprint, i.run_id
FROM ROWS FROM (jsonb_to_recordset($1::text::jsonb) AS (org_id TEXT, mode TEXT, key TEXT)) WITH ORDINALITY AS w (org_id, mode, key, place)
JOIN idempotency_keys AS i ON i.org_id = w.org_id AND i.mode = w.mode AND i.idempotency_key = w.key
