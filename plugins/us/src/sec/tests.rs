//! The commission's contract as its documentation shows it, and what becomes of each answer.

use super::{SecFilings, is_busy};
use crate::probes::SEC_PROBE;
use crate::stand_in::StandIn;
use enrich_sdk::Standing;
use enrich_sdk::http::{HttpError, Response};
use serde_json::{Value, json};

fn filer() -> Value {
    json!({
        "cik": "0000320193", "entityType": "operating", "sic": "3571", "sicDescription": "Electronic Computers",
        "insiderTransactionForOwnerExists": 0, "insiderTransactionForIssuerExists": 1, "name": "Apple Inc.",
        "tickers": ["AAPL"], "exchanges": ["Nasdaq", null], "ein": "942404110", "description": "", "website": "",
        "category": "Large accelerated filer", "fiscalYearEnd": "0928", "stateOfIncorporation": "CA",
        "addresses": {"mailing": {"street1": "ONE APPLE PARK WAY", "street2": null}}, "phone": "(408) 996-1010", "flags": "",
        "formerNames": [{"name": "APPLE COMPUTER INC", "from": "1994-01-26T00:00:00.000Z", "to": "2007-01-04T00:00:00.000Z"}],
        "filings": {"recent": {
            "accessionNumber": ["0000320193-24-000130", "0000320193-24-000123"], "filingDate": ["2024-11-05", "2024-11-01"],
            "reportDate": ["", "2024-09-28"], "form": ["4", "10-K"],
        }, "files": []},
    })
}

fn input() -> Value {
    json!({"cik": "320193"})
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = filer();
    body[member] = value;
    StandIn::status(200, &body)
}

#[test]
fn a_filer_is_told_by_names_numbers_and_filings() {
    let host = StandIn::status(200, &filer());
    let told = host.success::<SecFilings>(json!({"cik": "320193", "ein": "94-2404110"}));
    let expected = json!({
        "cik": "0000320193", "structure": "valid", "registered_name": "Apple Inc.", "filer_status": "filing", "entity_type": "operating",
        "sic": "3571", "industry": "Electronic Computers", "tickers": ["AAPL"], "exchanges": ["Nasdaq"], "ein": "94-2404110",
        "ein_agrees": true, "state_of_incorporation": "CA", "former_names": ["APPLE COMPUTER INC"], "recent_filings": 2,
        "last_filing_date": "2024-11-05", "last_annual_report_date": "2024-11-01",
    });
    assert_eq!(told, expected);
    let asked = host.asked.borrow()[0].clone();
    assert_eq!((asked.method, asked.path.as_str()), ("GET", "/submissions/CIK0000320193.json"));
    assert_eq!(asked.headers, [("user-agent", "{{secret:user_agent}}".to_owned())]);
    let other = StandIn::status(200, &filer()).success::<SecFilings>(json!({"cik": "320193", "ein": "91-1144442"}));
    assert_eq!(other["ein_agrees"], false);
}

#[test]
fn whoever_ended_its_duty_to_report_is_told_from_whoever_reports() {
    let with_forms = |forms: Value| {
        let dates: Vec<&str> = forms.as_array().unwrap().iter().map(|_| "2024-01-01").collect();
        with("filings", json!({"recent": {"form": forms, "filingDate": dates}})).success::<SecFilings>(input())["filer_status"].clone()
    };
    assert_eq!(with_forms(json!(["4", "15-12G", "10-K"])), "deregistered");
    assert_eq!(with_forms(json!(["10-Q", "15-12G"])), "filing");
    assert_eq!(with_forms(json!(["4", "SC 13G"])), "unknown");
    assert_eq!(with_forms(json!([])), "unknown");
}

#[test]
fn an_unknown_filer_is_a_404_and_a_403_has_two_reasons() {
    let unknown = StandIn::bytes(404, b"<Error><Code>NoSuchKey</Code></Error>").not_found::<SecFilings>(input());
    assert_eq!(unknown, json!({"cik": "0000320193", "structure": "valid"}));
    let busy = StandIn::bytes(403, b"<title>SEC.gov | Request Rate Threshold Exceeded</title>");
    assert_eq!(busy.failure::<SecFilings>(input()), ("provider_rate_limited", true));
    let nobody = StandIn::bytes(403, b"<h1>Your Request Originates from an Undeclared Automated Tool</h1>");
    assert_eq!(nobody.failure::<SecFilings>(input()), ("provider_refused", false));
    for (status, expected) in
        [(429, ("provider_rate_limited", true)), (500, ("provider_unavailable", true)), (503, ("provider_unavailable", true))]
    {
        assert_eq!(StandIn::bytes(status, b"").failure::<SecFilings>(input()), expected);
    }
    assert_eq!(StandIn::error(HttpError::TooLarge(1 << 20)).failure::<SecFilings>(input()), ("provider_malformed", false));
}

#[test]
fn an_answer_that_breaks_the_contract_is_never_a_finding() {
    for host in [
        StandIn::bytes(200, b"<html>"),
        StandIn::status(200, &json!({})),
        with("cik", json!("0000000001")),
        with("name", json!(" ")),
        with("filings", json!({"recent": {}})),
    ] {
        assert_eq!(host.failure::<SecFilings>(input()), ("provider_malformed", false));
    }
    assert_eq!(with("cik", json!(320_193)).success::<SecFilings>(input())["registered_name"], "Apple Inc.");
}

#[test]
fn the_probe_tells_a_stranger_from_a_crowd() {
    let response = |status, body: &str| Response { status, headers: Vec::new(), body: body.into() };
    assert_eq!((SEC_PROBE.read)(&response(404, "<Error>")), Standing::Works);
    assert_eq!((SEC_PROBE.read)(&response(403, "Undeclared Automated Tool")), Standing::CredentialsRefused);
    assert_eq!((SEC_PROBE.read)(&response(403, "Request Rate Threshold Exceeded")), Standing::Busy);
    assert!(!is_busy(&response(403, "")));
}
