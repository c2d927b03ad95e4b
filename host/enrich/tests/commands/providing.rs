//! Providers from the command line: what there is to set, and whether it works, against a server on this machine.

use crate::binary::Machine;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

/// A provider that answers every request alike, and tells its head.
fn provider(answer: &str) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (heard, told) = channel();
    let answer = answer.to_owned();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut connection = connection.unwrap();
            let mut reader = BufReader::new(connection.try_clone().unwrap());
            let (mut head, mut length) = (String::new(), 0);
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).unwrap();
                if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
                if line.trim().is_empty() {
                    break;
                }
                head += &line;
            }
            reader.read_exact(&mut vec![0; length]).unwrap();
            connection.write_all(answer.as_bytes()).unwrap();
            if heard.send(head).is_err() {
                break;
            }
        }
    });
    (url, told)
}

fn http(status: u16, body: &Value) -> String {
    let body = body.to_string();
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

const CREDENTIALS: [(&str, &str); 2] =
    [("ENRICH_PROVIDER_CASHFREE_CLIENT_ID", "id-7"), ("ENRICH_PROVIDER_CASHFREE_CLIENT_SECRET", "hunter2")];

/// The verdict on Cashfree at that place, and the exit code.
fn tried(machine: &Machine, url: &str, more: &[(&str, &str)]) -> (i32, Value) {
    let settings = [&CREDENTIALS[..], &[("ENRICH_PROVIDER_CASHFREE_URL", url)], more].concat();
    let said = machine.enrich_with(&["provider", "test", "cashfree", "--json"], &settings);
    assert!(!said.out.contains("hunter2") && !said.err.contains("hunter2"), "{said:?}");
    let told: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    (said.code, told[0].clone())
}

const LOCAL: [(&str, &str); 1] = [("ENRICH_EGRESS_ALLOW", "127.0.0.0/8")];

#[test]
fn settings_are_proven_by_one_request_that_names_nobody() {
    let machine = Machine::new();
    let (url, heard) = provider(&http(400, &json!({"type": "validation_error", "code": "pan_missing", "message": "…"})));
    let (code, told) = tried(&machine, &url, &LOCAL);
    assert_eq!((code, &told["verdict"], &told["status"], &told["costs"]), (0, &json!("works"), &json!(400), &json!("nothing")), "{told}");
    assert_eq!(told["asked"], format!("POST {url}/verification/pan"));
    let head = heard.recv().unwrap();
    assert!(head.starts_with("POST /verification/pan ") && head.contains("x-client-secret: hunter2"), "{head}");
    assert!(heard.try_recv().is_err(), "one request");
}

#[test]
fn what_is_wrong_is_told_in_a_word_with_what_to_do() {
    let machine = Machine::new();
    for (answer, verdict, remedy) in [
        (http(401, &json!({"code": "authentication_failed"})), "credentials_refused", "ENRICH_PROVIDER_CASHFREE_CLIENT_SECRET"),
        (http(403, &json!({"code": "ip_validation_failed"})), "address_refused", "at the provider"),
        (http(422, &json!({"code": "insufficient_balance"})), "no_balance", "top up"),
        (http(429, &json!({"code": "too_many_requests_per_ip"})), "busy", "try again"),
        (http(502, &json!({})), "down", "status page"),
        (http(404, &json!({})), "unexpected", "ENRICH_PROVIDER_CASHFREE_URL"),
        ("HELLO\r\n\r\n".to_owned(), "unexpected", "ENRICH_PROVIDER_CASHFREE_URL"),
    ] {
        let (url, _heard) = provider(&answer);
        let (code, told) = tried(&machine, &url, &LOCAL);
        assert_eq!((code, &told["verdict"]), (1, &json!(verdict)), "{answer}: {told}");
        assert!(told["do"].as_str().unwrap().contains(remedy), "{told}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (code, told) = tried(&machine, &format!("http://{nobody}"), &LOCAL);
    assert_eq!((code, &told["verdict"], &told["status"]), (1, &json!("unreachable"), &Value::Null));
    let (code, told) = tried(&machine, "https://10.0.0.1", &[]);
    assert_eq!((code, &told["verdict"]), (1, &json!("unreachable")));
    assert!(told["do"].as_str().unwrap().contains("ENRICH_EGRESS_ALLOW"), "{told}");
}

#[test]
fn nothing_is_asked_where_settings_are_missing() {
    let machine = Machine::new();
    let said = machine.enrich_with(&["provider", "test", "cashfree"], &CREDENTIALS[..1]);
    assert_eq!(said.code, 1);
    assert!(said.out.contains("not_configured") && said.out.contains("set ENRICH_PROVIDER_CASHFREE_CLIENT_SECRET=…"), "{said:?}");
    assert!(machine.enrich(&["provider", "test", "cashfre"]).refusal().contains("cashfree"), "it says which there are");
    let none = machine.enrich(&["provider", "test", "--all"]);
    assert!(none.code == 0 && none.out.contains("No provider is configured"), "{none:?}");
}

#[test]
fn providers_are_listed_with_what_switches_them_on() {
    let machine = Machine::new();
    let listed = machine.enrich_with(&["provider", "list", "--json"], &CREDENTIALS).json();
    let row = |name: &str| listed.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    let cashfree = row("cashfree");
    assert_eq!((&cashfree["configured"], &cashfree["set"]), (&json!(true), &json!([])));
    assert!(cashfree["checks"].as_array().unwrap().contains(&json!("pan_verification")));
    assert_eq!(row("twilio")["set"], json!(["ENRICH_PROVIDER_TWILIO_ACCOUNT_SID=…", "ENRICH_PROVIDER_TWILIO_AUTH_TOKEN=…"]));
    assert!(machine.enrich(&["provider", "list"]).out.contains("ENRICH_PROVIDER_TWILIO_ACCOUNT_SID"));
}

/// A provider that nobody can try would be found out by a customer's run. Each says how, next to where it is declared.
#[test]
fn every_provider_can_be_tried() {
    let machine = Machine::new();
    let listed = machine.enrich(&["provider", "list", "--json"]).json();
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{nobody}");
    let mut settings = vec![("ENRICH_EGRESS_ALLOW".to_owned(), "127.0.0.0/8".to_owned())];
    for row in listed.as_array().unwrap() {
        settings.push((format!("ENRICH_PROVIDER_{}_URL", row["name"].as_str().unwrap().to_uppercase()), url.clone()));
        for assignment in row["set"].as_array().unwrap() {
            let (variable, _) = assignment.as_str().unwrap().split_once('=').unwrap();
            if !variable.ends_with("_URL") {
                settings.push((variable.to_owned(), "secret-of-a-test".to_owned()));
            }
        }
    }
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let said = machine.enrich_with(&["provider", "test", "--all", "--json"], &settings);
    let told: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{error}: {said:?}"));
    assert_eq!(told.as_array().unwrap().len(), listed.as_array().unwrap().len());
    for verdict in told.as_array().unwrap() {
        assert_eq!(verdict["verdict"], "unreachable", "plugins/sdk/README.md says how a provider is tried: {verdict}");
    }
}
