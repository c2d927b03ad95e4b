"""A server for `document.sh`: the document's own commands, typed by curl; and somebody for its webhooks to go to."""

import base64
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading

import enrich


class Receiver(http.server.BaseHTTPRequestHandler):
    """Writes down what it is sent: a line for each delivery, of headers and body."""

    protocol_version = "HTTP/1.1"
    inbox = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.inbox.open("a") as inbox:
            inbox.write(json.dumps([headers, base64.b64encode(body).decode()]) + "\n")
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def receiver(folder):
    """An HTTPS server on loopback with a certificate of its own, and that certificate."""
    key, certificate = folder / "key.pem", folder / "ca.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"]
    make = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", *names]
    subprocess.run([*make, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    Receiver.inbox = folder / "inbox"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, certificate


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="enrich-hook-") as folder:
        hooks, certificate = receiver(pathlib.Path(folder))
        way_out = {"ENRICH_EGRESS_ALLOW": "127.0.0.0/8,::1", "ENRICH_EGRESS_CA": str(certificate)}
        with enrich.Server(**way_out) as server:
            script = pathlib.Path(__file__).with_suffix(".sh")
            command = ["bash", script, server.url, f"https://localhost:{hooks.server_port}/enrich", Receiver.inbox]
            told = subprocess.run(command, env=os.environ | {"ENRICH_KEY": server.tenant()}, timeout=300)
        sys.exit(told.returncode)
