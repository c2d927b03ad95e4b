-- Read by store::group::lock.
-- The one writer waits for its turn, then reads; nothing changes until it commits.
BEGIN IMMEDIATE;
SELECT 'key' AS what, w.key AS place, k.mode AS word, k.revoked_at AS n1, k.expires_at AS n2, NULL AS n3, NULL AS n4, NULL AS bytes
FROM jsonb_each($1) AS w
CROSS JOIN keys AS k ON k.org_id = w.value ->> 'org_id' AND k.key_id = w.value ->> 'id'
UNION ALL
SELECT 'account', w.key, NULL, a.unlimited, a.granted, a.used, a.lines, NULL
FROM jsonb_each($2) AS w
CROSS JOIN accounts AS a ON a.org_id = w.value ->> 'org_id' AND a.mode = w.value ->> 'id'
UNION ALL
SELECT 'thread', w.key, t.mode, NULL, NULL, NULL, NULL, NULL
FROM jsonb_each($3) AS w
CROSS JOIN threads AS t ON t.org_id = w.value ->> 'org_id' AND t.thread_id = w.value ->> 'id'
UNION ALL
SELECT 'run', w.key, NULL, r.head, NULL, NULL, NULL, r.chain
FROM jsonb_each($4) AS w
CROSS JOIN runs AS r ON r.org_id = w.value ->> 'org_id' AND r.run_id = w.value ->> 'id';
