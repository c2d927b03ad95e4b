//! What is read, what is refused, and what comes out.

use super::*;
use serde_json::{Value, json};

fn facts() -> Facts {
    let mut facts = Facts::new();
    facts.set("pan", json!({ "status": "success", "pan_status": "valid", "seeded": null, "parts": ["a", "b"] }));
    facts.set("names", json!({ "status": "success", "score": 96, "ratio": 96.5, "big": 18_446_744_073_709_551_615_u64 }));
    facts.set("org.blacklist", json!({ "hits": [{ "list": "x", "score": 3 }, { "list": "y", "score": 90 }] }));
    facts
}

fn names(found: &[Name]) -> Vec<String> {
    found.iter().map(Name::to_string).collect()
}

fn judged(text: &str) -> (&'static str, Vec<String>) {
    let condition = Condition::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    let verdict = facts().judge(&condition);
    assert_eq!(facts().holds(&condition), matches!(verdict, Verdict::Holds(_)), "{text}");
    match verdict {
        Verdict::Holds(because) => ("holds", names(&because)),
        Verdict::Fails(because) => ("fails", names(&because)),
        Verdict::Unknown(Cause::NotKnown(because)) => ("unknown", names(&because)),
        Verdict::Unknown(Cause::Fault(_)) => ("unknown", Vec::new()),
    }
}

