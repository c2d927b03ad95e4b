-- Read by store::pages::fill.
SELECT org_id, mode, unlimited, granted, used, lines
FROM accounts
WHERE (org_id, mode) > ($1, $2)
ORDER BY org_id, mode
LIMIT $3
