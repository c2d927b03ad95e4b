//! What becomes of each answer; the contract itself is tested with `ssn_verification`, which speaks it too.

use super::EinVerification;
use crate::stand_in::StandIn;
use serde_json::{Value, json};

fn reply(matched: bool, kind: Value) -> Value {
    json!({"id": "1", "state": "COMPLETED", "name": "Acme Corporation", "tin": "911144442", "tin_matched": matched, "tin_match_type": kind})
}

fn input() -> Value {
    json!({"ein": "91-1144442", "name": "Acme Corporation", "address": "123 Main St, Anytown"})
}

#[test]
fn a_business_is_asked_about_by_number_name_and_address() {
    let host = StandIn::status(200, &reply(true, json!("EIN")));
    let expected = json!({
        "ein": "91-1144442", "structure": "valid", "campuses": ["Philadelphia"], "tax_record": "matched", "number_of": "business",
    });
    assert_eq!(host.success::<EinVerification>(input()), expected);
    assert_eq!(host.body(0), json!({"name": "Acme Corporation", "tin": "911144442", "address": "123 Main St, Anytown"}));
}

#[test]
fn another_holder_is_a_finding_and_none_is_none() {
    assert_eq!(StandIn::status(200, &reply(false, json!("EIN"))).success::<EinVerification>(input())["tax_record"], "mismatch");
    let told = StandIn::status(200, &reply(false, json!("UNKNOWN"))).not_found::<EinVerification>(input());
    assert_eq!(told, json!({"ein": "91-1144442", "structure": "valid", "campuses": ["Philadelphia"]}));
}

#[test]
fn a_prefix_under_two_campuses_tells_both_and_one_under_none_is_odd() {
    let says = |ein: &str| StandIn::offline().not_found::<EinVerification>(json!({"ein": ein}));
    assert_eq!(says("46-1234567")["campuses"], json!(["Internet", "Philadelphia"]));
    assert_eq!((&says("07-1144442")["structure"], says("07-1144442").get("campuses")), (&json!("doubtful"), None));
    assert_eq!(StandIn::offline().failure::<EinVerification>(json!({"ein": "911-14-4442"})), ("invalid_input", false));
}
