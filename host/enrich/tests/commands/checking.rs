//! Checks, procedures and texts from the command line, with no server, no database and no bill.

use crate::binary::Machine;
use serde_json::{Value, json};
use std::path::PathBuf;

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub(crate) fn file(machine: &Machine, name: &str, text: &str) -> PathBuf {
    let folder = machine.data_dir();
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), text).unwrap();
    folder.join(name)
}

pub(crate) fn page(name: &str) -> String {
    format!("{}/../../{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn checks_are_listed_and_described_by_what_they_cost_and_whom_they_tell() {
    let machine = Machine::new();
    let listed = machine.enrich(&["check", "list", "--json"]).json();
    let row = |listed: &Value, name: &str| listed.as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    let pan = row(&listed, "pan_verification");
    assert_eq!((&pan["providers"], pan["price"].to_string(), &pan["configured"]), (&json!(["cashfree"]), "2.0".into(), &json!(false)));
    assert_eq!(row(&listed, "name_match")["configured"], true, "it needs nobody");
    let secrets = [("ENRICH_PROVIDER_CASHFREE_CLIENT_ID", "id-7"), ("ENRICH_PROVIDER_CASHFREE_CLIENT_SECRET", "hunter2")];
    assert_eq!(row(&machine.enrich_with(&["check", "list", "--json"], &secrets).json(), "pan_verification")["configured"], true);
    let one = ["check", "describe", "pan_verification", "--json"];
    let half = machine.enrich_with(&one, &secrets[..1]);
    assert!(!half.out.contains("id-7"));
    let described = half.json();
    let set: Vec<_> = described["providers"][0]["secrets"].as_array().unwrap().iter().map(|one| &one["configured"]).collect();
    assert_eq!((set, &described["configured"]), (vec![&json!(true), &json!(false)], &json!(false)));
    assert_eq!((&described["input_schema"]["required"], &described["personal_fields"][0]), (&json!(["pan"]), &json!("/pan")));
    let text = machine.enrich(&one[..3]).out;
    assert!(text.contains("ENRICH_PROVIDER_CASHFREE_CLIENT_SECRET is not set") && text.contains("required, personal"), "{text}");
    assert!(machine.enrich(&["check", "describe", "pan"]).refusal().contains("pan_verification"), "it says which there are");
    assert!(!machine.data_dir().join("enrich.db").exists(), "no database is made");
}

#[test]
fn a_check_is_called_in_the_sandbox_and_nothing_is_billed() {
    let machine = Machine::new();
    let run = |input: &str, more: &[&str]| machine.enrich(&[&["check", "run", "pan_verification", input, "--json"], more].concat());
    let called = run(r#"{"pan": "ABCDE1234F"}"#, &[]).json();
    assert_eq!((&called["status"], &called["output"]["pan_status"]), (&json!("success"), &json!("valid")));
    let refused = run(r#"{"pan": "12345"}"#, &[]);
    let told: Value = serde_json::from_str(&refused.out).unwrap();
    assert_eq!((refused.code, &told["status"], &told["error"]["code"]), (1, &json!("failed"), &json!("invalid_input")));
    let valid = run(r#"{"pan": "abcpe 1234 f"}"#, &["--offline"]).json();
    let expected = json!({
        "check": "pan_verification", "structure": "valid", "normal": {"pan": "ABCPE1234F"}, "facts": {"holder_type": "individual"},
    });
    assert_eq!(valid, expected, "nothing of a record: nobody was asked");
    let doubtful = run(r#"{"pan": "ABCDE1234F"}"#, &["--offline"]).json();
    assert_eq!((&doubtful["structure"], doubtful["reasons"].as_array().unwrap().len()), (&json!("doubtful"), 1));
    let invalid = run(r#"{"pan": "12345"}"#, &["--offline"]);
    let told: Value = serde_json::from_str(&invalid.out).unwrap();
    assert_eq!((invalid.code, &told["structure"], told.get("normal")), (1, &json!("invalid"), None));
    assert!(!run("PAN ABCDE1234F", &[]).out.contains("ABCDE1234F"), "what was given is not repeated");
}

#[test]
fn many_inputs_are_answered_in_their_order() {
    let machine = Machine::new();
    let inputs: String = (0..1000).map(|at| format!("{{\"pan\": \"ABCPE{at:04}F\"}}\n")).collect();
    let inputs = file(&machine, "in.jsonl", &format!("{inputs}\nno json\n[1]\n{{\"pan\": \"\"}}\n"));
    let said = machine.enrich(&["check", "run", "pan_verification", "--offline", "--jsonl", inputs.to_str().unwrap()]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let lines = lines(&said.out);
    assert_eq!(lines.len(), 1003);
    for (at, line) in lines[..1000].iter().enumerate() {
        assert_eq!((&line["line"], &line["normal"]["pan"]), (&json!(at + 1), &json!(format!("ABCPE{at:04}F"))));
    }
    let numbers: Vec<_> = lines[1000..].iter().map(|line| line["line"].as_u64().unwrap()).collect();
    assert_eq!(numbers, [1002, 1003, 1004], "an empty line counts, and is no input");
    // What is no question at all is no identifier of wrong structure.
    let faults: Vec<_> = lines[1000..].iter().map(|line| (&line["error"]["code"], &line["structure"])).collect();
    let (failed, none) = (&json!("invalid_input"), &Value::Null);
    assert_eq!(faults, [(failed, none), (failed, none), (none, &json!("invalid"))]);
    assert!(machine.enrich(&["check", "run", "pan_verification", "--jsonl", "nowhere"]).refusal().contains("nowhere"));
}

/// Some are no UTF-8 or too long: they are answered like any other, and so are those behind them.
#[test]
fn a_line_that_cannot_be_read_silences_no_other() {
    let machine = Machine::new();
    let inputs = machine.data_dir().join("in.jsonl");
    let long = vec![b'x'; enrich::jsonl::LINE_BYTES_MAX + 1];
    let all: [&[u8]; 4] = [b"\xef\xbb\xbf{\"pan\": \"ABCPE1234F\"}", b"\xff", &long, b"{\"pan\": \"ABCPE1234F\"}"];
    std::fs::write(&inputs, all.join(&b'\n')).unwrap();
    let said = machine.enrich(&["check", "run", "pan_verification", "--jsonl", inputs.to_str().unwrap()]);
    let told: Vec<Value> = lines(&said.out);
    assert_eq!((said.code, told.iter().map(|one| one["line"].as_u64().unwrap()).collect::<Vec<_>>()), (0, vec![1, 2, 3, 4]), "{said:?}");
    assert_eq!((&told[0]["status"], &told[0]["output"]), (&told[3]["status"], &told[3]["output"]), "a byte order mark is none of it");
    assert_ne!(told[0]["error"]["code"], "invalid_input");
    for (place, why) in [(1, "the line is no UTF-8 text"), (2, "the line has more than 1048576 bytes")] {
        assert_eq!((&told[place]["error"]["code"], &told[place]["error"]["message"]), (&"invalid_input".into(), &why.into()));
    }
    let found = lines(&machine.enrich(&["extract", "--jsonl", inputs.to_str().unwrap()]).out);
    assert_eq!((found.len(), &found[1]["error"]), (4, &"the line is no UTF-8 text".into()));
}

#[test]
fn a_page_that_cannot_be_read_silences_no_other() {
    let machine = Machine::new();
    let good = page("workflows/kyc-verification.md");
    let wasm = file(&machine, "made.wasm", "\0asm\r");
    let said = machine.enrich(&["workflow", "lint", "nowhere.md", wasm.to_str().unwrap(), &good, "--json"]);
    let pages: Value = serde_json::from_str(&said.out).unwrap();
    let usable: Vec<_> = pages.as_array().unwrap().iter().map(|page| page["usable"].as_bool().unwrap()).collect();
    assert_eq!((said.code, usable), (1, vec![false, false, true]), "{said:?}");
    assert!(pages[0]["error"].as_str().unwrap().contains("cannot open nowhere.md"), "{pages}");
    assert!(pages[1]["error"].as_str().unwrap().contains("is a WebAssembly component"), "{pages}");
    assert!(pages[2].get("error").is_none());
    let said = machine.enrich(&["workflow", "lint", "nowhere.md"]);
    assert!(said.out.contains("error: cannot open nowhere.md") && said.out.contains("1 error, "), "{said:?}");
}

#[test]
fn programs_read_why_a_command_failed() {
    let machine = Machine::new();
    let said = machine.enrich(&["workflow", "explain", "nowhere.md", "--json"]);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(told, serde_json::json!({ "error": { "message": said.refusal() } }));
    assert_eq!(machine.enrich(&["workflow", "explain", "nowhere.md"]).out, "", "people read it once");
}

#[test]
fn every_check_with_a_provider_has_an_offline_part() {
    let machine = Machine::new();
    for (check, input) in [
        ("gstin_verification", json!({"gstin": "29AAACV1000A1Z7"})),
        ("company_registry_in", json!({"cin": "U51909KA2015PTC010000"})),
        ("mobile_intelligence", json!({"phone": "98123 45610"})),
        ("name_match", json!({"name": "Rahul Sharma", "registered_name": "RAHUL SHARMA"})),
    ] {
        let told = machine.enrich(&["check", "run", check, &input.to_string(), "--offline", "--json"]).json();
        assert!(told["facts"].is_object(), "{told}");
        assert!(told["facts"].get("valid").is_none(), "the network was not asked: {told}");
    }
}

#[test]
fn a_procedure_is_linted_with_line_and_caret() {
    let machine = Machine::new();
    let sound = machine.enrich(&["workflow", "lint", &page("workflows/kyc-verification.md")]);
    assert_eq!((sound.code, sound.err.as_str()), (0, ""), "{sound:?}");
    assert!(sound.out.contains("sends personal data") && sound.out.contains("0 errors"), "{}", sound.out);
    let faulty = page("host/procedure/tests/faulty/step-unknown-check.15.md");
    let told = machine.enrich(&["workflow", "lint", &faulty]);
    let excerpt = told.out.contains("step-unknown-check.15.md:15:") && told.out.contains("^^^") && told.out.contains("15 | ");
    assert!(told.code == 1 && excerpt, "{told:?}");
    let told = machine.enrich(&["workflow", "lint", &page("workflows/general.md"), &faulty, "--json"]);
    let pages: Value = serde_json::from_str(&told.out).unwrap();
    assert_eq!((told.code, &pages[0]["usable"], &pages[1]["usable"]), (1, &json!(true), &json!(false)));
    let mut diagnostics = pages[1]["diagnostics"].as_array().unwrap().iter();
    let error = diagnostics.find(|one| one["severity"] == "error").unwrap();
    assert_eq!((&error["line"], &error["code"]), (&json!(15), &json!("unknown_check")));
    assert!(machine.enrich(&["workflow", "explain", &faulty]).refusal().contains("enrich workflow lint"));
}

#[test]
fn a_procedure_is_explained_by_rounds_cost_and_recipients() {
    let machine = Machine::new();
    let kyc = page("workflows/kyc-verification.md");
    let told = machine.enrich(&["workflow", "explain", &kyc, "--json"]).json();
    let rounds: Vec<Vec<&str>> = told["rounds"].as_array().unwrap().iter().map(checks).collect();
    assert_eq!(rounds, [vec!["pan_verification", "mobile_intelligence"], vec!["name_match"]]);
    let bound =
        told["rounds"][1][0]["arguments"].as_array().unwrap().iter().find(|argument| argument["name"] == "registered_name").unwrap();
    assert_eq!((&bound["from"], &bound["what"]), (&json!("pan_verification"), &json!("registered_name")));
    assert_eq!(told["cost"]["most"].to_string(), "3.7");
    assert_eq!((&told["sent"][0]["providers"], &told["sent"][0]["hosts"]), (&json!(["cashfree"]), &json!(["api.cashfree.com"])));
    let text = machine.enrich(&["workflow", "explain", &kyc]).out;
    for part in
        ["Round 1, side by side", "registered_name of the answer of pan_verification", "to cashfree (api.cashfree.com)", "3.7 at most"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn what_a_request_must_hold_and_what_leaves_are_told_as_runs_have_it() {
    let machine = Machine::new();
    let told = machine.enrich(&["workflow", "explain", &page("workflows/employment-verification.md"), "--json"]).json();
    let (data, checks): (Vec<_>, Vec<_>) = told["sent"].as_array().unwrap().iter().map(|one| (&one["data"], &one["check"])).unzip();
    assert_eq!(checks, ["employment_history"], "names are compared here");
    assert_eq!(data, [&json!(["uan", "name"])], "date of birth, PAN and phone are compared here, as the page says");
    let needs = file(
        &machine,
        "needs.md",
        "---\nname: Needs\ninputs:\n  required: [pan]\n  optional: [phone, gstin]\n---\n\n## Look\n\n- Ask: `pan_verification`\n\
         - Line: `mobile_intelligence`\n- Tax: `gstin_verification`\n  - optional\n",
    );
    let inputs = &machine.enrich(&["workflow", "explain", needs.to_str().unwrap(), "--json"]).json()["inputs"];
    assert_eq!(*inputs, json!({ "required": ["pan", "phone"], "optional": ["gstin"] }), "the line is asked without fail");
}

fn checks(round: &Value) -> Vec<&str> {
    round.as_array().unwrap().iter().map(|step| step["check"].as_str().unwrap()).collect()
}

#[test]
fn conditions_and_decisions_are_told_in_words() {
    let machine = Machine::new();
    let page = file(
        &machine,
        "page.md",
        "---\nname: Words\ninputs:\n  required: [name, pan]\n---\n\n## Look\n\n- Ask: `pan_verification`\n- Compare: `name_match`\n  \
         - with `registered_name` = `pan_verification.registered_name`\n  - when `pan_verification.pan_status == \"valid\"`\n\n\
         ## Decision\n\n- approve when `name_match.score >= 90 || name_match.result == \"match\"`\n- review otherwise\n",
    );
    let told = machine.enrich(&["workflow", "explain", page.to_str().unwrap()]);
    assert_eq!(told.code, 0, "{told:?} {}", machine.enrich(&["workflow", "lint", page.to_str().unwrap()]).out);
    let text = told.out.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in
        ["only where pan_verification.pan_status is “valid”", "approve where name_match.score is at least 90 or", "review otherwise"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn identifiers_are_shown_as_the_agent_finds_them() {
    let machine = Machine::new();
    let text = "Verify Rahul Sharma, PAN abcde1234f, phone 98xxxxxx10";
    let told = machine.enrich(&["extract", text, "--json"]).json();
    let found = told["identifiers"].as_array().unwrap();
    let kinds: Vec<_> = found.iter().map(|one| (one["kind"].as_str().unwrap(), one["state"].as_str().unwrap())).collect();
    assert_eq!(kinds, [("name", "whole"), ("pan", "whole"), ("phone", "incomplete")]);
    for one in found {
        let place = |name: &str| usize::try_from(one[name].as_u64().unwrap()).unwrap();
        assert_eq!(text[place("start")..place("end")], *one["text"].as_str().unwrap());
    }
    assert_eq!(found[1]["value"], "ABCDE1234F");
    assert!(machine.enrich(&["extract", text]).out.contains("incomplete: "));
    let texts = file(&machine, "in.jsonl", "\"PAN ABCDE1234F\"\n{\"message\": \"hello\"}\n{\"text\": \"PAN ABCDE1234F\"}\n");
    let lines = lines(&machine.enrich(&["extract", "--jsonl", texts.to_str().unwrap()]).out);
    assert_eq!((&lines[0]["identifiers"][0]["kind"], &lines[1]["identifiers"]), (&json!("pan"), &json!([])));
    assert!(lines[2]["error"].is_string() && !lines[2].to_string().contains("ABCDE"), "{}", lines[2]);
    assert!(machine.enrich(&["extract", &"x".repeat(40_000)]).refusal().contains("32768"));
}
