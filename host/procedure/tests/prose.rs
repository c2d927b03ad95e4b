//! Prose that seems meant to bind is told of, and prose that is prose is not.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "catalogue/mod.rs"]
mod catalogue;

use catalogue::catalogue;
use procedure::{Severity, lint, parse};

/// Codes of what is said of a page with this below its one step, notes left out.
fn said(below: &str) -> Vec<&'static str> {
    let page = page(below);
    let told = lint(&page, &catalogue()).diagnostics;
    told.iter().filter(|one| one.severity != Severity::Note).map(|one| one.code).collect()
}

fn page(below: &str) -> String {
    format!("---\nname: n\ninputs:\n  required: [pan]\n---\n## A\n- Ask: `pan_verification`\n{below}\n")
}

#[test]
fn what_stands_in_the_place_of_a_step_a_rule_or_a_heading_is_told() {
    for (below, expected) in [
        ("- Phone: mobile_intelligence", "unmarked_check"),
        ("- mobile_intelligence", "unmarked_check"),
        ("- mobile_intelligence: the number", "unmarked_check"),
        ("- ask *mobile_intelligence*.", "unmarked_check"),
        ("- Group\n  - ask org.blacklist", "unmarked_check"),
        ("## B\n- approve otherwise", "unknown_rule"),
        ("### Decision\n- Approve otherwise: all is well", "unknown_rule"),
        ("## Decison\n- approve otherwise", "misspelt_heading"),
        ("## Decision:\n- approve when `pan_verification.pan_status == \"valid\"`\n- review otherwise", "misspelt_heading"),
        ("## Desicion", "misspelt_heading"),
        ("## Reports\nPut it first.", "misspelt_heading"),
    ] {
        assert_eq!(said(below), [expected], "{below}");
    }
}

#[test]
fn what_is_spoken_of_is_prose() {
    for below in [
        "- who\n- what",
        "- we name mobile_intelligence and pass over it",
        "- as said: pan_verification",
        "- see docs/workflows.md",
        "- approve when you are sure",
        "- declined otherwise",
        "mobile_intelligence",
        "## Report\n- mobile_intelligence",
        "## Precision\nprose",
        "## Revision\nprose",
        "## Import\nprose",
        "## Reports\n- Ask: `mobile_intelligence`\n  - optional\n  - when `pan_verification.status == \"x\"`",
    ] {
        let said = said(below);
        assert!(said.iter().all(|code| !["unmarked_check", "misspelt_heading", "unknown_rule"].contains(code)), "{below}: {said:?}");
    }
}

/// What was pinned before the linter told of it is read for good.
#[test]
fn a_pinned_page_is_read_whatever_its_prose() {
    for below in ["- Phone: mobile_intelligence", "## Decison\n- approve otherwise", "## Reprot\nprose", "- approve otherwise"] {
        assert!(parse(&page(below), &catalogue().names()).is_ok(), "{below}");
        assert!(!said(below).is_empty(), "{below}");
    }
}
