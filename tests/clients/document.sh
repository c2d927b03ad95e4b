#!/usr/bin/env bash
# The commands of the contract document, as they stand there but for the host: what a reader types first must do what it says.
# The host comes as $1, the key as $ENRICH_KEY, an address that webhooks can be sent to as $2 and the file of what came there, one
# JSON a line, as $3. Without a fault it ends with 0.
set -euo pipefail
host=$1 hook=$2 inbox=$3
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
checked=0 faults=0

# Options that the commands of the document do not show: quiet, bounded, and with what the answer is judged by put aside.
export CURL_HOME=$work
printf '%s\n' silent show-error 'noproxy = "*"' 'max-time = 60' "dump-header = \"$work/head\"" "output = \"$work/body\"" >"$work/.curlrc"

# promises NAME STATUS [PYTHON…]: the answer has the status, and each expression over its body `r` and headers `h` holds.
promises() {
  local status
  status=$(sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p' "$work/head" | tr -d '\r')
  checked=$((checked + 1))
  if [ "$status" != "$2" ]; then
    faults=$((faults + 1))
    echo "VIOLATION: $1: $status instead of $2: $(head -c 300 "$work/body")"
  elif ! python3 - "$1" "$work" "${@:3}" <<'PYTHON'; then
import json, re, sys
name, work, *promises = sys.argv[1:]
head, text = open(f"{work}/head").read(), open(f"{work}/body").read()
h = {key.lower(): value.strip() for key, value in re.findall(r"^([^:\s]+):(.*)$", head, re.M)}
r = json.loads(text) if h.get("content-type") == "application/json" else text
broken = [promise for promise in promises if not eval(promise, {"r": r, "h": h, "re": re})]
for promise in broken:
    print(f"VIOLATION: {name}: not {promise}\n  {text[:600]}")
sys.exit(bool(broken))
PYTHON
    faults=$((faults + 1))
  fi
}

# value EXPRESSION: a value of the last answer.
value() { python3 -c "import json, sys; r = json.load(open(sys.argv[1])); print($1)" "$work/body"; }

# What every run shows, whatever became of it.
resource=(
  'set(r) >= set("id thread_id status input answer steps report report_url plan error credits_used tool_calls metadata created_at started_at completed_at".split())'
  're.fullmatch("run_[0-9a-z]+", r["id"]) and re.fullmatch("th_[0-9a-z]+", r["thread_id"])'
  're.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", r["created_at"])'
)

# Quickstart, 1 · Start the run
curl -X POST "$host/api/v1/runs" \
  -H "Authorization: Bearer $ENRICH_KEY" \
  -H "Content-Type: application/json" \
  -H "Idempotency-Key: order-7841" \
  -d '{
    "message": "Verify identity: Rahul Sharma, +91 98xxxxxx10, PAN ABCDE1234F",
    "workflow": "kyc-verification",
    "metadata": {"order_id": "7841"}
  }'
promises 'start the run' 202 "${resource[@]}" 'r["status"] == "queued"' 'r["metadata"] == {"order_id": "7841"}' \
  'r["input"]["workflow"] == "kyc-verification" and "98xxxxxx10" in r["input"]["message"]'
run=$(value 'r["id"]') thread=$(value 'r["thread_id"]')

# Quickstart, 2 · Wait for the result ("repeat until terminal")
status=queued
for _ in 1 2 3 4 5; do
  curl "$host/api/v1/runs/$run?wait=50" \
    -H "Authorization: Bearer $ENRICH_KEY"
  status=$(value 'r["status"]')
  case $status in queued | running) ;; *) break ;; esac
done
# Quickstart, 3 · Read the answer; Retrieve a run. The masked phone is told of and not guessed.
# (`report_url` is there and null: reports are not printed yet.)
promises 'read the answer' 200 "${resource[@]}" 'r["status"] == "completed"' 'r["answer"] and r["report"]' \
  'r["plan"] is None and r["error"] is None' 'r["started_at"] <= r["completed_at"]' \
  'all(set(c) >= {"id", "name", "status", "billed", "credits", "latency_ms"} and c["id"].startswith("call_") for c in r["tool_calls"])' \
  '[c["status"] for c in r["tool_calls"] if c["name"] == "pan_verification"] == ["success"]' \
  'not [c for c in r["tool_calls"] if c["name"] == "mobile_intelligence"] and "incomplete" in r["answer"]' \
  'abs(sum(c["credits"] for c in r["tool_calls"]) - r["credits_used"]) < 1e-9 and r["credits_used"] > 0' \
  '{s["type"] for s in r["steps"]} >= {"tool_call", "report", "text"}'

# Create a run: the same command once more is the same run.
curl -X POST "$host/api/v1/runs" \
  -H "Authorization: Bearer $ENRICH_KEY" \
  -H "Content-Type: application/json" \
  -H "Idempotency-Key: order-7841" \
  -d '{
    "message": "Verify identity: Rahul Sharma, +91 98xxxxxx10, PAN ABCDE1234F",
    "workflow": "kyc-verification",
    "metadata": {"order_id": "7841"}
  }'
promises 'create it again' 200 "r['id'] == '$run'" 'h["idempotent-replayed"] == "true"'

# Streaming
curl -N -X POST "$host/api/v1/runs" \
  -H "Authorization: Bearer $ENRICH_KEY" \
  -H "Content-Type: application/json" \
  -d '{"message": "Verify …", "stream": true}'
