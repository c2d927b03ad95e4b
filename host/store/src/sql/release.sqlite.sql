-- Read by store::claim::release.
UPDATE wakeups SET owner = NULL WHERE owner = $1
