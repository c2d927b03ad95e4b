-- Read by store::group::replays.
SELECT w.key AS place, i.fingerprint, i.run_id
FROM jsonb_each($1) AS w
CROSS JOIN idempotency_keys AS i
ON i.org_id = w.value ->> 'org_id' AND i.mode = w.value ->> 'mode' AND i.idempotency_key = w.value ->> 'key'
