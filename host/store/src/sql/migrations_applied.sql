-- Read by store::migrate::run.
SELECT version, name FROM migrations ORDER BY version
