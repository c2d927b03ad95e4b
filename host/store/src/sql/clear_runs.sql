-- Read by store::rebuild::rebuild.
DELETE FROM runs
