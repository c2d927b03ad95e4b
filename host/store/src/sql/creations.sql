-- Read by store::key::creations.
SELECT k.window_began, k.window_count, o.creations_per_minute
FROM keys AS k
JOIN orgs AS o ON o.org_id = k.org_id
WHERE k.org_id = $1 AND k.key_id = $2
