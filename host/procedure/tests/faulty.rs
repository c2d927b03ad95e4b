//! Faulty procedures and all that is said of each: one page and one golden file a fault, in `tests/faulty`.
//!
//! Goldens only grow. `GOLDENS=write cargo test --test faulty` writes what is said now, to be read before it is kept.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "catalogue/mod.rs"]
mod catalogue;

use catalogue::catalogue;
use procedure::{Lint, Severity, lint};
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer pages than this are not all.
const PAGES_MIN: usize = 60;

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faulty");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    pages.sort();
    pages
}

/// As a reader of a terminal sees it, notes left out.
fn said(lint: &Lint) -> String {
    let told = lint.diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Note);
    told.map(|diagnostic| format!("{}\n{diagnostic}\n\n", diagnostic.code)).collect()
}

#[test]
fn every_fault_is_told_as_its_golden_has_it() {
    let write = std::env::var_os("GOLDENS").is_some();
    let pages = pages();
    assert!(pages.len() >= PAGES_MIN, "{} pages", pages.len());
    let mut wrong = String::new();
    for page in pages {
        let said = said(&lint(&fs::read_to_string(&page).unwrap(), &catalogue()));
        assert!(!said.is_empty(), "nothing is said of {}", page.display());
        let golden = page.with_extension("txt");
        if write {
            fs::write(&golden, &said).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        if said != expected {
            wrong.push_str(&format!("{}:\nsaid\n{said}\nnot\n{expected}\n", page.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Each page has one fault, in the line that its name ends with: `step-twice.16.md`. One thing is said, of that line.
#[test]
fn a_fault_is_told_once_and_where_it_is() {
    let mut wrong = String::new();
    for page in pages() {
        let name = page.file_stem().unwrap().to_str().unwrap().to_owned();
        let line: usize = name.rsplit('.').next().unwrap().parse().unwrap_or_else(|_| panic!("{name} does not end with a line"));
        let told = lint(&fs::read_to_string(&page).unwrap(), &catalogue());
        let told = told.diagnostics.iter().filter(|one| one.severity != Severity::Note);
        let lines: Vec<(usize, &str)> = told.map(|one| (one.line, one.code)).collect();
        if lines.len() != 1 || lines[0].0 != line {
            wrong.push_str(&format!("{name}: {lines:?}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_diagnostic_names_a_place_that_is_there() {
    for page in pages() {
        let source = fs::read_to_string(&page).unwrap();
        for one in lint(&source, &catalogue()).diagnostics {
            let line = source.lines().nth(one.line - 1).unwrap_or_default();
            assert!(one.column >= 1 && one.column + one.length <= line.chars().count().max(1) + 2, "{}: {one:?}", page.display());
            assert!(!one.message.is_empty() && !one.help.is_empty() && !one.message.ends_with('.'), "{one:?}");
        }
    }
}
