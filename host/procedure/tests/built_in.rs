//! The procedures that ship with the product, read as they are.

use procedure::{Approval, Argument, Inputs, Kind, Phase, Procedure, Reference, Report, Source, Step, parse};

const CHECKS: [&str; 26] = [
    "aadhaar_verification",
    "address_us",
    "adverse_media",
    "bank_account_verification",
    "business_registry_us",
    "company_registry_in",
    "domain_intelligence",
    "ein_verification",
    "email_intelligence",
    "emirates_id_verification",
    "employment_history",
    "gstin_verification",
    "iban_verification",
    "lei_lookup",
    "mobile_intelligence",
    "name_match",
    "pan_verification",
    "routing_number",
    "sanctions_screening",
    "sec_filings",
    "social_profile",
    "ssn_verification",
    "trade_licence_ae",
    "uan_lookup",
    "vehicle_rc_verification",
    "vin_decode",
];

fn reference(check: &str, member: &str) -> Reference {
    Reference { check: check.into(), path: vec![member.into()] }
}

fn read(source: &str) -> Procedure {
    parse(source, &CHECKS).unwrap_or_else(|found| panic!("{}", found.iter().map(|d| format!("{d}\n")).collect::<String>()))
}

#[test]
fn kyc_verification_means_what_it_says() {
    let source = include_str!("../../../workflows/kyc-verification.md");
    let read = read(source);
    assert_eq!(
        (read.name.as_str(), read.approval, read.version.as_str()),
        ("Kyc Verification", Approval::Auto, &*procedure::version(source))
    );
    assert_eq!(read.inputs, Inputs { required: vec![Kind::Name, Kind::Pan], optional: vec![Kind::Phone] });
    let pan = Step {
        goal: "Ask the issuer's record for the PAN".into(),
        check: "pan_verification".into(),
        optional: false,
        with: Vec::new(),
        when: None,
        recent_days: None,
        recent_price: None,
    };
    let names = Step {
        goal: "Compare the name given with the name registered for the PAN".into(),
        check: "name_match".into(),
        optional: false,
        with: vec![Argument { name: "registered_name".into(), from: Source::Answer(reference("pan_verification", "registered_name")) }],
        when: None,
        recent_days: None,
        recent_price: None,
    };
    let phone = Step {
        goal: "Ask for line type, carrier and status of the number".into(),
        check: "mobile_intelligence".into(),
        optional: true,
        with: Vec::new(),
        when: None,
        recent_days: None,
        recent_price: None,
    };
    let phases = vec![
        Phase { title: "Verify the PAN against the given name".into(), steps: vec![pan, names] },
        Phase { title: "Check the mobile number".into(), steps: vec![phone] },
    ];
    assert_eq!(read.phases, phases);
    let facts =
        [("pan_verification", "pan_status"), ("pan_verification", "registered_name"), ("name_match", "result"), ("name_match", "score")];
    assert_eq!(read.report.facts, facts.map(|(check, member)| reference(check, member)));
    assert!(read.report.text.starts_with("State first whether the PAN is valid (`pan_verification.pan_status`)"));
    assert!(read.report.text.ends_with("is never a favourable finding."));
}

#[test]
fn general_requires_nothing() {
    let read = read(include_str!("../../../workflows/general.md"));
    assert!(read.inputs.required.is_empty() && read.steps().all(|step| step.optional));
    let others = ["adverse_media", "sanctions_screening", "uan_lookup"];
    let mut steps: Vec<&str> = read.steps().map(|step| step.check.as_str()).chain(others).collect();
    steps.sort_unstable();
    assert_eq!(steps, CHECKS, "every check there is but those that a name or a phone number alone would set off at a cost");
}

