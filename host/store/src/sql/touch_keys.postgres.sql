-- Read by store::writer::touch.
-- A key that a group has locked is left for another time: nothing may wait here.
WITH free AS (
    SELECT k.org_id, k.key_id, w.at
    FROM jsonb_to_recordset($1::text::jsonb) AS w (org_id TEXT, key_id TEXT, at BIGINT)
    JOIN keys AS k ON k.org_id = w.org_id AND k.key_id = w.key_id
    FOR UPDATE OF k SKIP LOCKED
)
UPDATE keys AS k SET last_used_at = free.at
FROM free
WHERE k.org_id = free.org_id AND k.key_id = free.key_id AND (k.last_used_at IS NULL OR k.last_used_at < free.at)
