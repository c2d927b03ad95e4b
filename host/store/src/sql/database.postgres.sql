-- Read by store::look::database.
SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::bigint AS at, pg_database_size(current_database()) AS bytes
