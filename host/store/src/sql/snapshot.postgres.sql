-- Read by store::engine::snapshot.
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY
