-- Read by store::progress::count.
SELECT COUNT(*) AS runs FROM runs
