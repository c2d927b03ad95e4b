//! Operations, as the OpenAPI document describes them.

use super::markdown::{self, choice, code};
use super::{escape, schema};
use crate::openapi;
use crate::router::BASES;
use serde_json::{Map, Value};
use std::fmt::Write;

/// The table of contents: tags with their operations.
pub(super) fn contents(document: &Value) -> String {
    let mut page = String::from("<p class=\"group\"><a href=\"#reference\">Reference</a></p>");
    for tag in tags(document) {
        let _ = write!(page, "<p class=\"tag\">{}</p><ul>", escape(tag["name"].as_str().unwrap_or_default()));
        for Operation { method, about, .. } in of(document, tag) {
            let (id, title) = (text(about, "operationId"), text(about, "summary"));
            let _ = write!(page, "<li><a href=\"#{id}\"><span class=\"method {method}\">{method}</span>{}</a></li>", escape(title));
        }
        page += "</ul>";
    }
    page + "<p class=\"group\"><a href=\"#schemas\">Schemas</a></p>"
}

/// Every operation, by tags.
pub(super) fn operations(document: &Value) -> String {
    let mut page = String::new();
    for tag in tags(document) {
        let name = escape(text(tag, "name"));
        let _ = write!(page, "<section class=\"tag\"><h2>{name}</h2>{}</section>", markdown::blocks(text(tag, "description")));
        of(document, tag).for_each(|operation| page += &section(document, &operation));
    }
    page
}

/// The events of streams: names and fields.
pub(super) fn events(document: &Value) -> String {
    let content = &document["paths"]["/runs/{run}/events"]["get"]["responses"]["200"]["content"]["text/event-stream"];
    let row = |event: &Value| {
        let (name, about) = (escape(text(event, "event")), markdown::line(text(event, "description")));
        let data = schema::fields(follow(document, &event["data"]));
        format!("<article class=\"event\"><h3><code>{name}</code></h3><p>{about}</p>{data}</article>")
    };
    let rows: String = content["x-events"].as_array().into_iter().flatten().map(row).collect();
    let example = openapi::example("event-stream").map(|example| code("On the wire", "text", example)).unwrap_or_default();
    rows + &example
}

struct Operation<'a> {
    method: String,
    path: String,
    about: &'a Value,
}

fn tags(document: &Value) -> impl Iterator<Item = &Value> {
    document["tags"].as_array().into_iter().flatten()
}

/// Operations of one tag, in the order of the router's table.
fn of<'a>(document: &'a Value, tag: &'a Value) -> impl Iterator<Item = Operation<'a>> {
    openapi::endpoints().filter_map(move |endpoint| {
        let method = endpoint.method.as_str().to_ascii_lowercase();
        let about = document["paths"].get(&endpoint.path)?.get(&method)?;
        let base = if about.get("servers").is_some() { "" } else { BASES[0] };
        (about["tags"][0] == tag["name"]).then(|| Operation { method, path: format!("{base}{}", endpoint.path), about })
    })
}

fn section(document: &Value, Operation { method, path, about }: &Operation<'_>) -> String {
    let (id, title) = (text(about, "operationId"), escape(text(about, "summary")));
    let scope = match about["security"][0]["key"][0].as_str() {
        Some(scope) => format!("<span class=\"scope\">scope <code>{scope}</code></span>"),
        None => "<span class=\"scope\">no key</span>".to_owned(),
    };
    let path = escape(path).replace('{', "<i>{").replace('}', "}</i>");
    format!(
        "<section class=\"operation\" id=\"{id}\"><div class=\"about\"><h3><a href=\"#{id}\">{title}</a></h3>\
         <p class=\"route\"><span class=\"method {method}\">{method}</span><code>{path}</code>{scope}</p>{}{}{}{}</div>\
         <div class=\"samples\">{}</div></section>",
        markdown::blocks(text(about, "description")),
        parameters(document, about),
        body(document, about),
        answers(document, about),
        samples(about),
    )
}

