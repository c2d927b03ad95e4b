-- Read by store::org::orgs_named.
SELECT
    o.org_id, o.name, o.contacts, o.created_at, o.creations_per_minute, o.active_runs_max, o.reads_per_minute,
    l.unlimited AS live_unlimited, l.granted AS live_granted, l.used AS live_used,
    t.unlimited AS test_unlimited, t.granted AS test_granted, t.used AS test_used
FROM orgs AS o
JOIN accounts AS l ON l.org_id = o.org_id AND l.mode = 'live'
JOIN accounts AS t ON t.org_id = o.org_id AND t.mode = 'test'
WHERE o.org_id = $1 OR o.name = $1
ORDER BY o.created_at, o.org_id
