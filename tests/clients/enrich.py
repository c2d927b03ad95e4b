"""The real binary on loopback with a data directory of its own: started, killed, started again on the same port, and gone at the end."""

import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile

BINARY = pathlib.Path(os.environ["ENRICH_BINARY"])
#: Longer than a start takes on a machine that builds besides; reached only where it hangs.
PATIENCE = 60

#: Goes through without a pause.
QUICKSTART = {"message": "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F", "workflow": "kyc-verification"}
#: A workflow of the organisation's own, and what it is called by.
SLUG = "tenant-precheck"
PAGE = "---\nname: Precheck\ninputs:\n  required: [pan]\n---\n\n## Verify the PAN\n\n- Ask the issuer: `pan_verification`\n"
#: Parks until its plan is approved.
DILIGENCE = {
    "message": "Due diligence on Nova Saffron Textiles Private Limited, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817",
    "workflow": "business-due-diligence",
}


class Server:
    """`with Server(latency_ms) as server:`; what it logs goes to the file `log`."""

    def __init__(self, latency_ms=0, **environment):
        self.latency_ms, self.wanted = latency_ms, environment
        self.process = None

    def __enter__(self):
        self.home = tempfile.TemporaryDirectory(prefix="enrich-client-")
        self.log = pathlib.Path(self.home.name, "server.log")
        self.environment = {"HOME": self.home.name, "ENRICH_DATA_DIR": self.home.name + "/data", "ENRICH_LOG": "warn"} | self.wanted
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        # Whoever ends a client ends its server too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))
        self.start()
        return self

    def __exit__(self, *_):
        self.stop(signal.SIGTERM)
        self.home.cleanup()

    def start(self):
        """Starts the server and returns once it serves."""
        command = [BINARY, "serve", "--json", "--listen", f"127.0.0.1:{self.port}", "--simulator-latency", str(self.latency_ms)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log)
        if not self.process.stdout.readline():
            raise SystemExit(f"the server did not start:\n{self.log.read_text()}")

    def stop(self, how):
        """Ends the server by that signal: SIGTERM is a deployment, SIGKILL a crash."""
        self.process.send_signal(how)
        self.process.wait(PATIENCE)
        self.process.stdout.close()

    def restart(self, how):
        self.stop(how)
        self.start()

    def command(self, *arguments):
        """What a command of the administrator printed."""
        said = subprocess.run([BINARY, *arguments, "--json"], env=self.environment, capture_output=True, timeout=PATIENCE)
        if said.returncode != 0:
            raise SystemExit(f"enrich {' '.join(arguments)}: {said.stderr.decode()}")
        return json.loads(said.stdout)

    def tenant(self):
        """The secret of a test key with limits that no test reaches."""
        org = self.command("org", "create", "Acme Bank")["id"]
        many = "1000000"
        self.command("org", "set", org, "--creations-per-minute", many, "--active-runs", many, "--reads-per-minute", many)
        return self.command("key", "create", "--org", org, "--mode", "test")["secret"]


def verdict(counts, faults):
    """Prints what was counted and what was wrong; the exit code."""
    print(" ".join(f"{name}={count}" for name, count in counts.items()))
    for fault in faults:
        print(f"VIOLATION: {fault}")
    return 1 if faults else 0
