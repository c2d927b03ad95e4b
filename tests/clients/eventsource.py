"""A browser whose connections are cut a hundred times hears every event of every run once, and stops by itself at the end."""

import asyncio
import http.server
import json
import pathlib
import queue
import random
import signal
import subprocess
import sys
import tempfile
import threading

import httpx

import enrich
import wire
from cutter import Cutter

CUTS = 100
CUTS_OF_A_RUN = 5
SEED = 21
#: Slow enough that the browser comes back, which takes it three seconds, while runs go on.
LATENCY_MS = 3_000
#: For everything. Reached only where something hangs.
PATIENCE = 150
#: An EventSource that had not stopped would be back within this.
SILENCE = 4
PAGE = pathlib.Path(__file__).with_suffix(".html").read_bytes()
#: Without its ways to the outside, which tests have not, and without a sandbox, which containers do not allow to root.
CHROMIUM = [
    "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-proxy-server",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]  # fmt: skip


class Site(http.server.ThreadingHTTPServer):
    """Serves the page, tells it what to listen to, and takes what it heard."""

    def __init__(self, streams):
        self.streams, self.stopped = streams, queue.Queue()
        super().__init__(("127.0.0.1", 0), Visit)

    def __enter__(self):
        threading.Thread(target=self.serve_forever).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()


class Visit(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/":
            self.answer("text/html", PAGE)
        elif self.path == "/streams":
            self.answer("application/json", json.dumps(self.server.streams()).encode())
        else:
            self.send_error(404)

    def do_POST(self):
        self.server.stopped.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.answer("text/plain", b"")

    def answer(self, media, body):
        self.send_response(200)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Browser:
    def __init__(self, url):
        self.url = url

    def __enter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="enrich-browser-", ignore_cleanup_errors=True)
        command = [*CHROMIUM, f"--user-data-dir={self.profile.name}", self.url]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(enrich.PATIENCE)
        self.profile.cleanup()


class Client:
    """The backend behind the page: it has the key, and gives the page nothing but tokens."""

    def __init__(self, server, ports):
        headers = {"Authorization": f"Bearer {server.tenant()}"}
        self.http = httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE, trust_env=False)
        self.ports, self.runs = ports, []

    def ask(self, method, path, **request):
        return self.http.request(method, path, **request).raise_for_status()

    def streams(self):
        """Creates a run for each port, once the page is there to listen."""
        content = self.ask("GET", "/v1/openapi.json").json()["paths"]["/runs/{run}/events"]["get"]["responses"]["200"]["content"]
        names = [described["event"] for described in content["text/event-stream"]["x-events"]]
        orders = [enrich.QUICKSTART, enrich.DILIGENCE]
        self.runs = [self.ask("POST", "/v1/runs", json=orders[number % 2]).json()["id"] for number in range(len(self.ports))]
        tokens = [self.ask("POST", f"/v1/runs/{run}/stream-token").json()["token"] for run in self.runs]
        told = [
            {"run": run, "url": f"http://127.0.0.1:{port}/v1/runs/{run}/events?token={token}"}
            for run, port, token in zip(self.runs, self.ports, tokens)
        ]
        return {"names": names, "streams": told}

    def approve(self):
        for run in self.runs[1::2]:
            self.ask("POST", f"/v1/runs/{run}/approval", json={"decision": "approved"})

    def replay(self, run):
        return list(wire.Reader().feed(self.ask("GET", f"/v1/runs/{run}/events").content))


async def cut(cutters, count):
    while sum(cutter.cuts for cutter in cutters) < count:
        await asyncio.sleep(0.01)


async def listen(server):
    cutters = [Cutter(server.port, CUTS_OF_A_RUN, random.Random(SEED * 1_000 + number)) for number in range(CUTS // CUTS_OF_A_RUN)]
    client = Client(server, [await cutter.open() for cutter in cutters])
    async with asyncio.timeout(PATIENCE):
        with Site(client.streams) as site, Browser(f"http://127.0.0.1:{site.server_port}/"):
            await cut(cutters, CUTS // 3)
            await asyncio.to_thread(server.restart, signal.SIGKILL)
            await cut(cutters, CUTS // 2)
            await asyncio.to_thread(client.approve)
            told = [await asyncio.to_thread(site.stopped.get, timeout=PATIENCE) for _ in cutters]
            requests = [cutter.requests for cutter in cutters]
            await asyncio.sleep(SILENCE)
        await asyncio.gather(*(cutter.close() for cutter in cutters))
    faults = []
    for run, cutter, before in zip(client.runs, cutters, requests):
        if cutter.no_content != 1:
            faults.append(f"{run}: 204 told its EventSource to stop {cutter.no_content} times")
        if cutter.requests != before:
            faults.append(f"{run}: its EventSource came back after the end")
    for page in told:
        heard = [wire.Event(*event) for event in page["heard"]]
        faults += wire.faults_of(page["run"], heard, client.replay(page["run"]))
    if sorted(page["run"] for page in told) != sorted(client.runs):
        faults.append("the page did not tell of every run once")
    cuts = sum(cutter.cuts for cutter in cutters)
    if cuts < CUTS:
        faults.append(f"only {cuts} connections were cut")
    events, errors = sum(len(page["heard"]) for page in told), sum(page["errors"] for page in told)
    return {"runs": len(told), "events": events, "cuts": cuts, "outages": 1, "requests": sum(requests), "errors": errors}, faults


if __name__ == "__main__":
    with enrich.Server(LATENCY_MS) as server:
        sys.exit(enrich.verdict(*asyncio.run(listen(server))))
