-- Read by store::engine::begin.
BEGIN
