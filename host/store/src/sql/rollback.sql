-- Read by store::engine::rollback.
ROLLBACK