promises 'stream a run' 200 'h["content-type"] == "text/event-stream"' \
  're.findall("^event: (.*)$", r, re.M)[0] == "run.created" and re.findall("^event: (.*)$", r, re.M)[-1] == "run.completed"' \
  '[int(i) for i in re.findall("^id: (.*)$", r, re.M)] == sorted({int(i) for i in re.findall("^id: (.*)$", r, re.M)})'

# What the document shows as requests rather than commands.
ask() { curl -X "$1" "$host/api/v1/$2" -H "Authorization: Bearer $ENRICH_KEY" "${@:3}"; }
json=(-H 'Content-Type: application/json' -d)
ask GET "runs/$run/events"
promises 'stream run events' 200 '"event: tool_call\n" in r and "event: answer.delta\n" in r and "event: run.report\n" in r'
ask POST runs "${json[@]}" "{\"message\": \"Also check his employment history\", \"thread_id\": \"$thread\"}"
promises 'follow up' 202 "${resource[@]}" "r['thread_id'] == '$thread'"
ask GET "threads/$thread/runs?limit=20&offset=0"
promises 'list runs in a thread' 200 "len(r) == 2 and r[1]['id'] == '$run'"
ask POST "runs/$run/approval" "${json[@]}" '{ "decision": "approved" }'
promises 'approve what does not wait' 409 'r["error"]["code"] == "not_awaiting_approval"' "r['error']['run_id'] == '$run'" 'r["error"]["message"]'
ask POST "runs/$run/cancel"
promises 'cancel what is over' 409 'r["error"]["code"] == "not_cancellable"'
ask GET workflows
promises 'list workflows' 200 'all(set(w) >= {"slug", "name", "scope", "is_active"} for w in r)' \
  '"kyc-verification" in [w["slug"] for w in r if w["scope"] == "built-in"]'
ask GET usage
promises 'get credit balance' 200 'set(r) >= {"credits_used", "credits_remaining", "max_credits"}'
ask POST runs "${json[@]}" '{"message": "Verify …", "workflow": "nobody-wrote-it"}'
promises 'an unknown workflow' 404 'r["error"]["code"] == "workflow_not_found"'

# Manage webhooks; Webhooks
ask POST webhooks "${json[@]}" "{ \"url\": \"$hook\" }"
promises 'register an endpoint' 201 'r["secret"].startswith("whsec_")' 'r["is_active"] is True' "r['url'] == '$hook'"
webhook=$(value 'r["id"]') secret=$(value 'r["secret"]')
ask GET webhooks
promises 'list endpoints' 200 "[w['id'] for w in r] == ['$webhook']" '"secret" not in r[0]'
ask GET "webhooks/$webhook"
promises 'fetch an endpoint' 200 "r['id'] == '$webhook' and 'secret' not in r"
ask PATCH "webhooks/$webhook" "${json[@]}" '{ "is_active": true, "event_types": ["run.completed", "run.failed"] }'
promises 're-enable an endpoint' 200 'r["is_active"] is True' 'r["event_types"] == ["run.completed", "run.failed"]'
ask POST runs "${json[@]}" '{"message": "Verify PAN ABCDE1234F", "workflow": "kyc-verification"}'
told=$(value 'r["id"]')
for _ in $(seq 600); do [ -s "$inbox" ] && break || sleep 0.1; done
# The document's sample, as it stands there, over what arrived.
python3 - "$inbox" "$(dirname "$0")/../tests/webhooks_wire/sample.py" "$told" "$secret" <<'PYTHON' || faults=$((faults + 1))
import base64, json, re, sys, time
inbox, sample, told, secret = sys.argv[1:]
headers, raw_body = json.loads(open(inbox).readline())
raw_body = base64.b64decode(raw_body)
wid, ts, sig_header = (headers[f"webhook-{name}"] for name in ("id", "timestamp", "signature"))
exec(open(sample).read())
body = json.loads(raw_body)
assert set(body) == {"id", "type", "created_at", "data"} and body["type"] == "run.completed", body
assert body["id"] == wid and re.fullmatch("evt_[0-9a-z]+", wid) and abs(time.time() - int(ts)) < 300, headers
assert body["data"]["id"] == told and body["data"]["status"] == "completed", body
json.dump(body["data"], open(inbox + ".data", "w"))
PYTHON
ask GET "runs/$told"
# `report_url` is minted afresh each time.
promises 'the payload is the run' 200 "{**r, 'report_url': 0} == {**__import__('json').load(open('$inbox.data')), 'report_url': 0}"
for _ in $(seq 100); do
  ask GET "webhooks/$webhook/deliveries"
  [ "$(value 'r["data"][0]["status"]')" = delivered ] && break || sleep 0.1
done
promises 'recent attempts' 200 "[d['run_id'] for d in r['data']] == ['$told']" 'r["data"][0]["last_attempt"]["status"] == 200'
ask POST webhooks "${json[@]}" '{ "url": "https://169.254.169.254/enrich" }'
promises 'a private address' 422 'r["error"]["code"] == "invalid_request" and r["error"]["message"].startswith("url")'
ask POST webhooks "${json[@]}" '{ "url": "http://hooks.example.com/enrich" }'
promises 'HTTPS only' 422 'r["error"]["message"].startswith("url")'
ask DELETE "webhooks/$webhook"
promises 'remove an endpoint' 204
ask GET "webhooks/$webhook"
promises 'it is removed' 404 'r["error"]["code"] == "not_found"'

ENRICH_KEY=sk-tm-XXXXXXXXXXXXXXXXXXXXXXXXXXXX ask GET usage
promises 'an invalid key' 401 'r["error"]["code"] == "invalid_api_key" and r["error"]["message"] == "Invalid, revoked, or expired API key"'

echo "answers=$checked violations=$faults"
[ "$faults" = 0 ]
