-- Read by store::claim::renew.
INSERT INTO nodes (node, lease_until) VALUES ($1, $2)
ON CONFLICT (node) DO UPDATE SET lease_until = excluded.lease_until WHERE nodes.lease_until < excluded.lease_until
