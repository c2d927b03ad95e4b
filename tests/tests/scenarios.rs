//! Every scenario of test mode, played: the real agent and the real checks in the real sandbox, the simulator in place of the
//! network, no database. And the story of a due diligence, line by line.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use sandbox::End;
use serde_json::{Value, json};
use tests::play::{Played, play};
use tests::shelf::shelf;

async fn run(slug: &str, message: &str) -> Played {
    play(&shelf().order(slug, message), shelf().begin(message)).await
}

/// The facts that say whether a record is the person's, in words or as a truth.
const AGREEMENT: [&str; 4] = [".result", ".mobile_match", ".tax_record", "_verification.date_of_birth_match"];

/// What the report's checks came to, in one word of the catalogue.
fn outcome(report: &Value) -> String {
    let facts = report["emphasis"].as_array().unwrap();
    let says = |name: &str, values: &[Value]| {
        facts.iter().any(|row| row["fact"].as_str().unwrap().ends_with(name) && values.contains(&row["value"]))
    };
    let first = &report["phases"][0]["checks"][0];
    match first["status"].as_str().unwrap() {
        "failed" => first["error"]["code"].as_str().unwrap().into(),
        "not_found" => "not_found".into(),
        _ if AGREEMENT.iter().any(|name| says(name, &[json!("mismatch"), json!(false)])) => "name_mismatch".into(),
        _ if says("_status", &["deactivated", "cancelled", "expired", "inactive", "suspended"].map(|word| json!(word))) => {
            "inactive".into()
        }
        _ if says(".employed", &[json!(false)]) => "inactive".into(),
        _ if AGREEMENT.iter().any(|name| says(name, &[json!("match"), json!("matched"), json!(true)])) => "verified".into(),
        other => panic!("{other}: {}", report),
    }
}

