-- Read by store::workflow::standing.
SELECT w.is_active, w.version, w.candidate, w.rollout, v.replaced
FROM workflows AS w
JOIN workflow_versions AS v ON v.org_id = w.org_id AND v.slug = w.slug AND v.digest = w.version
WHERE w.org_id = $1 AND w.slug = $2
