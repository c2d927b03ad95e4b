-- Read by store::look::nodes.
SELECT node, lease_until FROM nodes ORDER BY lease_until DESC
