-- Read by store::news::look.
SELECT r.org_id, r.run_id, r.head
FROM jsonb_each($1) AS w
CROSS JOIN runs AS r ON r.org_id = w.value ->> 'org_id' AND r.run_id = w.value ->> 'run_id'
