-- Read by store::rebuild::rebuild.
-- BEGIN IMMEDIATE has locked the file already.
SELECT 1
