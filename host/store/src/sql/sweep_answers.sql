-- Read by store::sweep::sweep.
DELETE FROM answers
WHERE (org_id, question) IN (SELECT org_id, question FROM answers WHERE at < $1 ORDER BY at LIMIT $2)
