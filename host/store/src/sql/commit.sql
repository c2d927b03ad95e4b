-- Read by store::engine::commit.
COMMIT
