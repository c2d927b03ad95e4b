-- Read by store::engine::connect.
PRAGMA busy_timeout = 20000;
PRAGMA query_only = ON;
PRAGMA foreign_keys = ON;
PRAGMA cache_size = -2000;
