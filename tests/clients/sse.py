"""A client that loses its connection a hundred times, and its server twice, hears every event of every run once and in order."""

import asyncio
import collections
import json
import random
import signal
import sys

import httpx

import enrich

CUTS = 100
CUTS_OF_A_RUN = 5
SEED = 20
#: Slow enough that connections are cut while runs go on, not only while their past is told.
LATENCY_MS = 400
#: For one stream, with all its cuts. Reached only where something hangs.
PATIENCE = 120
QUICKSTART = {"message": "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F", "workflow": "kyc-verification"}

Event = collections.namedtuple("Event", "id name data")


class Reader:
    """Events out of bytes, as the standard of Server-Sent Events says: what no empty line has closed does not count."""

    def __init__(self):
        self.rest = b""

    def feed(self, data):
        *blocks, self.rest = (self.rest + data).split(b"\n\n")
        for block in blocks:
            pairs = (line.split(": ", 1) for line in block.decode().split("\n") if not line.startswith(":"))
            fields = dict(pairs)
            if "data" in fields:
                yield Event(int(fields["id"]), fields["event"], fields["data"])


class Listener:
    """One run, heard over connections that break."""

    def __init__(self, http, seed, order):
        self.http, self.order, self.random = http, order, random.Random(seed)
        self.heard, self.cuts, self.unanswered, self.run = [], 0, 0, None

    async def listen(self):
        if self.order.get("stream"):
            await self.connect("POST", "/v1/runs", json=self.order)
        else:
            created = await self.http.post("/v1/runs", json=self.order)
            self.run = created.raise_for_status().json()["id"]
        while not self.heard or self.heard[-1].name != "run.completed":
            try:
                await self.connect("GET", f"/v1/runs/{self.run}/events", headers=self.position())
            except httpx.TransportError:
                # The server is gone: as EventSource does, try again a little later.
                self.unanswered += 1
                await asyncio.sleep(0.1)

    def position(self):
        return {"Last-Event-ID": str(self.heard[-1].id)} if self.heard else {}

    async def connect(self, method, path, **request):
        """One connection, until its end or until it is cut: after so many bytes, or after so long."""
        cut = self.cuts < CUTS_OF_A_RUN
        bytes_left = self.random.randint(1, 700) if cut else sys.maxsize
        reader = Reader()
        try:
            async with asyncio.timeout(self.random.uniform(0.05, 0.5) if cut else None):
                async with self.http.stream(method, path, **request) as response:
                    if response.status_code != 200:
                        raise SystemExit(f"{method} {path} answered {response.status_code}")
                    self.run = response.headers.get("Enrich-Run-Id", self.run)
                    async for data in response.aiter_raw():
                        for event in reader.feed(data[:bytes_left]):
                            await self.hear(event)
                        bytes_left -= len(data)
                        if bytes_left <= 0:
                            self.cuts += 1
                            return
        except TimeoutError:
            self.cuts += 1

    async def hear(self, event):
        self.heard.append(event)
        if event.name == "run.requires_approval":
            path = f"/v1/runs/{self.run}/approval"
            asyncio.get_running_loop().call_later(0.5, lambda: asyncio.ensure_future(self.approve(path)))

    async def approve(self, path):
        # Another hand than the listener's; a server that is just being restarted is asked again.
        while True:
            try:
                answer = await self.http.post(path, json={"decision": "approved"})
                return answer.raise_for_status()
            except httpx.TransportError:
                await asyncio.sleep(0.1)
