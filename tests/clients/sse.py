"""Clients that lose their connections a hundred times, and their server twice, hear every event of every run once and in order."""

import asyncio
import json
import random
import signal
import sys

import httpx

import enrich
import wire

CUTS = 100
CUTS_OF_A_RUN = 5
SEED = 20
#: Slow enough that connections are cut while runs go on, not only while their past is told.
LATENCY_MS = 400
#: For everything. Reached only where something hangs.
PATIENCE = 150
#: Before a client tries again when nobody answers. An EventSource waits longer.
PAUSE = 0.1
#: One goes through, one parks until it is approved; each is followed by `/events` and by the stream of its own creation.
ORDERS = [order | {"stream": stream} for order in (enrich.QUICKSTART, enrich.DILIGENCE) for stream in (False, True)]


class Listener:
    """One run, heard over connections that break."""

    def __init__(self, http, number):
        self.http, self.order, self.random = http, ORDERS[number % len(ORDERS)], random.Random(SEED * 1_000 + number)
        self.key = {"Idempotency-Key": f"order-{number}"}
        self.heard, self.cuts, self.unanswered, self.run, self.approval = [], 0, 0, None, None

    async def listen(self):
        while not self.heard or self.heard[-1].name != "run.completed":
            try:
                await self.connect()
            except httpx.TransportError:
                self.unanswered += 1
                await asyncio.sleep(PAUSE)
        if self.approval:
            await self.approval

    async def connect(self):
        """One connection, until its end or until it is cut: after so many bytes, or after so long."""
        cut = self.cuts < CUTS_OF_A_RUN
        bytes_left = self.random.randint(1, 700) if cut else sys.maxsize
        try:
            async with asyncio.timeout(self.random.uniform(0.05, 0.5) if cut else None):
                async with await self.request() as response:
                    if response.status_code != 200:
                        raise SystemExit(f"{self.run}: a stream was answered with {response.status_code}")
                    reader = wire.Reader()
                    async for data in response.aiter_raw():
                        self.hear(reader.feed(data[:bytes_left]))
                        bytes_left -= len(data)
                        if bytes_left <= 0:
                            self.cuts += 1
                            return
        except TimeoutError:
            self.cuts += 1

    async def request(self):
        position = {"Last-Event-ID": str(self.heard[-1].id)} if self.heard else {}
        if self.order["stream"]:
            return self.http.stream("POST", "/v1/runs", json=self.order, headers=self.key | position)
        if self.run is None:
            created = await self.http.post("/v1/runs", json=self.order, headers=self.key)
            self.run = created.raise_for_status().json()["id"]
        return self.http.stream("GET", f"/v1/runs/{self.run}/events", headers=position)

    def hear(self, events):
        for event in events:
            self.heard.append(event)
            self.run = self.run or json.loads(event.data)["run_id"]
            if event.name == "run.requires_approval":
                self.approval = asyncio.create_task(self.approve())

    async def approve(self):
        """As another hand would, while the stream stays open."""
        asked = 0
        while True:
            asked += 1
            await asyncio.sleep(PAUSE)
            try:
                answer = await self.http.post(f"/v1/runs/{self.run}/approval", json={"decision": "approved"})
            except httpx.TransportError:
                continue
            # Where a server died before it could say so, the decision may stand already.
            if answer.status_code != 200 and not (answer.status_code == 409 and asked > 1):
                raise SystemExit(f"{self.run}: the approval was answered with {answer.status_code}")
            return

    async def faults(self):
        """What was wrong, now that the run is over."""
        path = f"/v1/runs/{self.run}"
        replay = list(wire.Reader().feed((await self.http.get(f"{path}/events")).content))
        for fault in wire.faults_of(self.run, self.heard, replay):
            yield fault
        after = await self.http.get(f"{path}/events", headers={"Last-Event-ID": str(self.heard[-1].id)})
        if after.status_code != 204:
            yield f"{self.run}: at its end, the stream answers {after.status_code}"
        run = (await self.http.get(path)).json()
        deltas = "".join(json.loads(event.data)["text"] for event in self.heard if event.name == "answer.delta")
        if (run["status"], run["answer"]) != ("completed", deltas):
            yield f"{self.run}: {run['status']}, and its answer is not what its stream said"


async def outages(server, listeners):
    """A crash when a third of the cuts is made, a deployment when two thirds are."""
    for third, how in [(1, signal.SIGKILL), (2, signal.SIGTERM)]:
        while sum(listener.cuts for listener in listeners) < CUTS * third / 3:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(server.restart, how)


async def main(server):
    limits = httpx.Limits(max_connections=None)
    headers = {"Authorization": f"Bearer {server.tenant()}"}
    client = httpx.AsyncClient(base_url=server.url, headers=headers, timeout=PATIENCE, limits=limits, trust_env=False)
    async with asyncio.timeout(PATIENCE), client as http:
        listeners = [Listener(http, number) for number in range(CUTS // CUTS_OF_A_RUN)]
        await asyncio.gather(outages(server, listeners), *(listener.listen() for listener in listeners))
        faults = [fault for listener in listeners async for fault in listener.faults()]
    cuts = sum(listener.cuts for listener in listeners)
    if cuts < CUTS:
        faults.append(f"only {cuts} connections were cut")
    counts = {"runs": len(listeners), "events": sum(len(listener.heard) for listener in listeners), "cuts": cuts, "outages": 2}
    return counts | {"unanswered": sum(listener.unanswered for listener in listeners)}, faults


if __name__ == "__main__":
    with enrich.Server(LATENCY_MS) as server:
        sys.exit(enrich.verdict(*asyncio.run(main(server))))
