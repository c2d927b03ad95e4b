-- Read by store::claim::release.
DELETE FROM nodes WHERE node = $1
