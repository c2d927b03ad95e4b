-- Read by store::artefact::put_artefact.
INSERT INTO artefacts (digest, kind, bytes) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
