"""A server for `document.sh`: the document's own commands, typed by curl."""

import os
import pathlib
import subprocess
import sys

import enrich

if __name__ == "__main__":
    with enrich.Server() as server:
        script = pathlib.Path(__file__).with_suffix(".sh")
        told = subprocess.run(["bash", script, server.url], env=os.environ | {"ENRICH_KEY": server.tenant()}, timeout=300)
        sys.exit(told.returncode)
