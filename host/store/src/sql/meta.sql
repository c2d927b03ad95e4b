-- Read by store::open::meta.
SELECT value FROM meta WHERE name = $1
