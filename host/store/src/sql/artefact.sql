-- Read by store::artefact::artefact.
SELECT bytes FROM artefacts WHERE digest = $1
