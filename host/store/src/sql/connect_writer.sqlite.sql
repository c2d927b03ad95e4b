-- Read by store::engine::connect.
PRAGMA busy_timeout = 20000;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA wal_autocheckpoint = 4000;
PRAGMA cache_size = -16000;
