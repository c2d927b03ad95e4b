//! Pages and conditions that nobody would write: no panic, no hang, and whatever is said stays true of the page.
//!
//! Pages that ship, examples and faulty pages are cut, doubled and mixed with the words of the language. The same cases every
//! time; `FUZZ_CASES=100000 cargo test -p procedure --release --test fuzz` tries more.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "catalogue/mod.rs"]
mod catalogue;

use catalogue::catalogue;
use condition::{Condition, Facts, Verdict};
use procedure::{DIAGNOSTICS_MAX, Procedure, lint, parse};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// Longer than any page of these takes on a busy machine, in a build without optimisation.
const PAGE_TIME_MAX: Duration = Duration::from_secs(5);

/// What pages are made of.
const WORDS: [&str; 44] = [
    "---\n",
    "name: n\n",
    "approval: over 3\n",
    "inputs:\n  required: [name, pan]\n",
    "report: { shown: named }\n",
    "\n## A\n",
    "\n## Decision\n",
    "\n## Report\n",
    "- ",
    "  - ",
    "    - ",
    "\t",
    "\r\n",
    "`",
    "``",
    "```\n",
    "`pan_verification`",
    "`name_match`",
    "`org.blacklist`",
    "optional",
    "when ",
    "with ",
    "at most 3 days old",
    "approve when ",
    "otherwise",
    " = ",
    "`pan_verification.registered_name`",
    "`inputs.name`",
    "`pan_verification.status == \"success\"`",
    "`name_match.score > 3 && !has(org.blacklist.count)`",
    "`org.blacklist.hits.all(h, h.score < 3)`",
    "&&",
    "((((((((((",
    "))",
    "[",
    "]",
    "é",
    "\u{0}",
    "𝒳",
    "token: 9f8e7d6c5b4a",
    "-----BEGIN X PRIVATE KEY-----",
    "<!--",
    "&amp;",
    "\\",
];
/// What conditions are made of.
const PARTS: [&str; 46] = [
    "a.b",
    "a",
    "inputs.name",
    "org.c.d",
    "x",
    "1",
    "0",
    "-1",
    "9223372036854775807",
    "18446744073709551615u",
    "1e308",
    "0x7f",
    "\"s\"",
    "'",
    "\"",
    "'''",
    "r\"",
    "b\"",
    "true",
    "false",
    "null",
    " in ",
    " == ",
    " != ",
    " < ",
    " >= ",
    " && ",
    " || ",
    "!",
    "-",
    " + ",
    " * ",
    " / ",
    " % ",
    " ? ",
    " : ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ".all(x, ",
    "has(",
    ".size()",
    "é",
];

fn cases() -> Config {
    let cases = std::env::var("FUZZ_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(300);
    Config { cases, failure_persistence: None, ..Config::default() }
}

fn runner() -> TestRunner {
    TestRunner::new_with_rng(cases(), TestRunner::deterministic().rng().clone())
}

fn pages() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/faulty", "../../workflows", "../../workflows/examples"];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    let mut files: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    files.sort();
    files.into_iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

/// One change to a page; places are shares of its length.
#[derive(Clone, Debug)]
enum Change {
    Insert(u16, usize),
    Remove(u16, u8),
    Double(u16, u8),
    Repeat(u16, usize, u8),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<u16>(), 0..WORDS.len()).prop_map(|(at, word)| Change::Insert(at, word)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, length)| Change::Remove(at, length)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, length)| Change::Double(at, length)),
        (any::<u16>(), 0..WORDS.len(), any::<u8>()).prop_map(|(at, word, times)| Change::Repeat(at, word, times)),
    ]
}

fn changed(page: &str, changes: &[Change]) -> String {
    let mut chars: Vec<char> = page.chars().collect();
    for change in changes {
        let (Change::Insert(share, _) | Change::Remove(share, _) | Change::Double(share, _) | Change::Repeat(share, ..)) = change;
        let at = chars.len() * usize::from(*share) / (usize::from(u16::MAX) + 1);
        let end = |length: &u8| (at + usize::from(*length)).min(chars.len());
        match change {
            Change::Insert(_, word) => _ = chars.splice(at..at, WORDS[*word].chars()),
            Change::Remove(_, length) => _ = chars.drain(at..end(length)),
            Change::Double(_, length) => {
                let part = chars[at..end(length)].to_vec();
                chars.splice(at..at, part);
            }
            Change::Repeat(_, word, times) => _ = chars.splice(at..at, WORDS[*word].repeat(usize::from(*times)).chars()),
        }
    }
    chars.into_iter().collect()
}

#[test]
fn no_page_is_too_strange_to_be_read() {
    let (pages, catalogue) = (pages(), catalogue());
    let strategy = (0..pages.len(), prop::collection::vec(change(), 1..8));
    let tried = runner().run(&strategy, |(page, changes)| {
        let page = changed(&pages[page], &changes);
        let start = Instant::now();
        let said = lint(&page, &catalogue);
        prop_assert!(start.elapsed() < PAGE_TIME_MAX, "it took {:?}", start.elapsed());
        prop_assert!(said.diagnostics.len() <= DIAGNOSTICS_MAX);
        let places: Vec<(usize, usize)> = said.diagnostics.iter().map(|one| (one.line, one.column)).collect();
        prop_assert!(places.is_sorted(), "{places:?}");
        for one in &said.diagnostics {
            // The parser of Markdown counts a lone carriage return as a line, editors do not.
            prop_assert!(one.line <= page.split('\n').count() && !one.to_string().is_empty());
        }
        if let Some(procedure) = said.procedure {
            let again = parse(&page, &catalogue.names());
            prop_assert_eq!(again.as_ref(), Ok(&procedure));
            let json = serde_json::to_string(&procedure).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Procedure>(&json).unwrap(), &procedure);
            prop_assert_eq!(procedure.stages().concat().len(), procedure.steps().count());
        }
        Ok(())
    });
    tried.unwrap();
}

#[test]
fn no_condition_is_too_strange_to_be_judged() {
    let strategy = prop::collection::vec(0..PARTS.len(), 0..40);
    let tried = runner().run(&strategy, |parts| {
        let text: String = parts.iter().map(|part| PARTS[*part]).collect();
        match Condition::parse(&text) {
            Err(fault) => {
                let inside = fault.span.start <= fault.span.end && text.get(fault.span.clone()).is_some();
                prop_assert!(inside, "{text}: {:?}", fault.span);
            }
            Ok(condition) => {
                let mut facts = Facts::new();
                facts.set("a", json!({ "b": 3, "s": "s", "list": [1, 2] }));
                facts.set("org.c", json!({ "d": ["s"] }));
                facts.set("inputs", json!({ "name": "Rahul" }));
                let verdict = facts.judge(&condition);
                prop_assert_eq!(&facts.judge(&condition), &verdict, "twice the same");
                prop_assert!(!matches!(verdict, Verdict::Holds(_)) || condition.text() == text);
                for (name, place) in condition.names().iter().zip(condition.places()) {
                    prop_assert!(text.get(place).is_some(), "{text}: {name}");
                }
            }
        }
        Ok(())
    });
    tried.unwrap();
}
