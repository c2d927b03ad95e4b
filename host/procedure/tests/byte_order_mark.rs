//! Some editors begin a page with a byte order mark, and show nobody.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "catalogue/mod.rs"]
mod catalogue;

use catalogue::catalogue;
use procedure::{lint, lint_component, parse, version};

const PAGE: &str = "---\nname: n\ninputs:\n  required: [pan]\n---\n## A\n- Ask: `pan_verification`\n";

#[test]
fn a_page_means_the_same_with_a_mark_before_it() {
    let marked = format!("\u{feff}{PAGE}");
    let (plain, read) = (lint(PAGE, &catalogue()), lint(&marked, &catalogue()));
    assert_eq!(read.diagnostics, plain.diagnostics);
    let (plain, read) = (plain.procedure.unwrap(), read.procedure.unwrap());
    assert_eq!((&read.phases, &read.inputs, &read.name), (&plain.phases, &plain.inputs, &plain.name));
    assert_eq!(read.version, version(&marked), "a version is of all bytes of the page");
    assert_eq!(parse(&marked, &["pan_verification"]).unwrap(), read);
}

#[test]
fn a_mark_is_no_column() {
    for page in [PAGE.replace("name: n", "naem: n"), PAGE.replace("pan]", "pam]"), PAGE.replace("n`", "m`"), "# no front matter".into()] {
        let (plain, read) = (lint(&page, &catalogue()), lint(&format!("\u{feff}{page}"), &catalogue()));
        assert!(!plain.diagnostics.is_empty());
        assert_eq!(read.diagnostics, plain.diagnostics);
    }
    let component = "---\nname: n\n---\n";
    assert_eq!(lint_component(&format!("\u{feff}{component}"), &catalogue()), lint_component(component, &catalogue()));
}
