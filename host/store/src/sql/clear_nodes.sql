-- Read by store::claim::clear_leases.
DELETE FROM nodes
