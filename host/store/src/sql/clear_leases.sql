-- Read by store::claim::clear_leases.
UPDATE wakeups SET owner = NULL WHERE owner IS NOT NULL
