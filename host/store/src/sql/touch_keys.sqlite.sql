-- Read by store::writer::touch.
UPDATE keys SET last_used_at = w.value ->> 'at'
FROM jsonb_each($1) AS w
WHERE keys.org_id = w.value ->> 'org_id' AND keys.key_id = w.value ->> 'key_id'
    AND (keys.last_used_at IS NULL OR keys.last_used_at < w.value ->> 'at')
