//! The provider's contract as its documentation shows it, and what becomes of each answer.

use super::TradeLicenceAe;
use enrich_sdk::http::HttpError;
use enrich_sdk::{Answer, StandIn};
use serde_json::{Value, json};

fn record() -> Value {
    json!({
        "success": true, "code": 200, "message": "The request has been successfully completed.",
        "reference_id": "f13141c2-10b6-4864-96f1-413073018f5e", "status": "completed",
        "result": {
            "edLicenseNumber": "616529", "cblsNumber": "11224780", "businessName": "QASBA CONSTRUCTIONS L.L.C SP -SHJ.BR.",
            "businessNameArabic": "قصبة للانشاءات ذ.م.م ش.ش.و فرع الشارقة", "expiryDate": "2025-12-17",
            "licensingAuthority": "دائرة التنمية الإقتصادية في الشارقة", "legalForm": "شركة الشخص الواحد ش.ش.و",
            "activityName": "Building contracting", "activityNameArabic": "مقاولات فئة أولى إختصاص", "licenseStatus": "فعال",
            "phoneNumber": "00971500000000", "address": "الشارقة-الغوير",
        },
    })
}

fn with(member: &str, value: Value) -> StandIn {
    let mut body = record();
    body["result"][member] = value;
    StandIn::status(200, &body)
}

fn input() -> Value {
    json!({"trade_licence": "616529", "authority": "Sharjah", "trn": "100-1234-5670-0003"})
}

fn success(host: &StandIn) -> Value {
    match host.perform::<TradeLicenceAe>(input()) {
        Ok(Answer::Success(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_licence_is_asked_about_and_its_issuer_compared() {
    let host = StandIn::status(200, &record());
    let expected = json!({
        "trade_licence": "616529", "structure": "valid", "authority": "sharjah", "trn": "100123456700003", "licence_status": "active",
        "business_name": "QASBA CONSTRUCTIONS L.L.C SP -SHJ.BR.", "business_name_arabic": "قصبة للانشاءات ذ.م.م ش.ش.و فرع الشارقة",
        "licensing_authority": "دائرة التنمية الإقتصادية في الشارقة", "authority_match": true, "legal_form": "شركة الشخص الواحد ش.ش.و",
        "activity": "Building contracting", "expires_on": "2025-12-17", "register_number": "11224780", "address": "الشارقة-الغوير",
    });
    assert_eq!(success(&host), expected);
    let asked = host.asked.borrow();
    assert_eq!((asked[0].method, asked[0].path.as_str(), asked[0].provider), ("POST", "/kyc/merchant/uae_trade_license", "tutelar"));
    assert!(asked[0].headers.contains(&("authorization", "Basic {{basic:api_key:secret_key}}".into())));
    let body: Value = serde_json::from_slice(asked[0].body.as_deref().unwrap()).unwrap();
    assert_eq!(body, json!({"ed_license_number": "616529"}));
}

#[test]
fn a_number_of_another_issuer_is_a_finding() {
    assert_eq!(success(&with("licensingAuthority", json!("دائرة الاقتصاد والسياحة في دبي")))["authority_match"], false);
    assert_eq!(success(&with("licensingAuthority", json!("جهة أخرى"))).get("authority_match"), None, "nobody that is known");
    let host = StandIn::status(200, &record());
    let Ok(Answer::Success(alone)) = host.perform::<TradeLicenceAe>(json!({"trade_licence": "616529"})) else { panic!() };
    assert_eq!((&alone["structure"], alone.get("authority_match")), (&json!("doubtful"), None));
}

#[test]
fn what_is_out_of_force_is_a_finding() {
    for (status, word) in [
        ("فعال", "active"),
        ("Active", "active"),
        ("غير فعال", "expired"),
        ("منتهية", "expired"),
        ("Expired", "expired"),
        ("ملغاة", "cancelled"),
        ("Cancelled", "cancelled"),
        ("موقوفة", "suspended"),
        ("Suspended", "suspended"),
        ("", "unknown"),
        ("جديد", "unknown"),
        ("Inactive", "expired"),
    ] {
        assert_eq!(success(&with("licenseStatus", json!(status)))["licence_status"], word, "{status}");
    }
    assert_eq!(success(&with("expiryDate", json!("2025-06-14")))["licence_status"], "expired");
    assert_eq!(success(&with("licenseStatus", Value::Null))["licence_status"], "unknown");
}

#[test]
fn no_in_a_200_is_not_found_and_keeps_what_the_request_says() {
    let failed = json!({"success": false, "code": 200, "message": "No record was found.", "status": "failed"});
    let expected = json!({"trade_licence": "616529", "structure": "valid", "authority": "sharjah", "trn": "100123456700003"});
    assert_eq!(StandIn::status(200, &failed).perform::<TradeLicenceAe>(input()), Ok(Answer::NotFound(expected.clone())));
    let offline = StandIn::error(HttpError::Refused("offline".into()));
    assert_eq!(offline.perform::<TradeLicenceAe>(input()), Ok(Answer::NotFound(expected)));
    let pending = json!({"success": true, "code": 200, "reference_id": "r1", "status": "in_progress"});
    assert_eq!(StandIn::status(200, &pending).failure::<TradeLicenceAe>(input()), ("provider_pending", true));
    assert_eq!(success(&StandIn::in_turn([(200, pending), (200, record())]))["licence_status"], "active");
}

#[test]
fn errors_have_their_codes_and_a_broken_answer_is_never_a_finding() {
    for (status, expected) in [
        (400, ("invalid_input", false)),
        (401, ("provider_refused", false)),
        (403, ("provider_refused", false)),
        (429, ("provider_rate_limited", true)),
        (500, ("provider_unavailable", true)),
        (503, ("provider_unavailable", true)),
    ] {
        assert_eq!(StandIn::status(status, &json!({})).failure::<TradeLicenceAe>(input()), expected, "{status}");
    }
    for host in [StandIn::bytes(200, b"<html>".to_vec()), StandIn::status(200, &json!({})), with("edLicenseNumber", json!("616530"))] {
        assert_eq!(host.failure::<TradeLicenceAe>(input()), ("provider_malformed", false));
    }
    let host = StandIn::error(HttpError::Timeout);
    for (member, value) in [("trade_licence", "DED"), ("trn", "100")] {
        let mut input = input();
        input[member] = json!(value);
        assert_eq!(host.failure::<TradeLicenceAe>(input), ("invalid_input", false));
    }
    assert!(host.asked.borrow().is_empty());
}
