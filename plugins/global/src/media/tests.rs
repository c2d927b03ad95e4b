//! GDELT's contract as its documentation shows it, and what becomes of each answer.

use super::AdverseMedia;
use enrich_sdk::http::HttpError;
use enrich_sdk::{Answer, StandIn};
use serde_json::{Value, json};

fn found(count: usize) -> Value {
    let article = |number: usize| {
        json!({
            "url": format!("https://www.gulf-news.example/courts/{number}"), "url_mobile": "", "title": "Asha Verma charged in fraud case , court hears",
            "seendate": "20250614T093000Z", "socialimage": "", "domain": "gulf-news.example", "language": "English", "sourcecountry": "United Arab Emirates",
        })
    };
    json!({"articles": (0..count).map(article).collect::<Vec<_>>()})
}

fn input() -> Value {
    json!({"name": " Asha  \"Verma\" "})
}

fn success(host: &StandIn) -> Value {
    match host.perform::<AdverseMedia>(input()) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn articles_are_findings_with_their_sources() {
    let host = StandIn::status(200, &found(1));
    let expected = json!({
        "name": "Asha Verma", "structure": "valid", "result": "articles_found", "article_count": 1, "named_in_title_count": 1, "complete": true,
        "articles": [{
            "title": "Asha Verma charged in fraud case , court hears", "url": "https://www.gulf-news.example/courts/0", "source": "gulf-news.example",
            "named_in_title": true, "seen_on": "2025-06-14", "language": "English", "source_country": "United Arab Emirates",
        }],
    });
    assert_eq!(success(&host), expected);
    let asked = host.asked.borrow();
    let path = &asked[0].path;
    assert!(
        path.starts_with("/doc/doc?query=%22Asha%20Verma%22%20%28fraud%20OR%20")
            && path.ends_with("&mode=artlist&format=json&maxrecords=25&timespan=3months&sort=datedesc"),
        "{path}"
    );
    assert_eq!((asked[0].method, asked[0].provider), ("GET", "gdelt"));
}

#[test]
fn no_article_is_an_answer_too() {
    for body in [json!({}), json!({"articles": []})] {
        let none = success(&StandIn::status(200, &body));
        assert_eq!((&none["result"], &none["article_count"], &none["complete"]), (&json!("none_found"), &json!(0), &json!(true)));
    }
    let many = success(&StandIn::status(200, &found(25)));
    assert_eq!((&many["article_count"], &many["complete"]), (&json!(25), &json!(false)));
}

#[test]
fn an_article_need_not_have_the_name_in_its_title_and_must_have_an_address() {
    let mut body = found(3);
    body["articles"][0]["title"] = json!("Verma brothers sentenced");
    body["articles"][1]["url"] = json!("javascript:alert(1)");
    body["articles"][2] = json!({"url": "http://paper.example/x"});
    let output = success(&StandIn::status(200, &body));
    assert_eq!((&output["article_count"], &output["named_in_title_count"]), (&json!(2), &json!(0)));
    assert_eq!((&output["articles"][1]["source"], output["articles"][1].get("seen_on")), (&json!("paper.example"), None));
}

#[test]
fn errors_have_their_codes_and_sentences_are_no_findings() {
    for sentence in [
        "Your query was too short or too long.",
        "The specified phrase is too short.",
        "Invalid/Unsupported Country",
        "Invalid mode.",
        "One or more of your keywords were too short, too long or too common.",
    ] {
        assert_eq!(StandIn::bytes(200, sentence.into()).failure::<AdverseMedia>(input()), ("provider_refused", false), "{sentence}");
    }
    let slower = StandIn::bytes(429, b"Please limit requests to one every 5 seconds".to_vec());
    assert_eq!(slower.failure::<AdverseMedia>(input()), ("provider_rate_limited", true));
    for (status, expected) in
        [(403, ("provider_refused", false)), (500, ("provider_unavailable", true)), (503, ("provider_unavailable", true))]
    {
        assert_eq!(StandIn::status(status, &json!({})).failure::<AdverseMedia>(input()), expected);
    }
    for host in [
        StandIn::bytes(200, b"<html>".to_vec()),
        StandIn::bytes(200, Vec::new()),
        StandIn::status(200, &json!([])),
        StandIn::status(200, &json!({"articles": {}})),
    ] {
        assert_eq!(host.failure::<AdverseMedia>(input()), ("provider_malformed", false));
    }
}

#[test]
fn a_name_that_everybody_has_is_not_searched_for() {
    let host = StandIn::error(HttpError::Timeout);
    for name in ["", "Al", "…", "123456", "A. B", "\"\"\"\""] {
        assert_eq!(host.failure::<AdverseMedia>(json!({"name": name})), ("invalid_input", false), "{name}");
    }
    assert_eq!(host.failure::<AdverseMedia>(json!({"name": "a".repeat(121)})), ("invalid_input", false));
    assert!(host.asked.borrow().is_empty());
    let offline = StandIn::error(HttpError::Refused("offline".into()));
    let Ok(Answer::NotFound(one)) = offline.perform::<AdverseMedia>(json!({"name": "Madonna"})) else { panic!() };
    assert_eq!((&one["structure"], one.get("result")), (&json!("doubtful"), None));
    for name in ["राहुल शर्मा", "محمد الفلاسي", "O'Brien & Sons", "Jean-Luc Godard"] {
        assert!(offline.perform::<AdverseMedia>(json!({"name": name})).is_ok(), "{name}");
    }
}
