//! Workflows of an organisation from the command line: published, compared, rolled out and back, with no server.

use crate::binary::Machine;
use serde_json::{Value, json};

const PAGE: &str = include_str!("../../../../workflows/examples/decision.md");

fn file(machine: &Machine, name: &str, text: &str) -> String {
    std::fs::create_dir_all(machine.data_dir()).unwrap();
    let path = machine.data_dir().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_page_is_published_rolled_out_and_gone_back_from() {
    let machine = Machine::new();
    machine.enrich(&["org", "create", "Acme"]);
    let page = file(&machine, "decision.md", PAGE);
    let edited = file(&machine, "edited.md", &PAGE.replace("review otherwise", "decline otherwise"));
    let of = |arguments: &[&str]| machine.enrich(&[&["workflow"][..], arguments, &["--org", "Acme", "--json"]].concat());
    let first = of(&["publish", &page]).json();
    assert_eq!((&first["workflow"]["slug"], &first["number"], &first["fresh"]), (&json!("decision"), &json!(1), &json!(true)));
    assert_eq!(of(&["publish", &page]).json()["fresh"], false, "the same bytes are the same version");
    let second = of(&["publish", &edited, "--slug", "decision", "--rollout", "10"]).json();
    assert_eq!(second["workflow"]["rollout"], json!({ "version": second["published"], "percent": 10 }));
    let followed = |versions: &Value| versions.as_array().unwrap().iter().map(|one| one["followed"].clone()).collect::<Vec<_>>();
    assert_eq!(followed(&of(&["versions", "decision"]).json()), ["10 %", "90 %"]);
    let diff = of(&["diff", "decision@1", "decision@2"]).json();
    assert_eq!(diff["differences"][1], json!({ "about": "rule", "check": null, "before": null, "after": "4. decline otherwise" }));
    assert_eq!(of(&["rollout", "decision", "100"]).json()["version"], second["published"]);
    assert_eq!(of(&["rollback", "decision"]).json()["version"], first["published"]);
    assert_eq!(of(&["rollback", "decision", "--to", "2"]).json()["version"], second["published"]);
    assert_eq!(of(&["deactivate", "decision"]).json()["is_active"], false);
    assert_eq!(of(&["activate", "decision"]).json()["is_active"], true);
    assert_eq!(of(&["list"]).json()[0]["version"], second["published"]);
    assert!(of(&["rollout", "decision", "50"]).refusal().contains("nothing is being rolled out"));
    assert!(of(&["rollback", "nobody"]).refusal().contains("no workflow of its own"));
}

#[test]
fn a_built_in_workflow_is_overridden_in_parts_gone_back_to_and_given_back() {
    let machine = Machine::new();
    machine.enrich(&["org", "create", "Acme"]);
    let page = file(&machine, "kyc.md", PAGE);
    let ships = file(&machine, "ships.md", include_str!("../../../../workflows/kyc-verification.md"));
    let of = |arguments: &[&str]| machine.enrich(&[&["workflow"][..], arguments, &["--org", "Acme", "--json"]].concat());
    let first = of(&["publish", &page, "--slug", "kyc-verification", "--rollout", "10"]).json();
    assert_eq!((&first["number"], &first["workflow"]["rollout"]["percent"]), (&json!(2), &json!(10)), "{first}");
    let versions = of(&["versions", "kyc-verification"]).json();
    assert_eq!((&versions[1]["published_by"], &versions[1]["followed"]), (&json!("built-in"), &json!("90 %")));
    assert_eq!(of(&["diff", "kyc-verification@1", &ships]).json()["lines"], "", "it is the page that ships");
    of(&["rollout", "kyc-verification", "100"]).json();
    assert_eq!(of(&["rollback", "kyc-verification"]).json()["version"], versions[1]["version"]);

    assert_eq!(of(&["remove", "kyc-verification"]).json(), json!({ "removed": "kyc-verification", "built_in": true }));
    assert_eq!(of(&["list"]).json(), json!([]));
    let kept = of(&["versions", "kyc-verification"]).json();
    assert_eq!(kept[0]["followed"], "nobody", "what was published stays: {kept}");
    assert!(of(&["remove", "kyc-verification"]).refusal().contains("no workflow of its own"));
    assert!(of(&["publish", &page, "--slug", "new", "--rollout", "10"]).refusal().contains("leave the rollout out"));
}

#[test]
fn a_faulty_page_is_not_published_and_says_why() {
    let machine = Machine::new();
    machine.enrich(&["org", "create", "Acme"]);
    let faulty = file(&machine, "faulty.md", &PAGE.replace("`name_match`", "`nam_match`"));
    let said = machine.enrich(&["workflow", "publish", &faulty, "--org", "Acme", "--json"]);
    let told: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!((said.code, &told["workflow"], &told["published"]), (1, &Value::Null, &Value::Null), "{said:?}");
    assert!(told["error"]["message"].as_str().unwrap().contains("was not published"), "{told}");
    assert!(told["diagnostics"].as_array().unwrap().iter().any(|one| one["code"] == "unknown_check"), "{told}");
    assert_eq!(machine.enrich(&["workflow", "list", "--org", "Acme", "--json"]).json(), json!([]));
}

#[test]
fn an_edited_page_is_compared_with_what_ships_and_needs_no_database() {
    let machine = Machine::new();
    let diff = machine.enrich(&["workflow", "diff", "kyc-verification", "kyc-verification", "--json"]).json();
    assert_eq!((&diff["differences"], &diff["lines"]), (&json!([]), &json!("")));
    assert!(machine.enrich(&["workflow", "diff", "kyc-verification", "nobody"]).refusal().contains("--org ORG"));
    let faulty = crate::checking::file(&machine, "faulty.md", "# no procedure\n");
    let faulty = faulty.to_str().unwrap();
    for sides in [["kyc-verification", faulty], [faulty, "kyc-verification"]] {
        let said = machine.enrich(&["workflow", "diff", sides[0], sides[1]]);
        assert!(said.refusal().ends_with(&format!("enrich workflow lint {faulty}")), "{said:?}");
    }
    assert!(!machine.data_dir().join("enrich.db").exists());
}