fn parameters(document: &Value, about: &Value) -> String {
    let row = |parameter: &Value| {
        let parameter = follow(document, parameter);
        let schema = &parameter["schema"];
        let place = text(parameter, "in");
        let optional = if parameter["required"] == true { "" } else { " <span class=\"optional\">optional</span>" };
        format!(
            "<div><dt><code>{}</code> <span class=\"kind\">{}</span> <span class=\"place\">{place}</span>{optional}</dt>\
             <dd>{}{}</dd></div>",
            escape(text(parameter, "name")),
            schema::kind(schema),
            markdown::line(text(parameter, "description")),
            schema::limits(schema),
        )
    };
    let rows: String = about["parameters"].as_array().into_iter().flatten().map(row).collect();
    if rows.is_empty() { rows } else { format!("<h4>Parameters</h4><dl class=\"fields\">{rows}</dl>") }
}

fn body(document: &Value, about: &Value) -> String {
    let Some(wanted) = about.get("requestBody") else { return String::new() };
    let wanted = follow(document, &wanted["content"]["application/json"]["schema"]);
    format!("<h4>Body</h4>{}", schema::fields(wanted))
}

fn answers(document: &Value, about: &Value) -> String {
    let mut good = String::new();
    let mut bad = String::new();
    for (status, answer) in responses(about) {
        let whole = follow(document, answer);
        let media = whole["content"].as_object();
        if status.starts_with(['4', '5']) {
            let examples = media.and_then(|media| media.get("application/json")?["examples"].as_object());
            for code in examples.into_iter().flat_map(Map::keys) {
                let _ = write!(bad, "<a class=\"chip\" href=\"#error-{code}\"><span class=\"status bad\">{status}</span>{code}</a>");
            }
            continue;
        }
        let kinds: Vec<String> = media.into_iter().flatten().map(|(media, content)| body_kind(media, content)).collect();
        let hidden = ["Request-Id", "RateLimit", "RateLimit-Policy"];
        let headers = whole["headers"].as_object().into_iter().flat_map(Map::keys).filter(|name| !hidden.contains(&name.as_str()));
        let headers: Vec<String> = headers.map(|name| format!("<code>{name}</code>")).collect();
        let headers =
            if headers.is_empty() { String::new() } else { format!("<span class=\"limits\">Headers {}</span>", headers.join(" ")) };
        let _ = write!(
            good,
            "<div><dt><span class=\"status good\">{status}</span> <span class=\"kind\">{}</span></dt><dd>{}{headers}</dd></div>",
            kinds.join(" or "),
            markdown::line(text(whole, "description")),
        );
    }
    let bad = if bad.is_empty() { bad } else { format!("<h4>Errors</h4><p class=\"chips\">{bad}</p>") };
    format!("<h4>Answers</h4><dl class=\"fields\">{good}</dl>{bad}")
}

fn body_kind(media: &str, content: &Value) -> String {
    match media {
        "application/json" => schema::kind(&content["schema"]),
        "text/event-stream" => "<a href=\"#streaming-events\">stream of events</a>".to_owned(),
        other => format!("<code>{other}</code>"),
    }
}

/// Examples of what is sent and of what comes back, as they were written.
fn samples(about: &Value) -> String {
    let figures = |content: &Value, label: &str| -> Vec<String> {
        let named = content.as_object().into_iter().flatten().flat_map(|(media, content)| {
            let names = content["examples"].as_object().into_iter().flat_map(Map::keys);
            names.filter_map(move |name| Some((media, name, openapi::example(name)?)))
        });
        named
            .map(|(media, name, example)| {
                let language = if media == "application/json" { "json" } else { "text" };
                code(&format!("{label} {}", name.replace('-', " ")), language, example)
            })
            .collect()
    };
    let titled = |title: &str, figures: &[String]| match figures {
        [] => String::new(),
        some => format!("<h4>{title}</h4>{}", choice(some)),
    };
    let asked = titled("Request", &figures(&about["requestBody"]["content"], ""));
    let answered = responses(about).into_iter().filter(|(status, _)| status.starts_with('2'));
    asked + &titled("Response", &answered.flat_map(|(status, answer)| figures(&answer["content"], status)).collect::<Vec<_>>())
}

/// Responses by status; what is admitted comes before what was there already.
fn responses(about: &Value) -> Vec<(&String, &Value)> {
    let mut responses: Vec<_> = about["responses"].as_object().into_iter().flatten().collect();
    responses.sort_by_key(|(status, _)| *status != "202");
    responses
}

/// What a reference leads to, or the value itself.
fn follow<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let pointer = value["$ref"].as_str().and_then(|at| at.strip_prefix('#'));
    pointer.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}
