-- Read by store::claim::claim.
-- Nodes that are gone and have nothing left to be taken over.
DELETE FROM nodes
WHERE lease_until <= $1
    AND NOT EXISTS (SELECT 1 FROM wakeups WHERE wakeups.owner = nodes.node AND wakeups.owner IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM deliveries WHERE deliveries.owner = nodes.node AND deliveries.owner IS NOT NULL)
