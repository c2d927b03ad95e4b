"""Everything that the server's own OpenAPI document allows, and much that it does not, finds no 5xx and no answer outside of it."""

import collections
import json
import os
import pathlib
import socket
import subprocess
import sys

import httpx

import enrich

SEED = os.environ.get("FUZZ_SEED", "36")
#: For each operation that has anything to vary, in its fuzzing alone. More than one worker would stop short of it, and say nothing.
EXAMPLES = 100
#: These have nothing to vary but the name of what there is one of: schemathesis takes it from what it was answered, and is soon done.
FEW = {"deleteWorkflow"}
#: For everything, in seconds. A stream that nobody ends would use it up.
TIME_MAX = 360
SCHEMATHESIS = pathlib.Path(sys.executable).with_name("schemathesis")

#: All checks are on, for positive and negative data, in all phases. Runs and threads that exist stand for most ids: behind ids that
#: nobody was given there is nothing but 404.
CONFIGURATION = """
hooks = "fuzz_hooks"
generation.max-examples = {examples}
request-timeout = 20.0
continue-on-failure = true
generation.database = "none"
checks.response_headers_conformance.enabled = true
warnings.fail-on = ["missing_auth", "missing_deserializer", "unsupported_regex"]
dictionaries.runs.values = {runs}
dictionaries.threads.values = {threads}
dictionaries.webhooks.values = {webhooks}
dictionaries.deliveries.values = {deliveries}
dictionaries.pages.values = {pages}
dictionaries.lines.values = {lines}
dictionaries.pings.values = {pings}
dictionaries.workflows.values = {workflows}
dictionaries.versions.values = {versions}
parameters."path.run" = {{ dictionary = "runs", probability = 0.7 }}
parameters."path.thread" = {{ dictionary = "threads", probability = 0.7 }}
parameters."path.webhook" = {{ dictionary = "webhooks", probability = 0.7 }}
parameters."path.delivery" = {{ dictionary = "deliveries", probability = 0.7 }}
parameters."path.workflow" = {{ dictionary = "workflows", probability = 0.7 }}

[[operations]]
include-operation-id = "listRuns"
parameters."query.cursor" = {{ dictionary = "pages", probability = 0.7 }}

[[operations]]
include-operation-id = "listLedger"
parameters."query.cursor" = {{ dictionary = "lines", probability = 0.7 }}

[[operations]]
include-operation-id = "listDeliveries"
parameters."query.cursor" = {{ dictionary = "pings", probability = 0.7 }}

[[operations]]
include-operation-id = "getWorkflow"
parameters."query.version" = {{ dictionary = "versions", probability = 0.7 }}

[[operations]]
include-operation-id = "diffWorkflow"
parameters."query.from" = {{ dictionary = "versions", probability = 0.7 }}
parameters."query.to" = {{ dictionary = "versions", probability = 0.7 }}
"""


def configuration(http, nowhere):
    """With what there is to find: runs that are over, whose streams end."""
    runs = [http.post("/v1/runs", json=enrich.QUICKSTART).json() for _ in range(4)]
    for run in runs:
        while http.get(f"/v1/runs/{run['id']}", params={"wait": 50}).json()["status"] in ("queued", "running"):
            pass
    webhook = http.post("/v1/webhooks", json={"url": nowhere}).json()["id"]
    for _ in range(4):
        http.post(f"/v1/webhooks/{webhook}/test")
    pages, lines, pings = (
        http.get(path, params={"limit": 2}).json() for path in ("/v1/runs", "/v1/ledger", f"/v1/webhooks/{webhook}/deliveries")
    )
    for name in ("One", "Two"):
        http.put(f"/v1/workflows/{enrich.SLUG}", json={"source": enrich.PAGE.replace("Precheck", name)}).raise_for_status()
    there_is = {
        "workflows": [enrich.SLUG],
        "versions": ["1", "2"],
        "runs": [run["id"] for run in runs],
        "threads": [run["thread_id"] for run in runs],
        "webhooks": [webhook],
        "deliveries": [ping["id"] for ping in pings["data"]],
        "pages": [pages["next_cursor"]],
        "lines": [lines["next_cursor"]],
        "pings": [pings["next_cursor"]],
    }
    return CONFIGURATION.format(examples=EXAMPLES, **{name: json.dumps(values) for name, values in there_is.items()})


def fuzz(server, nowhere):
    key = server.tenant()
    home = pathlib.Path(server.home.name)
    headers = {"Authorization": f"Bearer {key}"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=60, trust_env=False) as http:
        (home / "schemathesis.toml").write_text(configuration(http, nowhere))
    command = [SCHEMATHESIS, "run", f"{server.url}/v1/openapi.json", "--no-color", f"--seed={SEED}"]
    command += ["--header", f"Authorization: Bearer {key}", "--report=json", f"--report-json-path={home / 'report.json'}"]
    told = {"FUZZ_URL": server.url, "FUZZ_KEY": key, "FUZZ_ANSWERS": str(home / "answers.json")}
    told |= {"FUZZ_NOWHERE": nowhere, "PYTHONPATH": str(pathlib.Path(__file__).parent), "PYTHONDONTWRITEBYTECODE": "1"}
    asked = subprocess.run(command, cwd=home, env=os.environ | told, timeout=TIME_MAX, stdin=subprocess.DEVNULL)
    report, answers = (json.loads((home / name).read_text()) for name in ("report.json", "answers.json"))
    varied = {
        operation["operationId"]
        for item in httpx.get(f"{server.url}/v1/openapi.json", trust_env=False).json()["paths"].values()
        for operation in item.values()
        if "parameters" in operation or "requestBody" in operation
    }
    return judge(server, asked.returncode, report, answers, varied)


def judge(server, code, report, answers, varied):
    faults = [] if code == 0 else [f"schemathesis ended with {code}: see above"]
    operations, statuses = collections.defaultdict(dict), collections.Counter()
    for answer, count in answers.items():
        operation, status = answer.split()
        operations[operation][status] = count
        statuses[status[0] + "xx"] += count
    for operation, met in sorted(operations.items()):
        print(f"  {operation:<18} {sum(met.values()):>5}  {' '.join(f'{status}:{count}' for status, count in sorted(met.items()))}")
        if not any(status[0] in "23" for status in met):
            faults.append(f"{operation} was never met where it does what it is for")
        if operation in varied - FEW and sum(met.values()) < EXAMPLES:
            faults.append(f"{operation} was asked only {sum(met.values())} times")
    if report["operations"]["tested"] != report["operations"]["total"] or len(operations) != report["operations"]["total"]:
        faults.append(f"not every operation was tested: {report['operations']}")
    if statuses["5xx"]:
        faults.append(f"{statuses['5xx']} answers are 5xx")
    if server.log.read_text():
        faults.append(f"the server warned:\n{server.log.read_text()[:2_000]}")
    if server.command("ledger", "verify")["sound"] is not True:
        faults.append("the ledger is not sound")
    return {"operations": len(operations), "cases": report["test_cases"]["generated"], "requests": sum(statuses.values())} | statuses, faults


if __name__ == "__main__":
    with enrich.Server(ENRICH_EGRESS_ALLOW="127.0.0.0/8") as server, socket.socket() as taken:
        # A port that is bound and does not listen: deliveries are refused there, and nobody else can take it.
        taken.bind(("127.0.0.1", 0))
        sys.exit(enrich.verdict(*fuzz(server, f"https://127.0.0.1:{taken.getsockname()[1]}/enrich")))
