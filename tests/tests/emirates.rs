//! The checks of the Emirates and those that know no country as a run meets them: the real components in the real sandbox, and in
//! place of the network the simulator.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use egress::{Outbound, Request, Response};
use journal::{CallId, Json, Time};
use sandbox::{Answer, Call, Check, Grants, Limits, Options, Provider, Sandbox, Secret};
use serde_json::{Value, json};
use simulator::{Simulator, licensed, residents};
use std::sync::OnceLock;
use std::time::Duration;
use tests::guests;

fn components() -> &'static [Check; 2] {
    static CHECKS: OnceLock<[Check; 2]> = OnceLock::new();
    CHECKS.get_or_init(|| {
        let sandbox = Sandbox::new(Options::default()).unwrap();
        ["uae", "global"].map(|name| sandbox.check(guests::component(name)).unwrap())
    })
}

fn component(check: &str) -> &'static Check {
    components().iter().find(|component| component.manifest().check(check).is_some()).unwrap()
}

/// All providers where their documentation has them, with invented secrets.
fn grants(check: &str) -> Grants {
    let provider = |described: &sandbox::ProviderDescription| {
        let secrets = described.secrets.iter().map(|name| (name.clone(), Secret::new(format!("test-{name}"))));
        (described.name.clone(), Provider { base_url: described.base_url.clone(), secrets: secrets.collect() })
    };
    Grants { providers: component(check).manifest().providers.iter().map(provider).collect(), limits: Limits::default() }
}

async fn perform(check: &str, input: Value, grants: &Grants, out: &dyn Outbound) -> Answer {
    let id = CallId::new(Time::from_micros(0), &[1; 10]);
    let call = Call { id, check: check.into(), input: Json::of(&input).unwrap(), asked_at: Time::from_micros(1_790_000_000_000_000) };
    component(check).perform(&call, grants, out).await
}

async fn simulated(check: &str, input: Value) -> Answer {
    perform(check, input, &grants(check), &Simulator::default()).await
}

fn success(answer: Answer) -> Value {
    match answer {
        Answer::Success(output) => output.value(),
        other => panic!("{other:?}"),
    }
}

/// A code for each of the answers that there are.
fn told(answer: &Answer) -> String {
    match answer {
        Answer::Success(_) => "success".into(),
        Answer::NotFound(_) => "not_found".into(),
        Answer::Failed { code, .. } => code.clone(),
    }
}

