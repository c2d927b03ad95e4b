-- Read by store::news::look.
SELECT r.org_id, r.run_id, r.head
FROM jsonb_to_recordset($1::text::jsonb) AS w (org_id TEXT, run_id TEXT)
JOIN runs AS r ON r.org_id = w.org_id AND r.run_id = w.run_id
