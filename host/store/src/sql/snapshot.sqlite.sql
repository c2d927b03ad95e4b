-- Read by store::engine::snapshot.
BEGIN
