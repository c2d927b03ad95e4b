-- Read by store::group::append_ids.
SELECT w.key AS place, e.append_id
FROM jsonb_each($1) AS w
CROSS JOIN events AS e ON e.org_id = w.value ->> 'org_id' AND e.run_id = w.value ->> 'run_id' AND e.seq = w.value ->> 'seq'
WHERE e.append_id IS NOT NULL
