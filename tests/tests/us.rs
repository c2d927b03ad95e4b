//! The checks of the United States as a run meets them: people and businesses of the catalogue agree across providers, and every magic
//! identifier comes true.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use sandbox::{Answer, Grants, Limits};
use serde_json::{Value, json};
use simulator::us::{businesses, people};
use tests::ask::{Counted, Live, ask, failure, not_found, simulated, success};
use tests::shelf::shelf;

const CHECKS: [&str; 7] =
    ["ssn_verification", "ein_verification", "business_registry_us", "sec_filings", "address_us", "routing_number", "vin_decode"];

#[test]
fn the_component_says_what_its_checks_cost_and_hold() {
    let manifest = shelf().component("ssn_verification").manifest();
    let told: Vec<(&str, String, bool, usize)> =
        manifest.checks.iter().map(|check| (&*check.name, check.price.to_string(), check.bills_not_found, check.providers.len())).collect();
    let prices = ["4.0", "3.0", "6.0", "1.0", "1.0", "0.3", "0.5"];
    for (((name, price, bills, providers), check), expected) in told.iter().zip(CHECKS).zip(prices) {
        let offline = check == "routing_number";
        assert_eq!((*name, price.as_str(), *bills, *providers), (check, expected, !offline, usize::from(!offline)));
    }
    let personal = |check: &str| manifest.check(check).unwrap().personal_fields.clone();
    assert_eq!(personal("ssn_verification"), ["/ssn", "/name", "/date_of_birth", "/address"]);
    assert!(personal("business_registry_us").contains(&"/people".to_owned()));
    let hosts: Vec<&str> = manifest.providers.iter().filter_map(|provider| provider.base_url.host_str()).collect();
    assert_eq!(hosts, ["api.baselayer.com", "api.middesk.com", "data.sec.gov", "geocoding.geo.census.gov", "vpic.nhtsa.dot.gov"]);
}

#[tokio::test]
async fn every_person_is_one_whole_record() {
    for (index, person) in people().iter().enumerate() {
        let input = json!({"ssn": person.ssn, "name": person.name, "date_of_birth": person.date_of_birth, "address": person.address()});
        let told = success(simulated("ssn_verification", input).await);
        assert_eq!((&told["tax_record"], &told["structure"], &told["number_of"]), (&json!("matched"), &json!("valid"), &json!("person")));
        let another = success(simulated("ssn_verification", json!({"ssn": person.ssn, "name": "Somebody Else"})).await);
        assert_eq!(another["tax_record"], "mismatch", "{}", person.name);
        let address = success(simulated("address_us", json!({"address": person.address()})).await);
        assert_eq!(
            (&address["structure"], &address["agrees"], &address["zip_state"]),
            (&json!("valid"), &json!(true), &json!(person.state))
        );
        let vehicle = success(simulated("vin_decode", json!({"vin": person.vin})).await);
        assert_eq!((&vehicle["structure"], &vehicle["check_digit"]), (&json!("valid"), &json!("valid")), "{}", person.vin);
        assert!(vehicle["model_years"].as_array().unwrap().contains(&vehicle["model_year"]), "{vehicle}");
        let make = vehicle["make"].as_str().unwrap();
        assert!(vehicle["makes"].as_array().unwrap().iter().any(|known| known.as_str().unwrap().eq_ignore_ascii_case(make)), "{vehicle}");
        let phone = success(simulated("mobile_intelligence", json!({"phone": person.phone})).await);
        assert_eq!((&phone["valid"], &phone["line_status"]), (&json!(true), &json!("active")), "{phone}");
        assert!(businesses().iter().any(|business| business.ein == person.employer), "{} has an employer", person.name);
        let names = json!({"name": person.name, "registered_name": person.registered_name});
        assert_ne!(success(simulated("name_match", names).await)["result"], "mismatch", "{}", person.name);
        let others = &people()[..index];
        assert!(others.iter().all(|other| other.ssn != person.ssn && other.phone != person.phone && other.vin != person.vin));
    }
    assert_eq!(people().len(), 12);
}

#[tokio::test]
async fn every_business_is_known_to_all_registers_by_one_name() {
    for business in businesses() {
        let input = json!({"ein": business.ein, "name": business.name, "address": business.address()});
        let tax = success(simulated("ein_verification", input.clone()).await);
        assert_eq!((&tax["tax_record"], &tax["structure"], &tax["number_of"]), (&json!("matched"), &json!("valid"), &json!("business")));
        let registry = success(simulated("business_registry_us", input).await);
        assert_eq!(registry["registered_name"], business.legal_name);
        assert_eq!((&registry["registration_status"], &registry["tax_record"]), (&json!("active"), &json!("matched")));
        assert_eq!(registry["formed_in"], business.state);
        let address = success(simulated("address_us", json!({"address": business.address()})).await);
        assert_eq!((&address["agrees"], &address["structure"]), (&json!(true), &json!("valid")));
        let names = json!({"name": business.name, "registered_name": business.legal_name});
        assert_eq!(success(simulated("name_match", names).await)["result"], "match", "{}", business.name);
        let Some(cik) = business.cik else { continue };
        let filings = success(simulated("sec_filings", json!({"cik": cik, "ein": business.ein})).await);
        assert_eq!((&filings["registered_name"], &filings["ein_agrees"]), (&json!(business.legal_name), &json!(true)));
        assert_eq!((&filings["filer_status"], &filings["state_of_incorporation"]), (&json!("filing"), &json!(business.state)));
    }
}

