-- Read by store::claim::clear_leases.
UPDATE deliveries SET owner = NULL WHERE owner IS NOT NULL
