-- Read by store::artefact::put_artefact.
SELECT kind FROM artefacts WHERE digest = $1
