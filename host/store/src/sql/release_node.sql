-- Read by store::claim::release.
-- A node that still has something keeps its row: its lease says until when that is its own.
DELETE FROM nodes
WHERE node = $1
    AND NOT EXISTS (SELECT 1 FROM wakeups WHERE wakeups.owner = nodes.node AND wakeups.owner IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.owner = nodes.node AND deliveries.owner IS NOT NULL)
