-- Read by store::claim::release.
UPDATE deliveries SET owner = NULL WHERE owner = $1
