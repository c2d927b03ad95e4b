//! Official lists from the command line.

use crate::binary::Machine;

const UN: &str = r#"<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>ERIC</FIRST_NAME>
<SECOND_NAME>BADEGE</SECOND_NAME><REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"#;

#[test]
fn lists_are_loaded_whole_or_not_at_all() {
    let machine = Machine::new();
    assert!(machine.enrich(&["lists", "show"]).out.contains("No list is loaded"));
    let file = |name: &str, text: &str| {
        let path = machine.data_dir().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (whole, cut) = (file("un.xml", UN), file("cut.xml", &UN[..120]));
    assert!(machine.enrich(&["lists", "load", &whole, &cut]).refusal().contains("cut.xml, line"));
    assert!(machine.enrich(&["lists", "load", "/no/such/file"]).refusal().contains("cannot read /no/such/file"));
    assert_eq!(machine.enrich(&["lists", "show", "--json"]).json(), serde_json::json!([]), "nothing was kept");
    let loaded = machine.enrich(&["lists", "load", &whole, "--json"]).json();
    assert_eq!(
        (&loaded[0]["list"], &loaded[0]["date"], &loaded[0]["entries"]),
        (&"un_consolidated".into(), &"2026-02-27".into(), &1.into())
    );
    assert_eq!(machine.enrich(&["lists", "show", "--json"]).json(), loaded);
    assert!(machine.enrich(&["lists", "show"]).out.contains(loaded[0]["digest"].as_str().unwrap()));
    let told = machine.enrich(&["check", "describe", "sanctions_screening"]).out;
    assert!(told.contains("lists: the official lists") && !told.contains("ENRICH_PROVIDER_LISTS"), "{told}");
}

/// The linter knows the check by where it asks; here both are the real ones.
#[test]
fn an_older_answer_may_not_stand_for_a_search_of_the_lists() {
    let machine = Machine::new();
    let page = machine.data_dir().join("page.md");
    let step = "- Search the lists: `sanctions_screening`\n  - at most 30 days old\n";
    std::fs::write(&page, format!("---\nname: Screen\ninputs:\n  required: [name]\n---\n\n## Search\n\n{step}")).unwrap();
    let said = machine.enrich(&["workflow", "lint", page.to_str().unwrap()]);
    assert!(said.code == 1 && format!("{said:?}").contains("lists of its day"), "{said:?}");
}