/// What a check answers about the magic identifier with that code.
async fn magic(check: &str, code: &str) -> Answer {
    let name = "Sample Trading LLC";
    let vin = [
        "1HGCV1F31KA004000",
        "1HGCV1F33KA004001",
        "1HGCV1F35KA004002",
        "1HGCV1F37KA004003",
        "1HGCV1F39KA004004",
        "1HGCV1F30KA004005",
        "1HGCV1F32KA004006",
        "1HGCV1F34KA004007",
        "1HGCV1F36KA004008",
        "1HGCV1F38KA004009",
    ];
    let input = match check {
        "ssn_verification" => json!({"ssn": format!("219-45-12{code}"), "name": "Alex Sample"}),
        "ein_verification" => json!({"ein": format!("12-34567{code}"), "name": name}),
        "business_registry_us" => {
            json!({"ein": format!("12-34567{code}"), "name": name, "address": "1200 Sample Street, Austin, TX 78701"})
        }
        "sec_filings" => json!({"cik": format!("00017000{code}")}),
        "address_us" => json!({"address": format!("12{code} Sample Street, Austin, TX 78701")}),
        "vin_decode" => json!({"vin": vin[code.parse::<usize>().unwrap()]}),
        other => panic!("{other}"),
    };
    simulated(check, input).await
}

#[tokio::test]
async fn each_magic_identifier_comes_true() {
    let asked: Vec<&str> = CHECKS.into_iter().filter(|check| *check != "routing_number").collect();
    for check in asked {
        for code in ["00", "08", "09"] {
            let told = success(magic(check, code).await);
            let fine = told.get("tax_record").is_none_or(|word| word == "matched") && told.get("agrees").is_none_or(|word| word == true);
            assert!(fine, "{check} {code}: {told}");
        }
        not_found(magic(check, "02").await);
        assert_eq!(failure(magic(check, "04").await), ("provider_unavailable".into(), true), "{check}");
        assert_eq!(failure(magic(check, "05").await), ("timeout".into(), false), "{check}");
        assert_eq!(failure(magic(check, "06").await), ("provider_rate_limited".into(), true), "{check}");
        assert_eq!(failure(magic(check, "07").await), ("provider_malformed".into(), false), "{check}");
    }
    for (check, member, word) in [
        ("ssn_verification", "tax_record", json!("mismatch")),
        ("ein_verification", "tax_record", json!("mismatch")),
        ("business_registry_us", "registered_name", json!("MERIDIAN FREIGHT LINES INC")),
        ("sec_filings", "registered_name", json!("MERIDIAN FREIGHT LINES INC")),
        ("address_us", "agrees", json!(false)),
    ] {
        assert_eq!(success(magic(check, "01").await)[member], word, "{check}");
    }
    for (check, member, word) in
        [("business_registry_us", "registration_status", "inactive"), ("sec_filings", "filer_status", "deregistered")]
    {
        assert_eq!(success(magic(check, "03").await)[member], word, "{check}");
    }
    for check in ["ssn_verification", "ein_verification", "business_registry_us"] {
        assert_eq!(failure(magic(check, "12").await), ("provider_pending".into(), true), "{check}");
        not_found(magic(check, "77").await);
    }
}

#[tokio::test]
async fn a_name_can_carry_the_code_where_no_number_is_given() {
    let registry = |name: &str| simulated("business_registry_us", json!({"name": name}));
    not_found(registry("Sample Trading -02").await);
    assert_eq!(success(registry("Sample Trading -03").await)["registration_status"], "inactive");
    assert_eq!(success(registry("Bluebonnet Robotics Inc").await)["registered_name"], "BLUEBONNET ROBOTICS, INC.");
    not_found(registry("Nobody Knows Us").await);
}

#[tokio::test]
async fn live_without_a_configured_provider_invents_nothing() {
    let (nothing, out) = (Grants { providers: Default::default(), limits: Limits::default() }, Counted::default());
    for (check, input) in [
        ("ssn_verification", json!({"ssn": "219-45-1200", "name": "Alex Sample"})),
        ("ein_verification", json!({"ein": "12-3456700", "name": "Sample"})),
        ("business_registry_us", json!({"name": "Sample"})),
        ("sec_filings", json!({"cik": "1"})),
        ("address_us", json!({"address": "1200 Sample Street, Austin, TX 78701"})),
        ("vin_decode", json!({"vin": "1HGCV1F31KA004000"})),
    ] {
        assert_eq!(failure(ask(check, input, &nothing, &out).await), ("provider_not_configured".into(), false), "{check}");
    }
    assert_eq!(out.requests(), 0);
    let routing = success(ask("routing_number", json!({"routing_number": "021000021"}), &nothing, &out).await);
    assert_eq!(routing["district"], 2);
}

