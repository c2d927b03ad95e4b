//! Text that looks like a secret. A procedure is published, and read by people and models: no key belongs into it.

use crate::diagnostic::Found;
use std::ops::Range;

/// How well-known secrets begin, and how long they are at least.
const PREFIXES: [(&str, usize); 16] = [
    ("sk-", 20),
    ("sk_live_", 20),
    ("sk_test_", 20),
    ("rk_live_", 20),
    ("pk_live_", 20),
    ("whsec_", 20),
    ("AKIA", 20),
    ("ASIA", 20),
    ("AIza", 30),
    ("ghp_", 30),
    ("gho_", 30),
    ("github_pat_", 30),
    ("glpat-", 20),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("eyJ", 60),
];
/// What stands before a secret that has no form of its own.
const LABELS: [&str; 9] = ["password", "passwd", "passphrase", "secret", "client_secret", "token", "api_key", "apikey", "access_key"];
/// Characters of a value after a label that is taken for a secret.
const VALUE_CHARS_MIN: usize = 8;
/// Shorter words are neither labels nor secrets.
const WORD_BYTES_MIN: usize = 5;
const HELP: &str = "remove it, and change the secret where it is in use: the operator's configuration holds secrets";

/// Looks for secrets in all of the page.
pub(crate) fn look(source: &str, found: &mut Found<'_>) {
    let mut from = 0;
    while let Some(at) = source.get(from..).and_then(|rest| rest.find("-----BEGIN ")).map(|at| from + at) {
        from = at + "-----BEGIN ".len();
        let line = source.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        if line.contains("PRIVATE KEY") {
            found.secret("secret", at..at + line.len(), "this is a private key", HELP);
        }
    }
    let mut label = false;
    for (word, at) in words(source) {
        if word.len() < WORD_BYTES_MIN {
            label = label && matches!(word, "=" | ":");
            continue;
        }
        let bare = word.trim_matches(['"', '\'', '`', '(', ')', ',', ';', '.', '<', '>', '*', '[', ']']);
        let start = at + word.find(bare).unwrap_or(0);
        if is_known(bare) || (label && is_value(bare)) {
            found.secret("secret", start..start + bare.len(), "this looks like a secret", HELP);
        }
        // `password: hunter2` and `password=hunter2` alike.
        if let Some((name, value)) = bare.split_once(['=', ':'])
            && is_label(name)
        {
            let value = value.trim_start_matches(['=', '"', '\'']);
            let begin = start + bare.len() - value.len();
            if is_value(value) {
                found.secret("secret", begin..begin + value.len(), "this looks like a secret", HELP);
            }
            label = value.is_empty();
        } else {
            label = word.ends_with([':', '=']) && is_label(bare.trim_end_matches([':', '='])) || (label && matches!(bare, "=" | ":" | ""));
        }
    }
}

/// Words with where they begin.
fn words(source: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut rest: Range<usize> = 0..source.len();
    std::iter::from_fn(move || {
        let text = source.get(rest.clone())?;
        let begin = rest.start + text.find(|c: char| !c.is_whitespace())?;
        let word = source.get(begin..)?;
        let word = word.split(char::is_whitespace).next()?;
        rest.start = begin + word.len();
        Some((word, begin))
    })
}

fn is_known(word: &str) -> bool {
    if word.len() < 20 {
        return false;
    }
    let token = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    let mixed = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    PREFIXES.iter().any(|(prefix, least)| word.starts_with(prefix) && word.len() >= *least) && token(word) && mixed(word)
}

fn is_label(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', '`', '*', '_']);
    let same = |label: &str| word.bytes().zip(label.bytes()).all(|(a, b)| a.eq_ignore_ascii_case(&b) || (a == b'-' && b == b'_'));
    LABELS.iter().any(|label| label.len() == word.len() && same(label))
}

/// A value that nobody writes in prose: long, with letters and digits.
fn is_value(word: &str) -> bool {
    let plain = word.bytes().all(|byte| byte.is_ascii_graphic());
    let kinds = [word.bytes().any(|byte| byte.is_ascii_digit()), word.bytes().any(|byte| byte.is_ascii_alphabetic())];
    word.len() >= VALUE_CHARS_MIN && plain && kinds == [true, true] && !word.contains("{{")
}
