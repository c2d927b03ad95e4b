//! Pages: linted without harm, with diagnostics that point into the page; one that can be used is read the same again, by the host
//! and by the agent, and its difference from itself is none.
#![no_main]
#![expect(clippy::unwrap_used, reason = "the catalogue is a test's")]

#[path = "../../host/procedure/tests/catalogue/mod.rs"]
mod catalogue;

// What the catalogue has prices from.
use journal as _;
use procedure::{Catalogue, DIAGNOSTICS_MAX, Diagnostic, Procedure, lint, parse};
use std::sync::LazyLock;

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(catalogue::catalogue);

// Hash maps without chance.
use fuzz as _;

libfuzzer_sys::fuzz_target!(|page: &str| {
    let said = lint(page, &CATALOGUE);
    assert!(said.diagnostics.len() <= DIAGNOSTICS_MAX);
    assert!(said.diagnostics.iter().map(|one| (one.line, one.column)).is_sorted());
    said.diagnostics.iter().for_each(|one| points_into(page, one));
    let read = parse(page, &CATALOGUE.names());
    if let Some(procedure) = said.procedure {
        assert_eq!(read.as_ref(), Ok(&procedure));
        let json = serde_json::to_string(&procedure).expect("JSON");
        assert_eq!(serde_json::from_str::<Procedure>(&json).expect("a procedure"), procedure);
        let carried_out: agent::procedure::Procedure = serde_json::from_str(&json).expect("what the agent reads");
        assert_eq!(carried_out.version, procedure.version);
        assert_eq!(procedure.stages().concat().len(), procedure.steps().count());
    }
});

fn points_into(page: &str, one: &Diagnostic) {
    let line = page.split('\n').nth(one.line - 1).unwrap_or_else(|| panic!("{one:?}"));
    let characters = line.chars().count();
    assert!((1..=characters + 1).contains(&one.column), "{one:?}");
    assert!(one.length >= 1 && one.column + one.length <= characters.max(one.column) + 1, "{one:?}");
    assert!(one.excerpt.chars().count() <= characters, "{one:?}");
    assert!(!one.message.is_empty() && !one.help.is_empty() && !one.to_string().is_empty(), "{one:?}");
}