#[tokio::test]
async fn every_scenario_comes_true_and_gives_all_that_its_workflow_takes() {
    let schema = serde_json::from_str(include_str!("../../docs/report-schema.json")).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let mut broken = Vec::new();
    for scenario in simulator::scenarios() {
        let played = run(scenario.workflow, scenario.message).await;
        // A fault of ours comes after what the providers answer; the engine plays it.
        let expected = if simulator::fault(scenario.message).is_some() { "verified" } else { scenario.outcome };
        let lacks = played.report["not_checked"].as_array().is_none_or(|gaps| gaps.iter().any(|gap| gap.get("identifier").is_some()));
        if played.end != End::Complete || lacks || outcome(&played.report) != expected {
            broken.push(format!("{} ({expected}): {:?} {}", scenario.message, played.end, played.answer));
        }
        let faults: Vec<String> = schema.iter_errors(&played.report).map(|fault| fault.to_string()).collect();
        assert!(faults.is_empty(), "{}: its report is not of the published shape: {faults:?}", scenario.message);
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn every_listed_workflow_has_its_scenarios() {
    for workflow in library::built_in::WORKFLOWS.iter().filter(|workflow| workflow.listed) {
        let own = simulator::scenarios().iter().filter(|scenario| scenario.workflow == workflow.slug);
        let outcomes: Vec<&str> =
            own.filter(|scenario| simulator::fault(scenario.message).is_none()).map(|scenario| scenario.outcome).collect();
        assert_eq!((outcomes.first(), outcomes.len()), (Some(&"verified"), 8), "{}", workflow.slug);
    }
}

#[tokio::test]
async fn a_due_diligence_asks_both_registers_and_compares_what_they_say() {
    let message = "Due diligence on Nova Saffron Textiles Private Limited, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817, LEI 335800NOVASAFFRON185";
    let played = run("business-due-diligence", message).await;
    let plan = [
        "Verify the tax registration: gstin_verification, pan_verification",
        "Look the company up in the register: company_registry_in",
        "Compare the two names: name_match",
        "Look the legal entity up: lei_lookup",
    ];
    assert_eq!(played.plan, plan);
    let calls = [
        r#"gstin_verification {"gstin":"29AAFCN4817K1Z2"} success"#,
        r#"company_registry_in {"cin":"U17299KA2016PTC094817"} success"#,
        r#"lei_lookup {"lei":"335800NOVASAFFRON185"} success"#,
        r#"pan_verification {"name":"NOVA SAFFRON TEXTILES PRIVATE LIMITED","pan":"AAFCN4817K"} success"#,
        r#"name_match {"name":"NOVA SAFFRON TEXTILES PRIVATE LIMITED","registered_name":"NOVA SAFFRON TEXTILES PRIVATE LIMITED"} success"#,
    ];
    assert_eq!(played.calls, calls);
    assert_eq!(
        played.answer,
        "GSTIN active, registered to NOVA SAFFRON TEXTILES PRIVATE LIMITED — PAN verified. NOVA SAFFRON TEXTILES PRIVATE LIMITED active in the register of companies. Name match 100%. NOVA SAFFRON TEXTILES PRIVATE LIMITED holds the LEI (entity active, registration issued)."
    );
    let subject = (&played.report["subject"]["gstin"], &played.report["subject"]["cin"]);
    assert_eq!(subject, (&json!("29AAFCN4817K1Z2"), &json!("U17299KA2016PTC094817")));
}

#[tokio::test]
async fn a_partnership_has_no_cin_and_a_wrong_number_is_told_by_its_place() {
    let played = run("business-due-diligence", "Due diligence on Aravali Design Studio LLP, GSTIN 08ABKFA3791L1ZX").await;
    let told = "GSTIN active, registered to ARAVALI DESIGN STUDIO LLP — PAN verified. Company not looked up in the register: no CIN was given. Names not compared: it needs the answer of company_registry_in, which was not asked. LEI not looked up: no LEI was given.";
    assert_eq!((played.answer.as_str(), played.calls.len()), (told, 2));

    let played = run("business-due-diligence", "Due diligence, GSTIN 08ABKFA3791L1Z5").await;
    let told = "Nothing was checked, and nothing is billed. Business Due Diligence needs a GSTIN; the request gives no usable GSTIN. The GSTIN “08ABKFA3791L1Z5” (character 22 of the request) is malformed: its character 15 is “5”, and the 14 before it give “X”. Send the request again with what is missing.";
    assert_eq!((played.answer.as_str(), played.end), (told, End::MissingInput));
    assert!(played.calls.is_empty() && played.plan.is_empty());
}

#[tokio::test]
async fn a_profile_leads_to_the_name_behind_it_and_a_mailbox_to_its_domain() {
    let message = "Look at the profile of: Asha Verma, https://bsky.app/profile/asha-verma-01.bsky.social, asha-01@verma-trading-01.in";
    let played = run("social-profile-analysis", message).await;
    let calls = [
        r#"social_profile {"url":"https://bsky.app/profile/asha-verma-01.bsky.social"} success"#,
        r#"email_intelligence {"email":"asha-01@verma-trading-01.in"} success"#,
        r#"adverse_media {"name":"Asha Verma"} success"#,
        r#"name_match {"name":"Asha Verma","registered_name":"Meera Pillai"} success"#,
        r#"domain_intelligence {"url":"verma-trading-01.in"} success"#,
    ];
    assert_eq!(played.calls, calls);
    assert!(played.answer.starts_with("Profile on bluesky, made on 2023-04-05. Name mismatch 0%."), "{}", played.answer);
}

#[tokio::test]
async fn a_resident_is_looked_up_by_the_card_and_by_all_that_is_given_besides() {
    let message = "Verify identity: Mariam Al Suwaidi, nationality: Emirati, date of birth 1990-03-14, Emirates ID 784-1990-4718326-6, +971 50 123 4762, trade licence DED 938251, TRN 100472915800003, IBAN AE94 0331 0000 4728 3650 913";
    let played = run("uae-verification", message).await;
    let calls = [
        r#"emirates_id_verification {"date_of_birth":"1990-03-14","emirates_id":"784-1990-4718326-6","nationality":"United Arab Emirates"} success"#,
        r#"sanctions_screening {"country":"United Arab Emirates","date_of_birth":"1990-03-14","name":"Mariam Al Suwaidi"} success"#,
        r#"adverse_media {"name":"Mariam Al Suwaidi"} success"#,
        r#"mobile_intelligence {"phone":"+971501234762"} success"#,
        r#"trade_licence_ae {"trade_licence":"DED 938251","trn":"100472915800003"} success"#,
        r#"iban_verification {"iban":"AE940331000047283650913"} success"#,
    ];
    assert_eq!((played.calls.as_slice(), played.rounds.len()), (calls.map(str::to_owned).as_slice(), 1));
    let told = "Emirates ID card in force. On no sanctions list that was searched — no article found that names the person beside a word of wrongdoing. Mobile active (Etisalat). Trade licence of DUNES DATA SYSTEMS L.L.C active. IBAN of AE well-formed.";
    assert_eq!(played.answer, told);
    let subject = &played.report["subject"];
    assert_eq!((&subject["nationality"], &subject["phone"]), (&json!("United Arab Emirates"), &json!("+971xxxxxxx62")));
}

#[tokio::test]
async fn a_card_of_another_birth_a_listed_name_a_wrong_number_and_a_gap_are_told() {
    let card = "Emirates ID 784-1990-4718326-6";
    let listed =
        run("uae-verification", &format!("Verify identity: Karim Abd al-Rahman al-Qaimi, nationality: French, born 1970-05-06, {card}"))
            .await;
    assert!(listed.answer.contains(" of a sanctions list to be compared by a person — no article"), "{}", listed.answer);
    let played = run("uae-verification", &format!("Mariam Al Suwaidi, Indian national, born 1991-03-14, {card}")).await;
    assert!(
        played.answer.starts_with("Emirates ID card in force; the record has another date of birth and another nationality."),
        "{}",
        played.answer
    );
    let played = run("uae-verification", &format!("Verify identity: Mariam Al Suwaidi, Emirati, born 1990-03-14, {card}")).await;
    let told = "Nothing was checked, and nothing is billed. UAE Verification needs a name, an Emirates ID, a date of birth and a nationality; the request gives no usable nationality. Send the request again with what is missing.";
    assert_eq!((played.answer.as_str(), played.end), (told, End::MissingInput), "a word for a people alone is no nationality");
    let played =
        run("uae-verification", "Verify identity: Mariam Al Suwaidi, UAE national, born 1990-03-14, Emirates ID 784-1990-4718326-7").await;
    assert!(played.calls.is_empty() && played.answer.contains("is malformed: its last digit does not follow"), "{}", played.answer);
}

#[tokio::test]
async fn what_a_workflow_requires_is_enough_for_two_checks() {
    for (slug, message, checks) in [
        ("kyc-verification", "Rahul Sharma, PAN ABCDE1234F", ["pan_verification", "name_match"].as_slice()),
        ("kyc-us", "Verify identity: Jordan Ellis, SSN 536-22-8145", &["ssn_verification", "sanctions_screening", "adverse_media"]),
        (
            "kyb-us",
            "Bluebonnet Robotics Inc, EIN 83-4417261",
            &["ein_verification", "business_registry_us", "sanctions_screening", "name_match"],
        ),
        ("mobile-verification", "+91 98123 45610", &["mobile_intelligence", "uan_lookup"]),
        ("vehicle-rc-verification", "DL 8C AF 5031", &["vehicle_rc_verification", "sanctions_screening"]),
        ("employment-verification", "Rahul Sharma, UAN 100157368110", &["employment_history", "name_match"]),
        (
            "uae-verification",
            "Omar Haddad, nationality Jordanian, born 1985-07-02, Emirates ID 784-1985-2956143-7",
            &["emirates_id_verification", "sanctions_screening", "adverse_media"],
        ),
        ("business-due-diligence", "GSTIN 08ABKFA3791L1ZX", &["gstin_verification", "pan_verification"]),
        (
            "social-profile-analysis",
            "Mariam Al Suwaidi, https://bsky.app/profile/mariam-alsuwaidi.bsky.social",
            &["social_profile", "adverse_media", "name_match"],
        ),
    ] {
        let played = run(slug, message).await;
        assert_eq!(played.rounds.concat(), checks, "{slug}: {}", played.answer);
        assert!(played.calls.iter().all(|call| call.ends_with("} success")), "{slug}: {:?}", played.calls);
    }
}

#[tokio::test]
async fn whoever_is_listed_is_reported_with_the_entry() {
    let played = run("kyc-us", "Verify identity: Viktor Petrovich Listov, SSN 536-22-8145").await;
    let emphasis = played.report["emphasis"].as_array().unwrap();
    let hits = emphasis.iter().find(|fact| fact["fact"] == "sanctions_screening.hits").unwrap();
    assert!(hits["value"].as_str().is_some_and(|hits| hits.contains("LISTOV")), "{hits}");
    let played = run("kyc-us", "Verify identity: Jordan Ellis, SSN 536-22-8145").await;
    let hits = &played.report["emphasis"].as_array().unwrap().iter().find(|fact| fact["fact"] == "sanctions_screening.hits").unwrap();
    assert_eq!((&hits["value"], &hits["reason"]), (&Value::Null, &"sanctions_screening.hits is empty".into()));
}

#[tokio::test]
async fn the_provident_fund_is_not_asked_about_numbers_of_other_countries() {
    let played = run("mobile-verification", "Verify +1 202 555 0143 of Jordan Ellis").await;
    assert_eq!(played.rounds.concat(), ["mobile_intelligence"], "{}", played.answer);
    assert!(played.answer.contains("mobile_intelligence.region is “US”"), "{}", played.answer);
}

#[tokio::test]
async fn without_a_workflow_nothing_is_asked_of_a_country_that_the_request_is_not_about() {
    for (message, checks) in [
        ("Omar Haddad, nationality Jordanian, born 1985-07-02, Emirates ID 784-1985-2956143-7", ["emirates_id_verification"].as_slice()),
        ("Omar Haddad, Emirates ID 784-1985-2956143-7, LEI 549300GULFDUNES02225", &["lei_lookup"]),
        ("Jordan Ellis, SSN 536-22-8145, address: 1420 Juniper Street, Austin, TX 78701", &["ssn_verification", "address_us"]),
        ("SSN 536-22-8145, VIN 1HGCV1F31KA004000", &["vin_decode"]),
        ("Bluebonnet Robotics Inc, EIN 83-4417261", &["ein_verification", "business_registry_us"]),
        ("Rahul Sharma, PAN ABCDE1234F, address: 12 MG Road, Bengaluru 560001", &["pan_verification", "name_match"]),
        ("IBAN AE07 0331 2345 6789 0123 456, github:mariam-alsuwaidi", &["iban_verification", "social_profile"]),
        (
            "trade licence 938251, mariam.alsuwaidi@dunes-data.ae, https://dunes-data.ae",
            &["trade_licence_ae", "email_intelligence", "domain_intelligence"],
        ),
    ] {
        let played = run("general", message).await;
        assert_eq!(played.rounds.concat(), checks, "{message}: {}", played.answer);
        assert!(played.calls.iter().all(|call| call.ends_with("} success")), "{message}: {:?}", played.calls);
    }
}
