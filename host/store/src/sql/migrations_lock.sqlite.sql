-- Read by store::migrate::run.
-- BEGIN IMMEDIATE has locked the file already.
SELECT 1
