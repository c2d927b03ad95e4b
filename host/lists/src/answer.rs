//! What the provider `lists` answers: `POST /candidates` with `{"name", "identifiers", "most"}`, in JSON.

use crate::index::{Index, Shelved};
use crate::list::Entry;
use bytes::Bytes;
use egress::{Request, Response};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Candidates of an answer, whatever is asked for.
const CANDIDATES_MAX: usize = 50;

#[derive(Deserialize)]
struct Asked {
    name: String,
    #[serde(default)]
    identifiers: Vec<String>,
    #[serde(default)]
    most: Option<usize>,
}

#[derive(Serialize)]
struct Answered<'a> {
    lists: Vec<ListRow<'a>>,
    candidates: Vec<CandidateRow<'a>>,
}

#[derive(Serialize)]
struct ListRow<'a> {
    list: &'static str,
    title: &'static str,
    date: &'a str,
    digest: &'a str,
    entries: usize,
}

#[derive(Serialize)]
struct CandidateRow<'a> {
    list: &'static str,
    #[serde(flatten)]
    entry: &'a Entry,
}

impl<'a> From<&'a Shelved> for ListRow<'a> {
    fn from(list: &'a Shelved) -> Self {
        ListRow { list: list.which.word(), title: list.which.title(), date: &list.date, digest: &list.digest, entries: list.entries }
    }
}

/// The answer to one request, out of `index`.
pub fn answer(index: &Index, request: &Request) -> Response {
    if (request.method.as_str(), request.url.path()) != ("POST", "/candidates") {
        return respond(404, json!({"code": "no_such_question"}).to_string());
    }
    if index.lists().is_empty() {
        return respond(503, json!({"code": "no_list"}).to_string());
    }
    let Some(asked) = request.body.as_deref().and_then(|body| serde_json::from_slice::<Asked>(body).ok()) else {
        return respond(400, json!({"code": "not_understood"}).to_string());
    };
    let most = asked.most.unwrap_or(CANDIDATES_MAX).min(CANDIDATES_MAX);
    let candidates = index.candidates(&asked.name, &asked.identifiers, most);
    let candidates = candidates.iter().map(|candidate| CandidateRow { list: candidate.list.which.word(), entry: candidate.entry });
    let answered = Answered { lists: index.lists().iter().map(ListRow::from).collect(), candidates: candidates.collect() };
    match serde_json::to_string(&answered) {
        Ok(body) => respond(200, body),
        Err(_) => respond(500, json!({"code": "internal"}).to_string()),
    }
}

fn respond(status: u16, body: String) -> Response {
    Response { status, headers: vec![("content-type".into(), "application/json".into())], body: Bytes::from(body) }
}
