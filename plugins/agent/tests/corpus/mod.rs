//! Requests with what is in them, and how well they are read. Read by tests and by a bench.

#![allow(dead_code, reason = "each of them reads a part")]
#![allow(clippy::float_arithmetic, reason = "a share is no amount")]

use agent::identify::{Found, Kind, State, identify};
use std::collections::BTreeMap;
use std::path::Path;

/// Looked at to make reading better.
pub(crate) const FILES: &[&str] = &["india.txt", "uae.txt", "us.txt", "mixed.txt", "strangers.txt", "others.txt"];
/// Never looked at to make reading better.
pub(crate) const BLIND: &[&str] = &["blind.txt", "unseen.txt"];

/// A request, and what a careful reader finds in it: `kind=value`, `kind?text`, `kind!text`.
#[derive(Debug)]
pub(crate) struct Case {
    /// Where it stands: `india.txt:12`.
    pub(crate) place: String,
    /// The request.
    pub(crate) message: String,
    /// What is in it, sorted.
    pub(crate) expected: Vec<String>,
}

/// All requests of the files named.
pub(crate) fn cases(files: &[&str]) -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut cases: Vec<Case> = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        for (index, line) in text.lines().enumerate() {
            match line.strip_prefix("  ") {
                _ if line.is_empty() || line.starts_with('#') => {}
                Some("-") => {}
                Some(expected) => {
                    let (kind, _) = expected.split_once(['=', '?', '!']).unwrap_or_else(|| panic!("{file}:{}", index + 1));
                    assert!(Kind::ALL.iter().any(|known| known.as_str() == kind), "{file}:{}: {kind}", index + 1);
                    cases.last_mut().unwrap_or_else(|| panic!("{file} begins with an answer")).expected.push(expected.to_owned());
                }
                None => {
                    let place = format!("{file}:{}", index + 1);
                    cases.push(Case { place, message: line.replace("\\n", "\n"), expected: Vec::new() });
                }
            }
        }
    }
    cases.iter_mut().for_each(|case| case.expected.sort());
    cases
}

/// As the files write it.
fn written(found: &Found) -> String {
    let sign = match found.state {
        State::Whole => '=',
        State::Incomplete(_) => '?',
        State::Malformed(_) => '!',
    };
    format!("{}{sign}{}", found.kind.as_str(), found.value)
}

/// How many were found rightly, wrongly, and not.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Score {
    /// Found, and there.
    pub(crate) right: u32,
    /// Found, and not there.
    pub(crate) wrong: u32,
    /// There, and not found.
    pub(crate) missed: u32,
}

impl Score {
    /// Of what was found, how much is there.
    pub(crate) fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    /// Of what is there, how much was found.
    pub(crate) fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }
}

fn share(part: u32, whole: u32) -> f64 {
    if whole == 0 { 1.0 } else { f64::from(part) / f64::from(whole) }
}

/// The score of each kind and of all, and one line for each request that is read otherwise.
pub(crate) fn scores(cases: &[Case]) -> (BTreeMap<&'static str, Score>, Score, Vec<String>) {
    let mut kinds: BTreeMap<&'static str, Score> = Kind::ALL.iter().map(|kind| (kind.as_str(), Score::default())).collect();
    let mut lines = Vec::new();
    for case in cases {
        let mut expected = case.expected.clone();
        let mut wrong = Vec::new();
        let mut count = |one: &str, add: fn(&mut Score)| {
            let kind = one.split(['=', '?', '!']).next().unwrap_or_default();
            kinds.get_mut(kind).into_iter().for_each(add);
        };
        for found in identify(&case.message) {
            let one = written(&found);
            match expected.iter().position(|expected| *expected == one) {
                Some(place) => {
                    expected.swap_remove(place);
                    count(&one, |score| score.right += 1);
                }
                None => {
                    count(&one, |score| score.wrong += 1);
                    wrong.push(one);
                }
            }
        }
        expected.iter().for_each(|one| count(one, |score| score.missed += 1));
        if !(wrong.is_empty() && expected.is_empty()) {
            lines.push(format!("{}: {:?}\n  found  {}\n  missed {}", case.place, case.message, wrong.join(" | "), expected.join(" | ")));
        }
    }
    let all = kinds.values().fold(Score::default(), |sum, one| Score {
        right: sum.right + one.right,
        wrong: sum.wrong + one.wrong,
        missed: sum.missed + one.missed,
    });
    (kinds, all, lines)
}