/// A call of each check whose identifier carries this code, the check digits as they must be.
fn magic(code: &str) -> Vec<(&'static str, Value)> {
    let ending = |text: &str| text.replace("NN", code);
    let check = |table: [&'static str; 8]| table[code.parse::<usize>().unwrap().min(7)];
    vec![
        (
            "emirates_id_verification",
            json!({
                "emirates_id": format!("784-1990-30045{code}-{}", check(["1", "9", "7", "5", "3", "0", "8", "6"])),
                "date_of_birth": "1990-05-06", "nationality": "IND",
            }),
        ),
        ("trade_licence_ae", json!({"trade_licence": ending("CN-90001NN")})),
        ("lei_lookup", json!({"lei": format!("5493000GULFTEST0{code}{}", check(["95", "92", "89", "86", "83", "80", "77", "74"]))})),
        ("email_intelligence", json!({"email": ending("asha.verma+NN@dunes-data.ae")})),
        ("domain_intelligence", json!({"url": ending("https://asha-verma-NN.com/contact")})),
        ("social_profile", json!({"handle": ending("github:asha-verma-NN")})),
        ("social_profile", json!({"url": ending("https://bsky.app/profile/asha-verma-NN.bsky.social")})),
        ("social_profile", json!({"handle": ending("x:asha_verma_NN")})),
        ("adverse_media", json!({"name": ending("Asha Verma-NN")})),
    ]
}

#[test]
fn the_components_say_what_their_checks_cost_and_whom_they_ask() {
    let row =
        |check: &sandbox::CheckDescription| (check.name.clone(), check.price.to_string(), check.bills_not_found, check.providers.len());
    let told: Vec<_> = components().iter().flat_map(|component| component.manifest().checks.iter().map(row)).collect();
    let expected = [
        ("emirates_id_verification", "4.0", true, 1),
        ("trade_licence_ae", "5.0", true, 1),
        ("iban_verification", "0.3", false, 0),
        ("lei_lookup", "0.5", true, 1),
        ("email_intelligence", "0.5", true, 1),
        ("domain_intelligence", "0.5", true, 8),
        ("social_profile", "2.0", true, 3),
        ("adverse_media", "3.0", true, 1),
    ];
    assert_eq!(told, expected.map(|(name, price, bills, providers)| (name.to_owned(), price.to_owned(), bills, providers)));
    let personal = |check: &str| component(check).manifest().check(check).unwrap().personal_fields.clone();
    assert_eq!(personal("iban_verification"), ["/iban", "/printed", "/account_number"]);
    assert_eq!(personal("emirates_id_verification"), ["/emirates_id", "/date_of_birth", "/nationality", "/year_in_number", "/card_number"]);
    assert_eq!(personal("email_intelligence"), ["/email", "/mailbox"]);
}

#[tokio::test]
async fn every_resident_is_one_person_to_all_checks() {
    for resident in residents() {
        let input =
            json!({"emirates_id": resident.emirates_id, "date_of_birth": resident.date_of_birth, "nationality": resident.nationality});
        let card = success(simulated("emirates_id_verification", input).await);
        let agrees = (&card["card_status"], &card["date_of_birth_match"], &card["nationality_match"], &card["structure"]);
        assert_eq!(agrees, (&json!("valid"), &json!(true), &json!(true), &json!("valid")), "{}", resident.name);
        let account = success(simulated("iban_verification", json!({"iban": resident.iban})).await);
        assert_eq!((&account["structure"], &account["country"]), (&json!("valid"), &json!("AE")), "{}", resident.name);
        let mail = success(simulated("email_intelligence", json!({"email": resident.email})).await);
        assert_eq!((&mail["deliverability"], &mail["free_mail"]), (&json!("deliverable"), &json!(false)), "{}", resident.email);
        let domain = success(simulated("domain_intelligence", json!({"url": mail["domain"]})).await);
        assert_eq!((&domain["domain"], &domain["domain_status"]), (&mail["domain"], &json!("active")));
        let profile = success(simulated("social_profile", json!({"handle": format!("github:{}", resident.handle)})).await);
        assert_eq!((&profile["display_name"], &profile["employer"]), (&json!(resident.name), &json!(resident.employer)));
        let bluesky = success(simulated("social_profile", json!({"handle": format!("{}.bsky.social", resident.handle)})).await);
        assert_eq!(bluesky["display_name"], resident.name);
        let media = success(simulated("adverse_media", json!({"name": resident.name})).await);
        assert_eq!(media["result"], "none_found");
    }
}

#[tokio::test]
async fn every_business_is_one_business_to_all_checks() {
    for business in licensed() {
        let input = json!({"trade_licence": business.trade_licence, "authority": business.authority, "trn": business.trn});
        let licence = success(simulated("trade_licence_ae", input).await);
        let state = (&licence["licence_status"], &licence["authority_match"], &licence["structure"]);
        assert_eq!(state, (&json!("active"), &json!(true), &json!("valid")), "{}", business.name);
        let index = success(simulated("lei_lookup", json!({"lei": business.lei})).await);
        assert_eq!((&index["legal_name"], &index["entity_status"]), (&licence["business_name"], &json!("active")));
        assert_eq!((&index["registered_as"], &licence["trn"]), (&json!(business.trade_licence), &json!(business.trn)));
        assert_eq!(success(simulated("iban_verification", json!({"iban": business.iban})).await)["structure"], "valid");
    }
}

#[tokio::test]
async fn each_outcome_reaches_the_run() {
    for (code, expected) in [
        ("02", "not_found"),
        ("04", "provider_unavailable"),
        ("06", "provider_rate_limited"),
        ("07", "provider_malformed"),
        ("00", "success"),
    ] {
        for (check, input) in magic(code) {
            let answer = simulated(check, input.clone()).await;
            let expected = if (check, code) == ("adverse_media", "02") { "success" } else { expected };
            assert_eq!(told(&answer), expected, "{check} {input}");
        }
    }
}

#[tokio::test]
async fn what_differs_is_out_of_force_or_late_is_a_finding() {
    for (code, facts) in [
        ("01", [("date_of_birth_match", json!(false)), ("business_name", json!("MERIDIAN FOODSTUFF TRADING L.L.C"))]),
        ("03", [("card_status", json!("expired")), ("licence_status", json!("cancelled"))]),
    ] {
        for ((check, input), (fact, value)) in magic(code).into_iter().zip(facts) {
            assert_eq!(success(simulated(check, input).await)[fact], value, "{check}");
        }
    }
    let state = |check, input, fact: &'static str| async move { success(simulated(check, input).await)[fact].clone() };
    let mut inactive = magic("03").into_iter().skip(2);
    for (fact, value) in [("registration_status", "retired"), ("deliverability", "accept_all"), ("domain_status", "on_hold")] {
        let (check, input) = inactive.next().unwrap();
        assert_eq!(state(check, input, fact).await, value, "{check}");
    }
    for handle in ["asha-verma-03.bsky.social", "x:asha_verma_03"] {
        assert_eq!(state("social_profile", json!({"handle": handle}), "profile_status").await, "suspended");
    }
    let pending = json!({"emirates_id": "784-1990-3004508-4", "date_of_birth": "1990-05-06", "nationality": "IND"});
    assert_eq!(state("emirates_id_verification", pending, "card_status").await, "valid", "pending, then verified");
    assert_eq!(
        state("trade_licence_ae", json!({"trade_licence": "DED 9000108"}), "licence_status").await,
        "active",
        "pending, then verified"
    );
    assert_eq!(state("adverse_media", json!({"name": "Asha Verma-09"}), "result").await, "articles_found");
}

#[tokio::test]
async fn a_provider_slower_than_the_limit_is_one_failed_call() {
    for (check, input) in magic("05") {
        let limits = Limits { deadline: Duration::from_millis(50), ..Limits::default() };
        let hurried = Grants { limits, ..grants(check) };
        assert_eq!(told(&perform(check, input.clone(), &hurried, &Simulator::default()).await), "timeout", "{check} {input}");
    }
}

/// No network.
struct Nowhere;

#[async_trait::async_trait]
impl Outbound for Nowhere {
    async fn send(&self, _request: Request) -> Result<Response, egress::Error> {
        panic!("somebody was asked")
    }
}

#[tokio::test]
async fn live_without_a_configured_provider_invents_nothing() {
    let nothing = Grants { providers: Default::default(), limits: Limits::default() };
    for (check, input) in magic("00") {
        assert_eq!(told(&perform(check, input, &nothing, &Nowhere).await), "provider_not_configured", "{check}");
    }
    assert_eq!(told(&perform("iban_verification", json!({"iban": "AE07 0331 2345 6789 0123 456"}), &nothing, &Nowhere).await), "success");
}

#[tokio::test]
async fn what_cannot_be_the_named_thing_is_refused_before_anyone_is_asked() {
    for (check, input) in [
        ("emirates_id_verification", json!({"emirates_id": "784-1990-3004500-2"})),
        ("emirates_id_verification", json!({"emirates_id": "784-1990-****500-1"})),
        ("trade_licence_ae", json!({"trade_licence": "DED"})),
        ("trade_licence_ae", json!({"trade_licence": "DED 616529", "trn": "100"})),
        ("iban_verification", json!({"iban": "AE07 0331 2345 6789 0123 457"})),
        ("lei_lookup", json!({"lei": "506700GE1G29325QX364"})),
        ("email_intelligence", json!({"email": "asha@"})),
        ("domain_intelligence", json!({"url": "http://169.254.169.254/latest"})),
        ("social_profile", json!({"handle": "octocat"})),
        ("social_profile", json!({})),
        ("adverse_media", json!({"name": "…"})),
    ] {
        assert_eq!(told(&perform(check, input, &grants(check), &Nowhere).await), "invalid_input", "{check}");
    }
}
