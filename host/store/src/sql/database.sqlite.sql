-- Read by store::look::database.
-- No clock but that of the machine which asks.
SELECT CAST(NULL AS INTEGER) AS at, page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()