#[tokio::test]
async fn what_cannot_be_the_named_thing_is_refused_before_anyone_is_asked() {
    let (grants, out) = (shelf().grants(std::time::Duration::from_secs(1)), Counted::default());
    let wrong: [(&str, Value); 7] = [
        ("ssn_verification", json!({"ssn": "666-45-1200", "name": "Alex Sample"})),
        ("ein_verification", json!({"ein": "12345-6700", "name": "Sample"})),
        ("business_registry_us", json!({"name": "…"})),
        ("sec_filings", json!({"cik": "AAPL"})),
        ("address_us", json!({"address": ","})),
        ("routing_number", json!({"routing_number": "021000022"})),
        ("vin_decode", json!({"vin": "1HGCV1F30KA004000"})),
    ];
    for (check, input) in wrong {
        assert_eq!(failure(ask(check, input, &grants, &out).await), ("invalid_input".into(), false), "{check}");
    }
    assert_eq!(out.requests(), 0);
}

/// A business as Middesk has it.
fn business(status: &str) -> Value {
    json!({
        "object": "business", "id": "25fa0da7-6de2-4d7c-bbc8-60db0ea31557", "name": "Mid Desk", "status": status,
        "review": {"tasks": [{"key": "name", "status": "success"}]}, "tin": {"verified": true, "mismatch": false},
        "registrations": [{"name": "MID DESK, INC.", "status": "active", "state": "CA", "jurisdiction": "DOMESTIC"}],
    })
}

#[tokio::test]
async fn an_order_is_made_once_and_asked_for_over_the_wire_with_the_operators_key() {
    let live = Live::with(vec![(201, business("open")), (200, business("pending")), (200, business("in_review"))]).await;
    let input = json!({"name": "Mid Desk", "address": "577 Howard St, San Francisco, CA 94105"});
    let told = success(live.ask("business_registry_us", input.clone()).await);
    assert_eq!((&told["registered_name"], &told["tax_record"]), (&json!("MID DESK, INC."), &json!("matched")));
    let heard = live.heard();
    let lines: Vec<&str> = heard.iter().map(|one| one.line.as_str()).collect();
    let poll = "GET /v1/businesses/25fa0da7-6de2-4d7c-bbc8-60db0ea31557 HTTP/1.1";
    assert_eq!(lines, ["POST /v1/businesses HTTP/1.1", poll, poll]);
    assert!(heard.iter().all(|one| one.headers["authorization"] == "Bearer hunter2"));
    let never = Live::with(vec![(201, business("open")), (200, business("open"))]).await;
    assert_eq!(failure(never.ask("business_registry_us", input).await), ("provider_pending".into(), true));
    assert!(never.heard().len() <= 8, "a call sends no more");
}

#[tokio::test]
async fn providers_errors_come_over_the_wire_as_codes() {
    let ssn = || json!({"ssn": "536-90-4399", "name": "Leslie Knope"});
    for (status, body, expected) in [
        (401, json!({"detail": "Invalid API key"}), ("provider_refused", false)),
        (422, json!({"detail": [{"loc": ["body", "address"], "type": "missing"}]}), ("invalid_input", false)),
        (429, json!({}), ("provider_rate_limited", true)),
        (503, json!({}), ("provider_unavailable", true)),
        (200, json!({"id": "1"}), ("provider_malformed", false)),
    ] {
        let live = Live::with(vec![(status, body)]).await;
        let told = failure(live.ask("ssn_verification", ssn()).await);
        assert_eq!(told, (expected.0.to_owned(), expected.1), "{status}");
        assert_eq!(live.heard()[0].headers["x-api-key"], "hunter2");
    }
    let sec = Live::with(vec![(404, json!({}))]).await;
    not_found(sec.ask("sec_filings", json!({"cik": "1"})).await);
    assert_eq!((sec.heard()[0].headers["user-agent"].as_str(), sec.heard().len()), ("hunter2", 1));
    let decoded = json!({"Results": [{"VIN": "1HGCV1F31KA004000", "ErrorCode": "11", "Make": "HONDA", "ModelYear": "2019"}]});
    let vpic = Live::with(vec![(200, decoded)]).await;
    let told = success(vpic.ask("vin_decode", json!({"vin": "1HGCV1F31KA004000"})).await);
    assert_eq!((&told["findings"], &told["decoded_clean"]), (&json!(["model_year_wrong"]), &json!(false)));
}
