-- Read by store::list::candidates.
-- An empty status or workflow is any; a run without a workflow is one of general. First entries are looked up row by row, so that none is read beyond the page.
SELECT
    r.run_id, r.thread_id,
    (SELECT e.facts FROM events AS e WHERE e.org_id = r.org_id AND e.run_id = r.run_id AND e.seq = 1) AS facts,
    (SELECT p.sealed FROM payloads AS p WHERE p.org_id = r.org_id AND p.run_id = r.run_id AND p.seq = 1) AS sealed
FROM runs AS r
WHERE r.org_id = $1 AND r.run_id < $2 AND r.run_id >= $3 AND r.mode = $4 AND $5 IN ('', r.status) AND $6 IN ('', coalesce(r.workflow, 'general'))
ORDER BY r.org_id DESC, r.run_id DESC
LIMIT $7