#[test]
fn pages_for_a_persons_employment_number_and_vehicle_compare_what_records_say() {
    for (source, required, steps, from) in [
        (
            include_str!("../../../workflows/employment-verification.md"),
            vec![Kind::Name, Kind::Uan],
            vec![("employment_history", false), ("name_match", false)],
            Some(reference("employment_history", "registered_name")),
        ),
        (
            include_str!("../../../workflows/mobile-verification.md"),
            vec![Kind::Phone],
            vec![("mobile_intelligence", false), ("uan_lookup", true), ("name_match", true), ("aadhaar_verification", true)],
            Some(reference("uan_lookup", "registered_name")),
        ),
        (
            include_str!("../../../workflows/vehicle-rc-verification.md"),
            vec![Kind::VehicleNumber],
            vec![("vehicle_rc_verification", false), ("name_match", true), ("sanctions_screening", false)],
            Some(reference("vehicle_rc_verification", "registered_owner")),
        ),
    ] {
        let read = read(source);
        assert_eq!((read.approval, &read.inputs.required), (Approval::Auto, &required), "{}", read.name);
        assert_eq!(read.steps().map(|step| (step.check.as_str(), step.optional)).collect::<Vec<_>>(), steps, "{}", read.name);
        let compared = read.steps().flat_map(|step| &step.with).find(|argument| argument.name == "registered_name");
        assert_eq!(compared.map(|argument| &argument.from), from.map(Source::Answer).as_ref(), "{}", read.name);
        assert!(read.report.facts.len() >= 5, "{}", read.name);
    }
}

#[test]
fn pages_for_people_abroad_search_lists_and_news_for_the_name_whatever_else_is_given() {
    use Kind::{Address, DateOfBirth, EmiratesId, Iban, Name, Nationality, Phone, Ssn, TradeLicence, Trn};
    for (source, name, required, optional, steps) in [
        (
            include_str!("../../../workflows/kyc-us.md"),
            "KYC US",
            vec![Name, Ssn],
            vec![DateOfBirth, Phone, Address],
            vec![
                ("ssn_verification", false),
                ("sanctions_screening", false),
                ("adverse_media", false),
                ("mobile_intelligence", true),
                ("address_us", true),
            ],
        ),
        (
            include_str!("../../../workflows/uae-verification.md"),
            "UAE Verification",
            vec![Name, EmiratesId, DateOfBirth, Nationality],
            vec![Phone, TradeLicence, Trn, Iban],
            vec![
                ("emirates_id_verification", false),
                ("sanctions_screening", false),
                ("adverse_media", false),
                ("mobile_intelligence", true),
                ("trade_licence_ae", true),
                ("iban_verification", true),
            ],
        ),
    ] {
        let read = read(source);
        assert_eq!((read.name.as_str(), read.approval, &read.inputs), (name, Approval::Auto, &Inputs { required, optional }));
        assert_eq!(read.steps().map(|step| (step.check.as_str(), step.optional)).collect::<Vec<_>>(), steps, "{name}");
        assert_eq!(read.stages().len(), 1, "{name}: nothing waits for anything");
        assert!(["sanctions_screening", "adverse_media"].iter().all(|check| read.report.facts.contains(&reference(check, "result"))));
    }
}

#[test]
fn business_due_diligence_always_waits_for_a_person() {
    let read = read(include_str!("../../../workflows/business-due-diligence.md"));
    assert_eq!((read.name.as_str(), read.approval), ("Business Due Diligence", Approval::Always));
    assert_eq!(read.inputs, Inputs { required: vec![Kind::Gstin], optional: vec![Kind::Name, Kind::Cin, Kind::Lei] });
    let steps: Vec<(&str, bool)> = read.steps().map(|step| (step.check.as_str(), step.optional)).collect();
    let expected = [("gstin_verification", false), ("pan_verification", false), ("company_registry_in", true), ("name_match", true)];
    assert_eq!(steps, [expected.as_slice(), &[("lei_lookup", true)]].concat());
    let bound = |step: &Step| step.with.iter().map(|argument| (argument.name.clone(), argument.from.clone())).collect::<Vec<_>>();
    let answer = |check, member| Source::Answer(reference(check, member));
    let (legal, registered) = (answer("gstin_verification", "legal_name"), answer("company_registry_in", "company_name"));
    assert_eq!(bound(&read.phases[0].steps[1]), [("pan".into(), answer("gstin_verification", "pan")), ("name".into(), legal.clone())]);
    assert_eq!(bound(&read.phases[2].steps[0]), [("name".into(), legal), ("registered_name".into(), registered)]);
    assert_eq!(read.report.facts.len(), 8);
}

