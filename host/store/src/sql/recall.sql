-- Read by store::recall::recall.
SELECT
    a.run_id, a.thread_id, a.seq, a.at,
    (SELECT e.facts FROM events AS e WHERE e.org_id = a.org_id AND e.run_id = a.run_id AND e.seq = a.seq) AS facts,
    (SELECT p.sealed FROM payloads AS p WHERE p.org_id = a.org_id AND p.run_id = a.run_id AND p.seq = a.seq) AS sealed
FROM answers AS a
WHERE a.org_id = $1 AND a.question = $2 AND a.at >= $3
