"""What schemathesis is told while it asks: what streams say, runs of its own to decide on, and rules that no schema can hold."""

import atexit
import collections
import json
import os
import re
import time
import urllib.parse

import httpx
import schemathesis

import enrich

#: One line for each answer: the operation and the status.
answers = []
#: Endpoints that schemathesis made.
endpoints = []
#: The ephemeral one that is pulled from.
listeners = []
ENDPOINTS_KEPT = 8
NOWHERE = os.environ["FUZZ_NOWHERE"]
headers = {"Authorization": f"Bearer {os.environ['FUZZ_KEY']}"}
http = httpx.Client(base_url=os.environ["FUZZ_URL"], headers=headers, timeout=60, trust_env=False)

#: A 422 for a request that its schema allows is right for these alone: operations, the beginning of the message, and why.
UNSAID = [
    ("createRun quoteRun", "max_credits: ", "at most six decimals: multiples of binary fractions would say something else"),
    ("createRun quoteRun", "message: ", "32 KiB are bytes, and a schema counts characters"),
    ("createRun quoteRun", "metadata: ", "2,048 bytes of an object"),
    ("createWebhook updateWebhook", "url: ", "an ephemeral endpoint has none, every other one needs one"),
    ("pullDeliveries settleDelivery", "webhook: ", "which endpoints are ephemeral"),
    ("settleDelivery", "status: ", "exactly one of it and `error`"),
    ("publishWorkflow", "source: ", "a page or a component, and what makes a page one"),
    ("publishWorkflow", "component: ", "base64 of a component"),
    ("publishWorkflow updateWorkflow", "rollout: ", "the first version is for everybody"),
    ("updateWorkflow rollBackWorkflow", "version: ", "which versions there are"),
    ("getWorkflow", "version: ", "which versions there are"),
    ("diffWorkflow", "from: ", "which versions there are"),
    ("diffWorkflow", "to: ", "which versions there are"),
    ("listRuns listLedger listDeliveries listWorkflowVersions", "cursor: ", "opaque: only what a page gave leads to another page"),
]


@schemathesis.hook
def before_load_schema(_, document):
    """Puts what the document says of each event where schemathesis looks for it: of a stream, it reads a schema of one event."""
    for item in document["paths"].values():
        for operation in item.values():
            stream = operation["responses"].get("200", {}).get("content", {}).get("text/event-stream")
            if stream:
                stream["schema"] = {"anyOf": [{"required": ["retry"]}, *map(event, stream["x-events"])]}


def event(described):
    data = {"type": "string", "contentMediaType": "application/json", "contentSchema": described["data"]}
    named = {"event": {"const": described["event"]}, "data": data, "id": {"pattern": "^[0-9]+$"}}
    return {"required": ["event", "data", "id"], "properties": named}


@schemathesis.hook
def before_call(_, case, kwargs):
    """What a request uses up, it gets for itself; and no delivery leaves this machine."""
    operation = case.operation.definition.raw["operationId"]
    if isinstance(case.body, dict) and isinstance(case.body.get("url"), str):
        if "://" in case.body["url"] or case.meta is None or case.meta.generation.mode.is_positive:
            case.body["url"] = NOWHERE
    if operation == "publishWorkflow" and isinstance(case.body, dict) and isinstance(case.body.get("source"), str):
        # No chance makes a page.
        if case.meta is None or case.meta.generation.mode.is_positive:
            case.body["source"] = enrich.PAGE
            case.body.pop("component", None)
    if operation == "createWebhook":
        # There may be sixteen. Whoever made one lately may still go on with it.
        for old in endpoints[:-ENDPOINTS_KEPT]:
            http.delete(f"/v1/webhooks/{old}")
        del endpoints[:-ENDPOINTS_KEPT]
    if operation == "deleteWorkflow" and case.path_parameters.get("workflow") == enrich.SLUG:
        # What an earlier request removed: the same page is the version that it was.
        http.put(f"/v1/workflows/{enrich.SLUG}", json={"source": enrich.PAGE.replace("Precheck", "One")}).raise_for_status()
    linked = case.meta is None or case.meta.phase.name.value == "stateful"
    if operation == "settleDelivery" and not linked and isinstance(case.body, dict):
        settles(case)
    if operation == "pullDeliveries" and linked:
        # Nothing is due there, and nobody has the time to wait for it.
        case.query = {"wait": 0}
    for name, make in OWN.get(operation, {}).items():
        if not linked and re.fullmatch("[a-z]+_[0-9a-z]{26}", str(case.path_parameters.get(name))):
            case.path_parameters[name] = make()


