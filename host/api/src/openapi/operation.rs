//! One operation, in the words that its file says about it.

use super::faults;
use super::parts::{header_refs, kebab};
use super::schemas::{Schemas, Source};
use axum::http::Method;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What OpenAPI says of one endpoint. What follows from the endpoint itself (its key, its scope, the errors that every endpoint of
/// its kind can answer with) is added when the document is put together.
pub(super) struct Operation {
    pub(super) method: Method,
    pub(super) path: &'static str,
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    description: &'static str,
    parameters: Vec<Value>,
    body: Option<(Source, &'static [&'static str])>,
    answers: Vec<Answer>,
    refusals: Vec<&'static str>,
}

/// One response that is no error.
pub(super) struct Answer {
    status: u16,
    description: &'static str,
    headers: Vec<&'static str>,
    content: Vec<Content>,
}

struct Content {
    media: &'static str,
    schema: Source,
    examples: &'static [&'static str],
    events: bool,
}

/// What the router knows of an endpoint.
#[derive(Clone, Copy)]
pub(super) struct Door {
    /// What a key must be allowed to do; `None`: it needs no key.
    pub(super) scope: Option<store::Scope>,
    /// Whether it is mounted under the bases of the API, or beside them.
    pub(super) based: bool,
}

impl Operation {
    /// An operation of that URL, with its name for generated clients.
    pub(super) fn new(method: Method, path: &'static str, tag: &'static str, id: &'static str) -> Operation {
        let (summary, description) = ("", "");
        Operation {
            method,
            path,
            id,
            tag,
            summary,
            description,
            parameters: Vec::new(),
            body: None,
            answers: Vec::new(),
            refusals: Vec::new(),
        }
    }

    /// A title, and what there is to know. Markdown.
    pub(super) fn says(self, summary: &'static str, description: &'static str) -> Operation {
        Operation { summary, description, ..self }
    }

    /// A parameter that several operations share.
    pub(super) fn takes(mut self, name: &str) -> Operation {
        self.parameters.push(json!({ "$ref": format!("#/components/parameters/{}", kebab(name)) }));
        self
    }

    /// A parameter behind the `?`.
    pub(super) fn query(mut self, name: &str, description: &str, schema: Value) -> Operation {
        self.parameters.push(json!({ "name": name, "in": "query", "description": description, "schema": schema }));
        self
    }

    /// A parameter of a form that a name and a schema do not say.
    pub(super) fn parameter(mut self, parameter: Value) -> Operation {
        self.parameters.push(parameter);
        self
    }

    /// A JSON body, and names of its examples.
    pub(super) fn body(mut self, schema: Source, examples: &'static [&'static str]) -> Operation {
        self.body = Some((schema, examples));
        self
    }

    /// A response that is no error.
    pub(super) fn answers(mut self, answer: Answer) -> Operation {
        self.answers.push(answer);
        self
    }

    /// Codes of errors beyond those that every endpoint of its kind can answer with.
    pub(super) fn refuses(mut self, codes: &[&'static str]) -> Operation {
        self.refusals.extend(codes);
        self
    }

    /// As the document holds it.
    pub(super) fn assemble(&self, door: Door, schemas: &mut Schemas) -> Value {
        let mut whole = json!({
            "operationId": self.id,
            "tags": [self.tag],
            "summary": self.summary,
            "description": self.description,
            "responses": self.responses(door, schemas),
        });
        if !self.parameters.is_empty() {
            whole["parameters"] = self.parameters.clone().into();
        }
        if let Some((schema, examples)) = self.body {
            let content = json!({ "application/json": { "schema": schema(schemas), "examples": example_refs(examples) } });
            whole["requestBody"] = json!({ "required": true, "content": content });
        }
        whole["security"] = match door.scope {
            Some(scope) => json!([{ "key": [scope.as_str()] }]),
            None => json!([]),
        };
        if !door.based {
            whole["servers"] = json!([{ "url": "/", "description": "Beside the API, without its base" }]);
        }
        whole
    }

    fn responses(&self, door: Door, schemas: &mut Schemas) -> Map<String, Value> {
        let answers = self.answers.iter().map(|answer| (answer.status.to_string(), answer.assemble(door, schemas)));
        let mut by_status: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
        for fault in faults::ALL.iter().filter(|fault| self.meets(fault.code, door)) {
            by_status.entry(fault.status).or_default().push(fault.code);
        }
        let refusals = by_status.iter().map(|(status, codes)| {
            let response = match codes[..] {
                [only] => json!({ "$ref": format!("#/components/responses/{only}") }),
                _ => faults::response(codes),
            };
            (status.to_string(), response)
        });
        answers.chain(refusals).collect()
    }

    fn meets(&self, code: &str, door: Door) -> bool {
        let locked = door.scope.is_some();
        self.refusals.contains(&code)
            || match code {
                "invalid_api_key" | "insufficient_scope" | "rate_limited" | "internal_error" | "unavailable" => locked,
                "not_found" => self.path.contains('{'),
                "request_timeout" | "payload_too_large" | "unsupported_media_type" | "invalid_request" => self.body.is_some(),
                _ => false,
            }
    }
}

impl Answer {
    pub(super) fn new(status: u16, description: &'static str) -> Answer {
        Answer { status, description, headers: Vec::new(), content: Vec::new() }
    }

    /// Its body as JSON, and names of examples of it.
    pub(super) fn json(self, schema: Source, examples: &'static [&'static str]) -> Answer {
        self.text("application/json", schema, examples)
    }

    /// Its body as that media type.
    pub(super) fn text(mut self, media: &'static str, schema: Source, examples: &'static [&'static str]) -> Answer {
        self.content.push(Content { media, schema, examples, events: false });
        self
    }

    /// Its body as a stream of events.
    pub(super) fn events(mut self) -> Answer {
        let schema = super::schemas::text;
        self.content.push(Content { media: "text/event-stream", schema, examples: &["event-stream"], events: true });
        self
    }

    /// Headers it carries, beside those that every response has.
    pub(super) fn headers(mut self, names: &[&'static str]) -> Answer {
        self.headers.extend(names);
        self
    }

    fn assemble(&self, door: Door, schemas: &mut Schemas) -> Value {
        let limited: &[&str] = if door.scope.is_some() { &["RateLimit", "RateLimit-Policy"] } else { &[] };
        let headers: Vec<&str> = ["Request-Id"].iter().chain(limited).chain(&self.headers).copied().collect();
        let mut whole = json!({ "description": self.description, "headers": header_refs(&headers) });
        for content in &self.content {
            let mut body = json!({ "schema": (content.schema)(schemas), "examples": example_refs(content.examples) });
            if content.events {
                body["x-events"] = super::events::data(schemas);
            }
            whole["content"][content.media] = body;
        }
        whole
    }
}

fn example_refs(names: &[&str]) -> Map<String, Value> {
    names.iter().map(|name| ((*name).to_owned(), json!({ "$ref": format!("#/components/examples/{name}") }))).collect()
}