#[test]
fn a_condition_comes_out_with_its_reasons() {
    let cases: [(&str, &str, &[&str]); 22] = [
        (r#"pan.status == "success""#, "holds", &["pan.status"]),
        (r#"pan.status == "failed""#, "fails", &["pan.status"]),
        (r#"pan.pan_status == "valid" && names.score >= 90"#, "holds", &["pan.pan_status", "names.score"]),
        (r#"pan.pan_status == "valid" && names.score >= 97"#, "fails", &["names.score"]),
        (r#"pan.pan_status == "invalid" || names.score > 90"#, "holds", &["names.score"]),
        ("!(names.score < 90 || names.score > 99)", "holds", &["names.score"]),
        (
            "names.score == 96 && names.score == 96.0 && names.ratio > 96 && names.big > 3",
            "holds",
            &["names.score", "names.ratio", "names.big"],
        ),
        (r#"names.score in [95, 96] ? pan.status == "success" : false"#, "holds", &["names.score", "pan.status"]),
        ("has(pan.pan_status)", "holds", &["pan.pan_status"]),
        ("has(pan.registered_name)", "fails", &["pan.registered_name"]),
        ("has(pan.seeded)", "fails", &["pan.seeded"]),
        (r#"pan.registered_name == "X""#, "unknown", &["pan.registered_name"]),
        (r#"pan.registered_name == "X" || names.score > 1"#, "holds", &["names.score"]),
        (r#"pan.registered_name == "X" && names.score < 1"#, "fails", &["names.score"]),
        (r#"has(pan.registered_name) && pan.registered_name == "X""#, "fails", &["pan.registered_name"]),
        (r#"nobody.status == "success""#, "unknown", &["nobody.status"]),
        (r#"names.score > "90""#, "unknown", &[]),
        ("names.score", "unknown", &[]),
        (r#"org.blacklist.hits.exists(hit, hit.list == "y" && hit.score > 80)"#, "holds", &["org.blacklist.hits"]),
        (r#"org.blacklist.hits.all(hit, hit.score > names.score)"#, "fails", &["org.blacklist.hits", "names.score"]),
        (r#"pan.parts.size() == 2 && pan.parts[0].startsWith("a") && "b" in pan.parts"#, "holds", &["pan.parts"]),
        ("9223372036854775807 + names.score > 0", "unknown", &[]),
    ];
    for (text, verdict, because) in cases {
        assert_eq!(judged(text), (verdict, because.iter().map(|name| (*name).to_owned()).collect()), "{text}");
    }
}

#[test]
fn what_is_learnt_later_counts() {
    let (mut facts, condition) = (facts(), Condition::parse("org.later.found && pan.pan_status != \"valid\"").unwrap());
    assert!(matches!(facts.judge(&condition), Verdict::Fails(_)));
    facts.set("pan", json!({ "pan_status": "deleted" }));
    assert_eq!(facts.judge(&condition), Verdict::Unknown(Cause::NotKnown(vec![condition.names()[0].clone()])));
    facts.set("org.later", json!({ "found": true }));
    assert!(matches!(facts.judge(&condition), Verdict::Holds(_)));
    assert_eq!(facts.get(&condition.names()[0]), Some(&Value::Bool(true)));
}

#[test]
fn a_long_list_is_not_known() {
    let mut facts = Facts::new();
    facts.set("a", json!({ "list": vec![1; 501] }));
    let condition = Condition::parse("a.list.exists(x, x == 2)").unwrap();
    assert_eq!(facts.judge(&condition), Verdict::Unknown(Cause::Fault("a list in it is too long, or an item has no such member")));
}

#[test]
fn what_cannot_be_computed_says_why() {
    let cases = [
        ("names.score / 0 > 1", "it divides by zero"),
        ("names.score % (names.score - 96) == 1", "it divides by zero"),
        ("9223372036854775807 + names.score > 0", "a number in it becomes too large"),
        (r#"pan.parts[5] == "a""#, "a list in it has no such item"),
        (r#"int(pan.pan_status) > 1"#, "a value in it cannot be converted"),
        ("org.blacklist.hits.exists(hit, hit.age > 3)", "a list in it is too long, or an item has no such member"),
        (r#"names.score > "90""#, "what it compares is of different kinds"),
        ("size(names.score) > 1", "what it compares is of different kinds"),
        ("names.score", "it comes to a value that is neither true nor false"),
        ("[1, 2, 3][names.score] == 1", "a list in it has no such item"),
    ];
    for (text, fault) in cases {
        assert_eq!(facts().judge(&Condition::parse(text).unwrap()), Verdict::Unknown(Cause::Fault(fault)), "{text}");
    }
}

#[test]
fn names_are_found_where_they_stand() {
    let text = r#"a.b.size() > 0 && has(a.b) && org.c.d.exists(x, x.e == a.b) || "a.b" == f ?  true : g"#;
    let condition = Condition::parse(text).unwrap();
    assert_eq!(names(condition.names()), ["a.b", "a.b", "org.c.d", "a.b", "f", "g"]);
    assert_eq!(condition.names().iter().map(|name| name.tested).collect::<Vec<_>>(), [false, true, false, false, false, false]);
    let places: Vec<&str> = condition.places().into_iter().map(|span| &text[span]).collect();
    assert_eq!(places, ["a.b", "a.b", "org.c.d", "a.b", "f", "g"]);
    assert_eq!(condition.places()[1], 22..25);
}

#[test]
fn what_is_no_condition_is_refused_where_it_is_wrong() {
    let cases = [
        ("a ==", FaultKind::Syntax, "=="),
        ("", FaultKind::Syntax, ""),
        ("a = 1", FaultKind::Syntax, "="),
        ("é == 1", FaultKind::Syntax, "é"),
        ("a.b & c", FaultKind::Syntax, "&"),
        ("a == 'x", FaultKind::Syntax, "'x"),
        ("matches(a, 'x')", FaultKind::Unknown, "matches"),
        ("a.b.matches('x')", FaultKind::Unknown, "matches"),
        ("Message{a: 1}", FaultKind::Unknown, "Message"),
        ("a.all(x, x.all(y, y))", FaultKind::TooLarge, "a.all(x, x.all(y, y))"),
    ];
    for (text, kind, wrong) in cases {
        let fault = Condition::parse(text).expect_err(text);
        assert_eq!((fault.kind, &text[fault.span]), (kind, wrong), "{text}: {}", fault.message);
    }
}

#[test]
fn no_text_is_too_deep_to_refuse() {
    for unit in ["(", "[", "!", "-", "a.", "a?", "a?b:", "a&&", "{1:", "a.all(x,", "a[", "!(", "- -", "\"", "'''", "\\"] {
        for times in [10, 100, 300, 1_000] {
            let text = unit.repeat(times);
            let (short, closed) = (text.get(..CONDITION_BYTES_MAX).unwrap_or(&text), format!("{text}true"));
            for text in [short, &closed] {
                if let Ok(condition) = Condition::parse(text) {
                    facts().judge(&condition);
                    assert!(condition.names().len() == condition.places().len());
                }
            }
        }
    }
}
