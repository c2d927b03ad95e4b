//! Every code that an error can carry: when it is met, and what to do then.

use serde_json::{Value, json};

/// One code.
pub(crate) struct Fault {
    /// The status it comes with.
    pub(crate) status: u16,
    /// The stable word.
    pub(crate) code: &'static str,
    /// A message it may come with.
    pub(crate) message: &'static str,
    /// When it is met. Markdown.
    pub(crate) when: &'static str,
    /// What a program should do. Markdown.
    pub(crate) remedy: &'static str,
}

/// All of them, by status.
pub(crate) const ALL: &[Fault] = &[
    Fault {
        status: 401,
        code: "invalid_api_key",
        message: "Invalid, revoked, or expired API key",
        when: "No key was sent, or one that opens nothing. The answer is the same for every reason, so that nobody can probe for keys.",
        remedy: "Check that the header reads `Authorization: Bearer sk-tm-…`. If it does, make a new key.",
    },
    Fault {
        status: 402,
        code: "insufficient_credits",
        message: "Organisation has no credits remaining",
        when: "A live run was to be created and the balance is zero or below. Test runs never see this.",
        remedy: "Top up, then send the same request with the same `Idempotency-Key`: the refusal has used nothing up.",
    },
    Fault {
        status: 403,
        code: "insufficient_scope",
        message: "This API key lacks the scope runs:write",
        when: "The key is good, but it was made for less than this endpoint asks for.",
        remedy: "Use a key that has the scope named in the message.",
    },
    Fault {
        status: 404,
        code: "not_found",
        message: "Run does not exist in your organisation",
        when: "No such run, thread, webhook or URL, or one that is not yours. A test key sees nothing of live mode, and the other way round.",
        remedy: "Check the id, and that the key is of the mode that the run or webhook was created in.",
    },
    Fault {
        status: 404,
        code: "workflow_not_found",
        message: "Unknown or deactivated workflow slug",
        when: "`workflow` names nothing that this key can use.",
        remedy: "Pick a slug from `GET /workflows`.",
    },
    Fault {
        status: 405,
        code: "method_not_allowed",
        message: "Method not allowed on this endpoint; the Allow header names those that are",
        when: "The URL exists, but not for this method.",
        remedy: "Use a method that the `Allow` header names.",
    },
    Fault {
        status: 408,
        code: "request_timeout",
        message: "Body took too long to arrive",
        when: "The body was not there within 30 seconds.",
        remedy: "Send it again, with the same `Idempotency-Key`.",
    },
    Fault {
        status: 409,
        code: "idempotency_key_reuse",
        message: "Idempotency-Key was used with a different body",
        when: "The key stands for an earlier request that asked for something else. `run_id` is the run of that request.",
        remedy: "Use a key of its own for every new request. Where it was a retry, send exactly what was sent before.",
    },
    Fault {
        status: 409,
        code: "not_awaiting_approval",
        message: "Run is not awaiting approval of this plan: it is running, the plan was approved",
        when: "The run is not waiting for a decision, or it waits for one on another plan than the `plan_id` that was sent.",
        remedy: "Read the run. Somebody else has decided, the day has passed, or the run was cancelled: the message says which.",
    },
    Fault {
        status: 409,
        code: "not_cancellable",
        message: "Run cannot be cancelled: it is completed",
        when: "The run was over before the request arrived.",
        remedy: "Read the run: its result stands.",
    },
    Fault {
        status: 413,
        code: "payload_too_large",
        message: "Body is larger than 262144 bytes",
        when: "The body is larger than any valid one.",
        remedy: "Send less. A message has 32 KiB, metadata 2,048 bytes, a page 1 MiB, a component 4 MiB.",
    },
    Fault {
        status: 415,
        code: "unsupported_media_type",
        message: "Content-Type must be application/json",
        when: "The body is not declared as JSON.",
        remedy: "Send `Content-Type: application/json`.",
    },
    Fault {
        status: 422,
        code: "invalid_request",
        message: "message: must be a string of 1 to 32,768 bytes",
        when: "A field, parameter or header has the wrong shape. The message begins with its name.",
        remedy: "Mend the field. The same request will be refused again.",
    },
    Fault {
        status: 422,
        code: "invalid_workflow",
        message: "source: has an error at line 9, column 31: unknown check `pan_verificaton`",
        when: "What was to be published cannot be used. `diagnostics` says what is wrong with it, where, and what to do; the message \
               tells the first of it.",
        remedy: "Mend the page at the places that are named. `enrich workflow lint` says the same before you send it.",
    },
    Fault {
        status: 429,
        code: "rate_limited",
        message: "Limit reached: creations_per_minute; retry after 60 seconds",
        when: "One of the [limits](#limits) is reached; `limit` says which.",
        remedy: "Wait for as many seconds as `Retry-After` says, then send the same request with the same `Idempotency-Key`.",
    },
    Fault {
        status: 500,
        code: "internal_error",
        message: "Internal error; nothing was stored",
        when: "A fault of ours. Without a `run_id` nothing was stored; with one, that run exists and is `failed`.",
        remedy: "Without a `run_id`, try again with the same `Idempotency-Key`; with one, use a fresh key. Tell us the `Request-Id`.",
    },
    Fault {
        status: 503,
        code: "unavailable",
        message: "Temporarily unavailable",
        when: "This node cannot reach its database, or has more to do than it can take.",
        remedy: "Wait for as many seconds as `Retry-After` says, then send the same request with the same `Idempotency-Key`.",
    },
];

/// The schema of a code.
pub(crate) fn codes(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": "string", "enum": ALL.iter().map(|fault| fault.code).collect::<Vec<_>>() })
}

/// One response that stands for these codes, all of one status.
pub(super) fn response(codes: &[&str]) -> Value {
    let met: Vec<&Fault> = ALL.iter().filter(|fault| codes.contains(&fault.code)).collect();
    let description: Vec<String> = met.iter().map(|fault| format!("`{}`: {}", fault.code, fault.when)).collect();
    let examples: serde_json::Map<String, Value> =
        met.iter().map(|fault| (fault.code.to_owned(), json!({ "summary": fault.code, "value": example(fault) }))).collect();
    let mut headers = vec!["Request-Id"];
    match met.first().map(|fault| fault.status) {
        Some(401) => headers.push("WWW-Authenticate"),
        Some(405) => headers.push("Allow"),
        Some(429 | 503) => headers.push("Retry-After"),
        _ => {}
    }
    json!({
        "description": description.join("\n\n"),
        "headers": super::parts::header_refs(&headers),
        "content": { "application/json": { "schema": super::schemas::named("ErrorEnvelope"), "examples": examples } },
    })
}

fn example(fault: &Fault) -> Value {
    let doc_url = format!("https://enrich.example.com/docs#error-{}", fault.code);
    let mut error = json!({ "code": fault.code, "message": fault.message, "doc_url": doc_url });
    match fault.code {
        "idempotency_key_reuse" | "not_awaiting_approval" | "not_cancellable" => error["run_id"] = "run_01m84qasfxfa0a6xdkpcybj5bb".into(),
        "rate_limited" => error["limit"] = "creations_per_minute".into(),
        "invalid_workflow" => {
            error["diagnostics"] = json!([{
                "severity": "error", "code": "unknown_check", "message": "unknown check `pan_verificaton`",
                "line": 9, "column": 31, "length": 17, "excerpt": "- Ask the issuer for the PAN: `pan_verificaton`",
                "help": "did you mean `pan_verification`?",
            }]);
        }
        _ => {}
    }
    json!({ "error": error })
}