#[test]
fn a_procedure_reads_back_from_its_json() {
    let read = read(include_str!("../../../workflows/kyc-verification.md"));
    let json = serde_json::to_value(&read).unwrap();
    assert_eq!(json["inputs"], serde_json::json!({ "required": ["name", "pan"], "optional": ["phone"] }));
    assert_eq!(
        json["phases"][0]["steps"][1]["with"][0]["from"],
        serde_json::json!({ "check": "pan_verification", "path": ["registered_name"] })
    );
    assert_eq!(serde_json::from_value::<Procedure>(json).unwrap(), read);
}

#[test]
fn an_empty_report_is_no_report() {
    let source = "---\nname: n\n---\n## A\n1. look: `name_match`\n## Report\n";
    assert_eq!(read(source).report, Report::default());
}

#[test]
fn prose_lists_paragraphs_and_tables_of_code_are_no_steps() {
    let source = "---\nname: n\napproval: over 12.5\n---\r\n# T\n\nUse `this` freely.\n\n## Scope\n- who\n- what\n\n`not a step`\n\n## Do\n* Group\n  * first, `name_match`.\n\n```\n- `nor this`\n```\n";
    let read = read(source);
    assert_eq!(read.approval, Approval::Over("12.5".parse().unwrap()));
    assert_eq!(read.phases.len(), 1, "a section without steps is prose");
    assert_eq!((read.phases[0].title.as_str(), read.phases[0].steps[0].goal.as_str()), ("Do", "first"));
}

#[test]
fn the_documented_example_is_a_procedure() {
    let page = include_str!("../../../docs/workflows.md");
    let example = page.split("````markdown\n").nth(1).and_then(|rest| rest.split("````").next()).unwrap();
    let read = read(example);
    assert_eq!(read.approval, Approval::Over("3".parse().unwrap()));
    assert_eq!(serde_json::to_value(read.approval).unwrap(), serde_json::json!({ "over": 3_000_000 }));
    assert_eq!((read.steps().count(), read.report.facts.len()), (3, 2));
    let rounds: Vec<Vec<&str>> = read.stages().iter().map(|round| round.iter().map(|step| step.check.as_str()).collect()).collect();
    assert_eq!(rounds, [["pan_verification"], ["name_match"], ["mobile_intelligence"]]);
    let rules: Vec<(&str, bool)> = read.decision.iter().map(|rule| (rule.outcome.as_str(), rule.when.is_some())).collect();
    assert_eq!(rules, [("decline", true), ("approve", true), ("review", false)]);
}

/// What was pinned before conditions and decisions were added is handed to components as it always was.
#[test]
fn a_page_that_uses_nothing_new_has_the_json_it_always_had() {
    let golden: serde_json::Value = serde_json::from_str(include_str!("../../../tests/goldens/procedure-1.json")).unwrap();
    let read = serde_json::to_value(read(include_str!("../../../tests/goldens/procedure-1.md"))).unwrap();
    assert_eq!(read, golden);
}

#[test]
fn inputs_are_what_reports_name() {
    let schema: serde_json::Value = serde_json::from_str(include_str!("../../../docs/report-schema.json")).unwrap();
    let mut subject: Vec<&str> = schema["properties"]["subject"]["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    let mut kinds = Kind::ALL.map(Kind::as_str);
    kinds.sort_unstable();
    subject.sort_unstable();
    assert_eq!(subject, kinds);
    assert!(Kind::ALL.iter().all(|kind| serde_json::to_value(kind).unwrap() == kind.as_str()));
}