def parked_run():
    run = http.post("/v1/runs", json=enrich.DILIGENCE).json()["id"]
    # Without `wait`, which would wait for the run to leave where it may have arrived already.
    while http.get(f"/v1/runs/{run}").json()["status"] in ("queued", "running"):
        time.sleep(0.01)
    return run


def endpoint():
    return http.post("/v1/webhooks", json={"url": NOWHERE}).json()["id"]


def listener():
    """An ephemeral endpoint that has something to deliver: whoever pulls there need not wait."""
    if not listeners or http.post(f"/v1/webhooks/{listeners[0]}/test").status_code != 202:
        listeners[:] = [http.post("/v1/webhooks", json={"ephemeral": True}).json()["id"]]
        http.post(f"/v1/webhooks/{listeners[0]}/test")
    return listeners[0]


def settles(case):
    """A delivery that was pulled, in place of one of nobody; a lease of the wrong shape stays as it is."""
    webhook = listener()
    delivery = http.get(f"/v1/webhooks/{webhook}/pull").json()["data"][0]
    if re.fullmatch("wh_[0-9a-z]{26}", str(case.path_parameters.get("webhook"))):
        case.path_parameters |= {"webhook": webhook, "delivery": delivery["id"]}
    if isinstance(case.body.get("lease"), str):
        case.body["lease"] = delivery["lease"]


OWN = {
    "pullDeliveries": {"webhook": listener},
    "decidePlan": {"run": parked_run},
    "cancelRun": {"run": parked_run},
    "updateWebhook": {"webhook": endpoint},
    "deleteWebhook": {"webhook": endpoint},
}


@schemathesis.hook
def after_call(_, case, response):
    operation = case.operation.definition.raw["operationId"]
    answers.append(f"{operation} {response.status_code}")
    path = urllib.parse.urlsplit(response.request.url).path
    if operation == "createWebhook" and response.status_code == 201:
        endpoints.append(json.loads(response.content)["id"])
    elif operation in ("decidePlan", "cancelRun") and (run := re.search("/runs/(run_[0-9a-z]{26})/", path)):
        # What still waits would hold the streams of whoever finds it in a list. Mostly it is over: then this is refused.
        http.post(f"/v1/runs/{run[1]}/cancel")
    elif operation == "updateWebhook" and (own := re.search("/webhooks/(wh_[0-9a-z]{26})$", path)) and own[1] not in endpoints:
        http.delete(f"/v1/webhooks/{own[1]}")


@schemathesis.hook
def filter_failure(_, failure, case, response):
    operation, kind = case.operation.definition.raw["operationId"], type(failure).__name__
    if kind == "AcceptedNegativeData" and operation == "listRuns":
        # On the wire every such object is a flat one of texts: `metadata[][]=null` asks for a member that is called `][`.
        return "parameter `metadata` in query" not in failure.message
    if kind == "RejectedPositiveData":
        message = json.loads(response.content)["error"]["message"]
        return not any(operation in operations.split() and message.startswith(field) for operations, field, _ in UNSAID)
    return True


@atexit.register
def tell():
    with open(os.environ["FUZZ_ANSWERS"], "w") as file:
        json.dump(collections.Counter(answers), file)
