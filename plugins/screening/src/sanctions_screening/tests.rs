//! What the host answers, and what the check makes of it.

use super::SanctionsScreening;
use enrich_sdk::http::{HttpError, Request, Response};
use enrich_sdk::{Answer, Call, Failure, Host, Level, perform};
use serde_json::{Value, json};
use std::cell::RefCell;

struct Lists {
    status: u16,
    body: Value,
    asked: RefCell<Vec<Value>>,
}

impl Host for Lists {
    fn fetch(&self, request: &Request) -> Result<Response, HttpError> {
        assert_eq!((request.provider, request.method, request.path.as_str()), ("lists", "POST", "/candidates"));
        self.asked.borrow_mut().push(serde_json::from_slice(request.body.as_deref().unwrap()).unwrap());
        Ok(Response { status: self.status, headers: Vec::new(), body: self.body.to_string().into_bytes() })
    }

    fn now(&self) -> u64 {
        0
    }

    fn log(&self, _: Level, _: &str) {}
}

fn listed() -> Lists {
    let body = json!({
        "lists": [{"list": "un_consolidated", "title": "UN", "date": "2026-02-27", "digest": "d1", "entries": 2}],
        "candidates": [
            {"list": "un_consolidated", "id": "QDi.006", "kind": "person", "names": [{"text": "AIMAN MUHAMMED RABI AL-ZAWAHIRI"}, {"text": "Ayman Al-Zawahari"},
             {"text": "أيمن الظواهري"}, {"text": "The Doctor", "weak": true}], "born": ["1951-06-19"], "countries": ["Egypt"], "identifiers": ["1084010"], "programmes": ["Al-Qaida"]},
            {"list": "un_consolidated", "id": "QDi.007", "kind": "person", "names": [{"text": "ALI"}]},
        ],
    });
    Lists { status: 200, body, asked: RefCell::default() }
}

fn ask(host: &Lists, input: Value) -> Result<Value, Failure> {
    match perform::<SanctionsScreening>(&Call::new("call_1", host), &input.to_string())? {
        Answer::Success(output) | Answer::NotFound(output) => Ok(serde_json::from_str(&output).unwrap()),
    }
}

#[test]
fn a_hit_says_who_and_why_and_on_which_list_of_which_day() {
    let host = listed();
    let output = ask(&host, json!({"name": "Ayman al-Zawahiri", "date_of_birth": "19/06/1951", "country": "egypt"})).unwrap();
    assert_eq!((&output["result"], &output["compared"]), (&json!("hit"), &json!(2)));
    let hit = &output["hits"][0];
    assert_eq!((&hit["entry"], &hit["list"], &hit["programmes"]), (&json!("QDi.006"), &json!("un_consolidated"), &json!(["Al-Qaida"])));
    let reasons: Vec<&str> = hit["reasons"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(reasons.contains(&"The date of birth is the same.") && reasons.contains(&"The country is among those listed."), "{reasons:?}");
    assert_eq!(output["lists"][0]["date"], "2026-02-27");
    assert_eq!(output["lists"][0]["digest"], "d1");
    assert_eq!(host.asked.borrow()[0]["name"], "Ayman al-Zawahiri");
}

#[test]
fn what_else_is_told_decides_about_namesakes() {
    for (input, result) in [
        (json!({"name": "Ayman al-Zawahiri"}), "hit"),
        (json!({"name": "أيمن الظواهري"}), "hit"),
        (json!({"name": "Ayman al-Zawahiri", "date_of_birth": "1951"}), "hit"),
        (json!({"name": "Ayman al-Zawahiri", "date_of_birth": "1990-01-01"}), "review"),
        (json!({"name": "Ayman al-Zawahiri", "date_of_birth": "1952"}), "hit"),
        (json!({"name": "The Doctor", "date_of_birth": "1990-01-01"}), "clear"),
        (json!({"name": "The Doctor"}), "review"),
        (json!({"name": "Ali Hassan"}), "clear"),
        (json!({"name": "Somebody Else"}), "clear"),
        (json!({"name": "Somebody Else", "identifier": "10-84010"}), "hit"),
    ] {
        let output = ask(&listed(), input.clone()).unwrap();
        assert_eq!(output["result"], result, "{input}: {output}");
    }
}

#[test]
fn without_a_list_nobody_is_cleared() {
    let none = Lists { status: 503, body: json!({"code": "no_list"}), asked: RefCell::default() };
    let failure = ask(&none, json!({"name": "Rahul Sharma"})).unwrap_err();
    assert_eq!((failure.code, failure.retryable), ("provider_not_configured", false));
    let down = Lists { status: 503, body: json!({}), asked: RefCell::default() };
    assert_eq!(ask(&down, json!({"name": "Rahul Sharma"})).unwrap_err().code, "provider_unavailable");
    let strange = Lists { status: 200, body: json!({"lists": "none"}), asked: RefCell::default() };
    assert_eq!(ask(&strange, json!({"name": "Rahul Sharma"})).unwrap_err().code, "provider_malformed");
}

#[test]
fn what_cannot_be_screened_is_refused_before_anyone_is_asked() {
    for (input, message) in [
        (json!({"name": "12345"}), "`name` has no letters."),
        (json!({"name": "Rahul Sharma", "date_of_birth": "soon"}), "`date_of_birth` is no date: YYYY-MM-DD."),
        (json!({}), "`name` is missing."),
    ] {
        let host = listed();
        let failure = ask(&host, input).unwrap_err();
        assert_eq!((failure.code, failure.message.as_str()), ("invalid_input", message));
        assert!(host.asked.borrow().is_empty());
    }
}
