-- Read by store::migrate::run.
SELECT 1::bigint FROM pg_advisory_xact_lock(7310314851)
