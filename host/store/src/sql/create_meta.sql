-- Read by store::open::create_meta.
INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING
