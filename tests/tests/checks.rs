//! The built-in checks as a run meets them: the real component in the real sandbox, and in place of the network the simulator.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use egress::{Outbound, Request, Response};
use journal::{CallId, Json, Time};
use sandbox::{Answer, Call, Check, Grants, Limits, Options, Provider, Sandbox, Secret};
use serde_json::{Value, json};
use simulator::Simulator;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tests::guests;

fn india() -> &'static Check {
    static CHECK: OnceLock<Check> = OnceLock::new();
    CHECK.get_or_init(|| Sandbox::new(Options::default()).unwrap().check(guests::component("india")).unwrap())
}

fn names() -> &'static Check {
    static CHECK: OnceLock<Check> = OnceLock::new();
    CHECK.get_or_init(|| Sandbox::new(Options::default()).unwrap().check(guests::component("names")).unwrap())
}

/// All providers of the manifest where their documentation has them, with invented secrets.
fn grants() -> Grants {
    let provider = |described: &sandbox::ProviderDescription| {
        let secrets = described.secrets.iter().map(|name| (name.clone(), Secret::new(format!("test-{name}"))));
        (described.name.clone(), Provider { base_url: described.base_url.clone(), secrets: secrets.collect() })
    };
    Grants { providers: india().manifest().providers.iter().map(provider).collect(), limits: Limits::default() }
}

async fn perform(check: &str, input: Value, grants: &Grants, out: &dyn Outbound) -> Answer {
    let id = CallId::new(Time::from_micros(0), &[1; 10]);
    let call = Call { id, check: check.into(), input: Json::of(&input).unwrap(), asked_at: Time::from_micros(1_750_000_000_000_000) };
    let component = if check == "name_match" { names() } else { india() };
    component.perform(&call, grants, out).await
}

async fn simulated(check: &str, input: Value) -> Answer {
    perform(check, input, &grants(), &Simulator::default()).await
}

fn success(answer: Answer) -> Value {
    match answer {
        Answer::Success(output) => output.value(),
        other => panic!("{other:?}"),
    }
}

fn not_found(answer: Answer) -> Value {
    match answer {
        Answer::NotFound(output) => output.value(),
        other => panic!("{other:?}"),
    }
}

fn failure(answer: Answer) -> (String, bool) {
    match answer {
        Answer::Failed { code, retryable, .. } => (code, retryable),
        other => panic!("{other:?}"),
    }
}

async fn pan(pan: &str) -> Answer {
    simulated("pan_verification", json!({"pan": pan, "name": "Asha Verma"})).await
}

async fn phone(phone: &str) -> Answer {
    simulated("mobile_intelligence", json!({"phone": phone})).await
}

#[test]
fn the_component_says_what_its_checks_cost_and_hold() {
    let manifest = india().manifest();
    let told: Vec<(&str, String, bool, bool, usize)> = manifest
        .checks
        .iter()
        .chain(&names().manifest().checks)
        .map(|check| (&*check.name, check.price.to_string(), check.bills_not_found, check.repeatable, check.providers.len()))
        .collect();
    let expected = [
        ("pan_verification", "2.0".to_owned(), true, true, 1),
        ("gstin_verification", "2.5".to_owned(), true, true, 1),
        ("company_registry_in", "4.0".to_owned(), true, true, 1),
        ("mobile_intelligence", "1.5".to_owned(), true, true, 1),
        ("aadhaar_verification", "3.0".to_owned(), true, true, 1),
        ("employment_history", "5.0".to_owned(), true, true, 1),
        ("uan_lookup", "5.0".to_owned(), true, true, 1),
        ("vehicle_rc_verification", "3.0".to_owned(), true, true, 1),
        ("bank_account_verification", "2.5".to_owned(), true, true, 1),
        ("name_match", "0.2".to_owned(), false, true, 0),
    ];
    assert_eq!(told, expected);
    let described = |check: &str| manifest.check(check).or_else(|| names().manifest().check(check)).unwrap();
    let personal = |check: &str| described(check).personal_fields.clone();
    assert_eq!(personal("pan_verification"), ["/pan", "/name", "/registered_name"]);
    assert_eq!(personal("gstin_verification"), ["/gstin", "/pan", "/legal_name", "/trade_name", "/principal_place"]);
    assert_eq!(personal("company_registry_in"), ["/directors"]);
    assert_eq!(personal("mobile_intelligence"), ["/phone", "/national_format"]);
    let told = ["/aadhaar", "/phone", "/date_of_birth", "/age_band", "/gender", "/state"];
    assert_eq!(personal("aadhaar_verification"), told);
    let told =
        ["/uan", "/name", "/date_of_birth", "/pan", "/phone", "/registered_name", "/employer", "/joined_on", "/left_on", "/employments"];
    assert_eq!(personal("employment_history"), told);
    assert_eq!(personal("uan_lookup"), ["/phone", "/uan", "/registered_name"]);
    assert_eq!(personal("vehicle_rc_verification"), ["/vehicle_number", "/registered_owner"]);
    assert_eq!(personal("bank_account_verification"), ["/account_number", "/name", "/registered_name"]);
    assert_eq!(personal("name_match"), ["/name", "/registered_name", "/parts"]);
    let hosts: Vec<&str> = manifest.providers.iter().filter_map(|provider| provider.base_url.host_str()).collect();
    assert_eq!(hosts, ["api.cashfree.com", "dg.setu.co", "lookups.twilio.com"]);
}

#[tokio::test]
async fn the_quickstart_is_verified_and_its_names_agree_by_96() {
    let verified = success(simulated("pan_verification", json!({"pan": "ABCDE1234F", "name": "Rahul Sharma"})).await);
    assert_eq!((&verified["pan_status"], &verified["structure"]), (&json!("valid"), &json!("doubtful")));
    assert_eq!(verified["name_match"], json!({"score": 96, "result": "good_partial_match"}));
    let names = json!({"name": "Rahul Sharma", "registered_name": verified["registered_name"]});
    let compared = success(simulated("name_match", names).await);
    assert_eq!((&compared["score"], &compared["result"]), (&json!(96), &json!("match")));
    let line = success(phone("+91 98123 45610").await);
    let told = (&line["line_type"], &line["line_status"], &line["carrier"], &line["original_carrier"]);
    assert_eq!(told, (&json!("mobile"), &json!("active"), &json!("Bharti Airtel"), &json!("Idea")));
}

#[tokio::test]
async fn every_persona_is_verified_and_its_names_are_one_persons() {
    for persona in simulator::personas() {
        let verified = success(simulated("pan_verification", json!({"pan": persona.pan, "name": persona.name})).await);
        assert_eq!(verified["registered_name"], persona.registered_name);
        let names = json!({"name": persona.name, "registered_name": persona.registered_name});
        let compared = success(simulated("name_match", names).await);
        assert_ne!(compared["result"], "mismatch", "{}", persona.name);
        assert_eq!(success(phone(persona.phone).await)["structure"], "valid");
        let input = json!({"aadhaar": persona.aadhaar, "phone": persona.phone, "date_of_birth": persona.date_of_birth});
        let aadhaar = success(simulated("aadhaar_verification", input).await);
        assert_eq!((&aadhaar["mobile_match"], &aadhaar["age_match"]), (&json!("match"), &json!("match")), "{}", persona.name);
        let input = json!({
            "uan": persona.uan, "name": persona.name, "date_of_birth": persona.date_of_birth, "pan": persona.pan, "phone": persona.phone,
        });
        let employment = success(simulated("employment_history", input).await);
        assert_eq!([&employment["date_of_birth_match"], &employment["pan_match"], &employment["phone_match"]], ["match"; 3]);
        assert_eq!((&employment["employer"], &employment["employed"]), (&json!(persona.employment.employer), &json!(true)));
        assert!(simulator::companies().iter().any(|company| company.legal_name == persona.employment.employer));
        let account = success(simulated("uan_lookup", json!({"phone": persona.phone, "uan": persona.uan})).await);
        assert_eq!([&account["uan"], &account["uan_match"], &account["registered_name"]], [persona.uan, "match", persona.registered_name]);
        let vehicle = success(simulated("vehicle_rc_verification", json!({"vehicle_number": persona.vehicle.number})).await);
        assert_eq!((&vehicle["vehicle_number"], &vehicle["structure"]), (&json!(persona.vehicle.number), &json!("valid")));
        let input = json!({"account_number": persona.account.number, "ifsc": persona.account.ifsc, "name": persona.registered_name});
        let account = success(simulated("bank_account_verification", input).await);
        assert_eq!((&account["structure"], &account["name_match"]["result"]), (&json!("valid"), &json!("direct_match")));
        for owner in [&employment["registered_name"], &vehicle["registered_owner"], &account["registered_name"]] {
            assert_eq!(owner, persona.registered_name);
        }
    }
}

/// Checks, the magic input whose code is 00, and what 01, 03 and 08 change of its answer.
fn magic(code: &str) -> [(&'static str, Value); 5] {
    // Check digits of the Aadhaar numbers, by their codes.
    let last = ["2", "8", "5", "9", "1", "6", "0", "3", "7", "4"];
    let digit = last[code.parse::<usize>().unwrap()];
    [
        ("aadhaar_verification", json!({"aadhaar": format!("4999 1000 0{code}{digit}"), "phone": format!("98765 432{code}")})),
        ("employment_history", json!({"uan": format!("1012345678{code}"), "name": "Asha Verma"})),
        ("uan_lookup", json!({"phone": format!("98765 432{code}")})),
        ("vehicle_rc_verification", json!({"vehicle_number": format!("KA05MN12{code}")})),
        (
            "bank_account_verification",
            json!({"account_number": format!("502000123400{code}"), "ifsc": "HDFC0000123", "name": "Asha Verma"}),
        ),
    ]
}

#[tokio::test]
async fn each_outcome_of_a_persons_numbers_reaches_the_run() {
    for (code, told) in [
        ("00", ["match", "ASHA VERMA", "ASHA VERMA", "active", "valid"]),
        ("01", ["mismatch", "MEERA PILLAI", "MEERA PILLAI", "active", "valid"]),
        ("03", ["match", "ASHA VERMA", "ASHA VERMA", "suspended", "blocked"]),
        ("08", ["match", "ASHA VERMA", "ASHA VERMA", "active", "valid"]),
    ] {
        let members = ["mobile_match", "registered_name", "registered_name", "rc_status", "account_status"];
        for ((check, input), (member, told)) in magic(code).into_iter().zip(members.into_iter().zip(told)) {
            assert_eq!(success(simulated(check, input).await)[member], told, "{check} {code}");
        }
    }
    for (check, input) in magic("02") {
        assert_eq!(not_found(simulated(check, input).await)["structure"], "valid", "{check}");
    }
    for (code, expected) in
        [("04", ("provider_unavailable", true)), ("06", ("provider_rate_limited", true)), ("07", ("provider_malformed", false))]
    {
        for (check, input) in magic(code) {
            assert_eq!(failure(simulated(check, input).await), (expected.0.into(), expected.1), "{check} {code}");
        }
    }
}

#[tokio::test]
async fn each_outcome_of_a_pan_reaches_the_run() {
    let verified = success(pan("AAAPV1000A").await);
    assert_eq!((&verified["pan_status"], &verified["registered_name"]), (&json!("valid"), &json!("ASHA VERMA")));
    let another = success(pan("AAAPV1001A").await);
    assert_eq!(another["name_match"]["result"], "no_match");
    let names = json!({"name": "Asha Verma", "registered_name": another["registered_name"]});
    assert_eq!(success(simulated("name_match", names).await)["result"], "mismatch");
    let missing = not_found(pan("AAAPV1002A").await);
    assert_eq!(missing, json!({"pan": "AAAPV1002A", "structure": "valid", "holder_type": "individual"}));
    assert_eq!(success(pan("AAAPV1003A").await)["pan_status"], "deactivated");
    assert_eq!(failure(pan("AAAPV1004A").await), ("provider_unavailable".into(), true));
    assert_eq!(failure(pan("AAAPV1006A").await), ("provider_rate_limited".into(), true));
    assert_eq!(failure(pan("AAAPV1007A").await), ("provider_malformed".into(), false));
    assert_eq!(success(pan("AAAPV1008A").await)["pan_status"], "valid");
    assert_eq!(success(pan("AAAPV1009A").await)["pan_status"], "valid");
    not_found(pan("BNZPN9999K").await);
}

#[tokio::test]
async fn each_outcome_of_a_number_reaches_the_run() {
    assert_eq!(success(phone("98765 43200").await)["line_status"], "active");
    assert_eq!(success(phone("98765 43201").await)["valid"], true);
    let missing = not_found(phone("98765 43202").await);
    assert_eq!((&missing["phone"], &missing["valid"]), (&json!("+919876543202"), &json!(false)));
    assert_eq!(success(phone("98765 43203").await)["line_status"], "inactive");
    assert_eq!(failure(phone("98765 43204").await), ("provider_unavailable".into(), true));
    assert_eq!(failure(phone("98765 43206").await), ("provider_rate_limited".into(), true));
    assert_eq!(failure(phone("98765 43207").await), ("provider_malformed".into(), false));
    assert_eq!(success(phone("98765 43208").await)["line_status"], "active");
    assert_eq!(success(phone("98765 43209").await)["line_status"], "active");
    not_found(phone("98765 43277").await);
}

async fn gstin(gstin: &str) -> Answer {
    simulated("gstin_verification", json!({"gstin": gstin})).await
}

async fn cin(cin: &str) -> Answer {
    simulated("company_registry_in", json!({"cin": cin})).await
}

#[tokio::test]
async fn every_company_is_known_to_all_registers_by_one_name() {
    for company in simulator::companies() {
        let tax = success(gstin(company.gstin).await);
        assert_eq!((&tax["legal_name"], &tax["pan"]), (&json!(company.legal_name), &json!(company.pan())));
        assert_eq!((&tax["structure"], &tax["gstin_status"]), (&json!("valid"), &json!("active")), "{}", company.gstin);
        assert_eq!(success(simulated("pan_verification", json!({"pan": company.pan()})).await)["registered_name"], company.legal_name);
        let Some(number) = company.cin else { continue };
        let registry = success(cin(number).await);
        assert_eq!((&registry["company_name"], &registry["structure"]), (&json!(company.legal_name), &json!("valid")));
        assert_eq!(registry["state"], tax["state"]);
        let names = json!({"name": company.name, "registered_name": registry["company_name"]});
        assert_eq!(success(simulated("name_match", names).await)["result"], "match");
    }
}

#[tokio::test]
async fn each_outcome_of_a_companys_numbers_reaches_the_run() {
    let (tax, registry) = (success(gstin("29AAACV1001A1Z6").await), success(cin("U51909KA2015PTC010001").await));
    let names = json!({"name": tax["legal_name"], "registered_name": registry["company_name"]});
    assert_eq!(success(simulated("name_match", names).await)["result"], "mismatch");
    assert_eq!(not_found(gstin("29AAACV1002A1Z5").await)["pan"], "AAACV1002A");
    assert_eq!(not_found(cin("U51909KA2015PTC010002").await)["year"], 2015);
    assert_eq!(success(gstin("29AAACV1003A1Z4").await)["gstin_status"], "cancelled");
    assert_eq!(success(cin("U51909KA2015PTC010003").await)["company_status"], "struck_off");
    for (number, code, retryable) in
        [("04", "provider_unavailable", true), ("06", "provider_rate_limited", true), ("07", "provider_malformed", false)]
    {
        assert_eq!(failure(cin(&format!("U51909KA2015PTC0100{number}")).await), (code.into(), retryable));
    }
    for (number, code, retryable) in [
        ("29AAACV1004A1Z3", "provider_unavailable", true),
        ("29AAACV1006A1Z1", "provider_rate_limited", true),
        ("29AAACV1007A1Z0", "provider_malformed", false),
    ] {
        assert_eq!(failure(gstin(number).await), (code.into(), retryable));
    }
    assert_eq!(success(gstin("29AAACV1000A1Z7").await)["legal_name"], success(cin("U51909KA2015PTC010000").await)["company_name"]);
}

#[tokio::test]
async fn a_provider_slower_than_the_limit_is_one_failed_call() {
    let limits = Limits { deadline: Duration::from_millis(50), ..Limits::default() };
    let hurried = Grants { limits, ..grants() };
    let slow = [("pan_verification", json!({"pan": "AAAPV1005A"})), ("mobile_intelligence", json!({"phone": "98765 43205"}))];
    for (check, input) in slow.into_iter().chain(magic("05")) {
        let answer = perform(check, input, &hurried, &Simulator::default()).await;
        assert_eq!(failure(answer), ("timeout".into(), false));
    }
}

/// Counts what would have gone out.
#[derive(Default)]
struct Counted(AtomicUsize);

#[async_trait::async_trait]
impl Outbound for Counted {
    async fn send(&self, _request: Request) -> Result<Response, egress::Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Err(egress::Error::Connection("no network".into()))
    }
}

#[tokio::test]
async fn what_cannot_be_the_named_thing_is_refused_before_anyone_is_asked() {
    let out = Counted::default();
    for (check, input) in [
        ("mobile_intelligence", json!({"phone": "+91 98xxxxxx10"})),
        ("mobile_intelligence", json!({"phone": "12"})),
        ("pan_verification", json!({"pan": "ABCDE****F"})),
        ("pan_verification", json!({"pan": 1})),
        ("pan_verification", json!({})),
        ("gstin_verification", json!({"gstin": "29AAACV1000A1Z8"})),
        ("company_registry_in", json!({"cin": "AAB-1234"})),
        ("aadhaar_verification", json!({"aadhaar": "2341 2341 2347"})),
        ("employment_history", json!({"uan": "10134061234"})),
        ("uan_lookup", json!({"phone": "+1 202 555 0143"})),
        ("vehicle_rc_verification", json!({"vehicle_number": "KA05"})),
        ("bank_account_verification", json!({"account_number": "50100012345678", "ifsc": "HDFC1000123"})),
        ("name_match", json!({"name": "…", "registered_name": "RAHUL"})),
    ] {
        let answer = perform(check, input, &grants(), &out).await;
        assert_eq!(failure(answer), ("invalid_input".into(), false), "{check}");
    }
    assert_eq!(out.0.load(Ordering::Relaxed), 0);
}

#[tokio::test]
async fn live_without_a_configured_provider_invents_nothing() {
    let nothing = Grants { providers: Default::default(), limits: Limits::default() };
    let out = Counted::default();
    let asked = [("pan_verification", json!({"pan": "ABCDE1234F"})), ("mobile_intelligence", json!({"phone": "98123 45610"}))];
    for (check, input) in asked.into_iter().chain(magic("00")) {
        assert_eq!(failure(perform(check, input, &nothing, &out).await), ("provider_not_configured".into(), false));
    }
    assert_eq!(out.0.load(Ordering::Relaxed), 0);
    let answer = perform("pan_verification", json!({"pan": "ABCDE1234F"}), &grants(), &out).await;
    assert_eq!(failure(answer), ("provider_unavailable".into(), true), "no connection");
}
