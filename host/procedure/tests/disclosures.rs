//! Which personal data a page sends to whom: what its steps are given, but for what their checks keep.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod catalogue;

use procedure::Severity;

/// The disclosures of a page with these inputs and steps, and its notes about them.
fn told(optional: &str, steps: &str) -> Vec<(String, String)> {
    let page = format!("---\nname: P\ninputs:\n  required: [pan]\n  optional: [{optional}]\n---\n\n## Look\n\n{steps}");
    let lint = procedure::lint(&page, &catalogue::catalogue());
    let notes = lint.diagnostics.iter().filter(|one| one.code == "personal_data" && one.severity == Severity::Note);
    assert_eq!(notes.count(), lint.disclosures.len(), "each is said: {:?}", lint.diagnostics);
    assert!(lint.is_usable(), "{:?}", lint.diagnostics);
    lint.disclosures.into_iter().map(|one| (one.data.join(","), one.hosts.join(","))).collect()
}

fn row(members: &str, hosts: &str) -> (String, String) {
    (members.to_owned(), hosts.to_owned())
}

#[test]
fn a_page_sends_what_it_gives_its_steps_and_no_more() {
    let pan = "- PAN: `pan_verification`\n";
    assert_eq!(told("", pan), [row("pan", "api.cashfree.com")], "the page takes no name");
    assert_eq!(told("name", pan), [row("pan,name", "api.cashfree.com")]);
    let bound = "- PAN: `pan_verification`\n- List: `org.blacklist`\n  - with `name` = `pan_verification.registered_name`\n";
    assert_eq!(told("", bound), [row("pan", "api.cashfree.com"), row("pan_verification.registered_name", "lists.example.org")]);
    // Not by the argument's name, but by what it is.
    let under = "- PAN: `pan_verification`\n- GSTIN: `gstin_verification`\n  - with `gstin` = `inputs.phone`\n";
    assert_eq!(told("phone", under)[1], row("phone", "api.cashfree.com"), "a GSTIN is nobody's, and this is none");
    let under = "- PAN: `pan_verification`\n- GSTIN: `gstin_verification`\n  - with `gstin` = `pan_verification.registered_name`\n";
    assert_eq!(told("", under)[1], row("pan_verification.registered_name", "api.cashfree.com"));
    let company = "- PAN: `pan_verification`\n- GSTIN: `gstin_verification`\n  - with `gstin` = `inputs.cin`\n";
    assert_eq!(told("cin", company).len(), 1, "a company's number is nobody's");
}

#[test]
fn what_a_check_compares_here_is_sent_to_nobody() {
    let steps = "- Line: `mobile_intelligence`\n  - optional\n";
    assert_eq!(told("phone, name", steps), [row("phone", "lookups.twilio.com")]);
}
