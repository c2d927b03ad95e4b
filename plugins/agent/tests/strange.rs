//! Requests that nobody would write: no panic, no hang, and whatever is found stands where it is said to stand.
//!
//! Requests of the corpus are cut, doubled and mixed with what identifiers are made of. The same cases every time;
//! `FUZZ_CASES=1000000 cargo test -p agent --release --test strange` tries more.

#![allow(clippy::unwrap_used, reason = "in a test")]

#[path = "corpus/mod.rs"]
mod corpus;

use agent::identify::identify;
use std::time::{Duration, Instant};

/// Longer than any request of these takes on a busy machine, in a build without optimisation.
const TIME_MAX: Duration = Duration::from_secs(5);

/// What requests are made of.
const PARTS: [&str; 46] = [
    " ",
    "\n",
    ", ",
    ". ",
    ": ",
    "-",
    "/",
    "(",
    ")",
    "\"",
    "@",
    "@@",
    "*",
    "••••",
    "XXXX",
    "+",
    "00",
    "784-",
    "AE07",
    "SSN ",
    "Aadhaar ",
    "a/c ",
    "PAN ",
    "born ",
    "29 feb ",
    "2000",
    "name is ",
    "Mr. ",
    " Ltd",
    " & Co.",
    "https://",
    "www.",
    ".com",
    "é",
    "राहुल",
    "\u{200d}",
    "𝒳",
    "\u{a0}",
    "ß",
    "NY 10001",
    "nationality: ",
    " national",
    "citizen of ",
    "\nname,dob\n",
    ";",
    "|",
];

/// A small generator of numbers: the same ones every time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

fn changed(message: &str, chance: &mut Chance) -> String {
    let mut chars: Vec<char> = message.chars().collect();
    for _ in 0..=chance.below(6) {
        let from = chance.below(chars.len() + 1);
        let to = (from + chance.below(12)).min(chars.len());
        match chance.below(4) {
            0 => _ = chars.drain(from..to),
            1 => {
                let part = chars[from..to].to_vec();
                chars.splice(from..from, part);
            }
            2 => _ = chars.splice(from..from, PARTS[chance.below(PARTS.len())].repeat(1 + chance.below(3)).chars()),
            _ => _ = chars.splice(from..to, PARTS[chance.below(PARTS.len())].chars()),
        }
    }
    chars.into_iter().collect()
}

#[test]
fn no_request_is_too_strange_to_be_read() {
    let cases = corpus::cases(corpus::FILES);
    let rounds = std::env::var("FUZZ_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(3_000);
    let mut chance = Chance(0x2545_f491_4f6c_dd1d);
    for _ in 0..rounds {
        let message = changed(&cases[chance.below(cases.len())].message, &mut chance);
        let begun = Instant::now();
        let found = identify(&message);
        assert!(begun.elapsed() < TIME_MAX, "{message:?} took {:?}", begun.elapsed());
        assert!(found.iter().map(|one| one.kind).is_sorted(), "{message:?}");
        for one in &found {
            let text = message.get(one.span.clone()).unwrap_or_else(|| panic!("{message:?}: {one:?}"));
            assert!(!text.is_empty() && !one.value.is_empty(), "{message:?}: {one:?}");
            assert_eq!(one.position, message[..one.span.start].chars().count() + 1, "{message:?}: {one:?}");
            assert!(one.is_whole() || one.value == text, "what is not whole is told as it stands: {message:?}: {one:?}");
        }
        assert_eq!(identify(&message), found, "twice the same");
    }
}
