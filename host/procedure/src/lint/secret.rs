//! Text that looks like a secret. A procedure is published, and read by people and models: no key belongs into it.
//!
//! Each search is one pass over the page, whatever signs stand about a secret: it ends where its own characters end.

use crate::DIAGNOSTICS_MAX;
use crate::diagnostic::Found;
use std::ops::Range;

/// How well-known secrets begin, and how long they are at least.
const PREFIXES: [(&str, usize); 20] = [
    (SHORT_PREFIX, 20),
    ("sk_live_", 20),
    ("sk_test_", 20),
    ("rk_live_", 20),
    ("rk_test_", 20),
    ("pk_live_", 20),
    ("whsec_", 20),
    ("AKIA", 20),
    ("ASIA", 20),
    ("AIza", 30),
    ("ghp_", 30),
    ("gho_", 30),
    ("ghu_", 30),
    ("ghs_", 30),
    ("ghr_", 30),
    ("github_pat_", 30),
    ("glpat-", 20),
    ("xoxb-", 20),
    ("xoxp-", 20),
    ("eyJ", 60),
];
/// The least of these lengths: most words are shorter, and passed over.
const KNOWN_CHARS_MIN: usize = 20;
/// So short that addresses have it too, in `/sk-bratislava-2024`: what follows must itself look like a key.
const SHORT_PREFIX: &str = "sk-";
/// Letters and digits in a row that no word of an address has.
const STRONG_CHARS_MIN: usize = 8;
/// What stands before a password, with whatever before it: `db_password`.
const PASSWORDS: [&str; 5] = ["password", "passwd", "passphrase", "passcode", "pwd"];
/// What stands before another secret that has no form of its own.
const LABELS: [&str; 9] =
    ["secret", "token", "apikey", "accesskey", "secretkey", "privatekey", "signingkey", "encryptionkey", "authorization"];
/// What stands between a label and a secret: `Authorization: Bearer …`.
const SCHEMES: [&str; 3] = ["bearer ", "basic ", "token "];
/// Words with digits that people write of secrets, not for them.
const TERMS: [&str; 9] = ["base16", "base32", "base58", "base64", "oauth1", "oauth2", "oauth20", "sha256", "sha512"];
/// What examples of addresses have for a password.
const EXAMPLES: [&str; 6] = ["password", "passwd", "pass", "pwd", "secret", "token"];
/// Bytes of a label that are looked at.
const LABEL_BYTES_MAX: usize = 64;
/// Characters of a value after a label that is taken for a secret.
const VALUE_CHARS_MIN: usize = 6;
/// From here on one letter among digits is enough: `v1.2.3` is none.
const LONG_CHARS_MIN: usize = 8;
/// Bytes after a sign by which a value is judged. A page of nothing but labels is judged as often as it has labels.
const VALUE_BYTES_MAX: usize = 48;
/// Bytes of an address in which its password is looked for.
const ADDRESS_BYTES_MAX: usize = 1_024;
/// Characters of what stands behind a mere `Bearer`.
const BEARER_CHARS_MIN: usize = 16;
/// Characters of a secret key of AWS, which has no form but its length.
const AWS_CHARS: usize = 40;
/// Bytes before such a key in which a word must say what it is.
const AWS_WORD_BYTES: usize = 64;
/// Bytes after the last secret that is told of in which others are hidden: more than an excerpt shows.
const HIDDEN_BYTES: usize = 1_024;
const HELP: &str = "remove it, and change the secret where it is in use: the operator's configuration holds secrets";

/// Looks for secrets in all of the page.
pub(crate) fn look(source: &str, found: &mut Found<'_>) {
    let keys = private_keys(source);
    let mut end = 0;
    for span in merged([keys.clone(), known(source), behind_signs(source), behind_words(source)].concat()) {
        let full = found.is_full();
        if full && span.start > end + HIDDEN_BYTES {
            return;
        }
        if !full {
            end = span.end;
        }
        let is_key = keys.iter().any(|key| key.start == span.start);
        let message = if is_key { "this is a private key" } else { "this looks like a secret" };
        found.secret("secret", span, message, HELP);
    }
}

/// Whether a search has found all that is told of, and what is hidden beside it, before it comes to `at`.
fn enough(spans: &[Range<usize>], at: usize) -> bool {
    spans.get(DIAGNOSTICS_MAX - 1).is_some_and(|last| at > last.end + HIDDEN_BYTES)
}

/// One secret is told of once, however many things give it away.
fn merged(mut spans: Vec<Range<usize>>) -> Vec<Range<usize>> {
    spans.sort_by_key(|span| span.start);
    spans.into_iter().fold(Vec::new(), |mut merged: Vec<Range<usize>>, span| {
        match merged.last_mut().filter(|last| span.start < last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => merged.push(span),
        }
        merged
    })
}

fn private_keys(source: &str) -> Vec<Range<usize>> {
    let (mut keys, mut from) = (Vec::new(), 0);
    while let Some(at) = source.get(from..).and_then(|rest| rest.find("-----BEGIN ")).map(|at| from + at) {
        let line = source.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        from = at + line.len();
        if line.contains("PRIVATE KEY") {
            keys.push(at..from);
        }
    }
    keys
}

/// Secrets that are known by how they begin.
fn known(source: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    for run in runs(source, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        if enough(&spans, run.start) {
            break;
        }
        let text = source.get(run.clone()).unwrap_or_default();
        let text = text.trim_end_matches(['-', '_', '.']);
        if text.len() < KNOWN_CHARS_MIN {
            continue;
        }
        let Some(digit) = text.rfind(|c: char| c.is_ascii_digit()) else { continue };
        let strong = last_strong(text);
        let begins = |at: usize| at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric();
        let is_known = |at: usize| {
            PREFIXES.iter().any(|(prefix, least)| {
                let rest = &text[at..];
                rest.starts_with(prefix) && rest.len() >= *least && (*prefix != SHORT_PREFIX || strong.is_some_and(|strong| strong > at))
            })
        };
        if let Some(at) = (0..=digit).find(|at| begins(*at) && is_known(*at)) {
            spans.push(run.start + at..run.start + text.len());
        }
    }
    spans
}

/// Where the last part begins that is long and of letters and digits, or of many digits.
fn last_strong(text: &str) -> Option<usize> {
    let parts = runs(text, |byte| byte.is_ascii_alphanumeric()).filter(|part| {
        let part = text.get(part.clone()).unwrap_or_default().as_bytes();
        part.len() >= STRONG_CHARS_MIN
            && part.iter().any(u8::is_ascii_digit)
            && (part.iter().any(u8::is_ascii_alphabetic) || part.len() >= 2 * STRONG_CHARS_MIN)
    });
    parts.last().map(|part| part.start)
}

/// Secrets behind a label and a colon or an equals sign, and passwords within addresses.
fn behind_signs(source: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    for (at, _) in source.match_indices([':', '=']) {
        if enough(&spans, at) {
            break;
        }
        if at < from {
            continue;
        }
        if let Some(span) = in_address(source, at).or_else(|| labelled(source, at)) {
            from = span.end;
            spans.push(span);
        }
    }
    spans
}

/// `://user:password@`
fn in_address(source: &str, colon: usize) -> Option<Range<usize>> {
    let begin = colon + "://".len();
    let rest = source.get(colon..)?.strip_prefix("://")?;
    let rest = head(rest, ADDRESS_BYTES_MAX);
    let authority = rest.split(|c: char| c.is_whitespace() || matches!(c, '/' | '?' | '#' | '"' | '\'' | '`' | '<' | '>')).next()?;
    let (user, _) = authority.rsplit_once('@')?;
    let (name, password) = user.split_once(':')?;
    let is_secret = !password.is_empty() && !is_placeholder(password) && !EXAMPLES.iter().any(|word| password.eq_ignore_ascii_case(word));
    let at = begin + name.len() + 1;
    is_secret.then(|| at..at + password.len())
}

/// `password: hunter2`, `"api_key" = "…"`, `**Token:** …`
fn labelled(source: &str, sign: usize) -> Option<Range<usize>> {
    let before = tail(source.get(..sign)?, LABEL_BYTES_MAX);
    let before = before.trim_end_matches([' ', '\t', '"', '\'', '`', '*', '_']);
    // Most signs follow no label, and are passed over here.
    if !before.ends_with(['d', 'D', 'e', 'E', 'n', 'N', 't', 'T', 'y', 'Y']) {
        return None;
    }
    let text = head(source.get(sign..)?, VALUE_BYTES_MAX);
    let rest = text.trim_start_matches([':', '=', '>']).trim_start_matches(is_around);
    let scheme = SCHEMES.iter().find(|scheme| rest.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)));
    let rest = rest.get(scheme.map_or(0, |scheme| scheme.len())..)?.trim_start_matches(is_around);
    let (between, seen) = (text.len() - rest.len(), value(rest));
    // What stands a paragraph below is not labelled.
    let near = text[..between].bytes().filter(|byte| *byte == b'\n').count() < 2;
    let is_bound = text[..between].ends_with('`') && is_reference(seen);
    let is_secret = near && !is_bound && is_value(seen, false) && is_label(before).is_some_and(|strict| is_value(seen, strict));
    is_secret.then(|| whole(source, sign + between))
}

/// Keys of AWS behind a word that says so, and what a mere `Bearer` bears.
fn behind_words(source: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    for run in runs(source, |byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'+')) {
        if enough(&spans, run.start) {
            break;
        }
        let text = source.get(run.clone()).unwrap_or_default();
        if text.len() == AWS_CHARS {
            let has = |is: fn(&u8) -> bool| text.as_bytes().iter().any(is);
            let is_key = has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
            if is_key && says_aws(source.get(..run.start).unwrap_or_default()) {
                spans.push(run);
            }
        } else if text.eq_ignore_ascii_case("bearer")
            && let Some(rest) = source.get(run.end..)
        {
            let rest = head(rest, VALUE_BYTES_MAX);
            let token = rest.trim_start_matches(is_around);
            let value = value(token);
            if value.len() >= BEARER_CHARS_MIN && is_value(value, true) && mixed(value) {
                spans.push(whole(source, run.end + (rest.len() - token.len())));
            }
        }
    }
    spans
}

fn says_aws(before: &str) -> bool {
    let words = tail(before, AWS_WORD_BYTES).to_ascii_lowercase();
    ["aws", "amazon", "secret", "access"].iter().any(|word| words.contains(word))
}

/// Stretches of such bytes, which are ASCII.
fn runs(text: &str, is: impl Fn(u8) -> bool) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let begin = at + bytes.get(at..)?.iter().position(|byte| is(*byte))?;
        at = begin + bytes[begin..].iter().take_while(|byte| is(**byte)).count();
        Some(begin..at)
    })
}

/// The first bytes of a text, at most so many.
fn head(text: &str, bytes_max: usize) -> &str {
    let end = (0..=bytes_max.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// The last bytes of a text, at most so many.
fn tail(text: &str, bytes_max: usize) -> &str {
    let begin = (text.len().saturating_sub(bytes_max)..=text.len()).find(|begin| text.is_char_boundary(*begin));
    text.get(begin.unwrap_or(0)..).unwrap_or_default()
}

/// Whether a text ends with a label, and then whether much is asked of its value: people write "token: JavaScript", and not
/// "password: JavaScript".
fn is_label(before: &str) -> Option<bool> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let rest = before.trim_end_matches(is_part);
    // A member of an answer is no label.
    if rest.ends_with('.') {
        return None;
    }
    let mut word = squashed(before.get(rest.len()..)?);
    if word == "key" {
        let rest = rest.trim_end();
        word = squashed(rest.get(rest.trim_end_matches(is_part).len()..)?) + &word;
    }
    let ends = |labels: &[&str]| labels.iter().any(|label| word.ends_with(label));
    if ends(&PASSWORDS) { Some(false) } else { ends(&LABELS).then_some(true) }
}

fn squashed(word: &str) -> String {
    word.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// What may stand around a value: spaces, quotes and emphasis.
fn is_around(c: char) -> bool {
    c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '*' | '“' | '”' | '„' | '‘' | '’' | '(' | '[')
}

/// The word that `text` begins with, without the signs after it.
fn value(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’');
    text.split(ends).next().unwrap_or_default().trim_end_matches(['.', ',', ';', ':', ')', ']', '}', '>', '*', '_'])
}

/// Where all of a value stands of which the first bytes were looked at.
fn whole(source: &str, begin: usize) -> Range<usize> {
    begin..begin + value(source.get(begin..).unwrap_or_default()).len()
}

/// A value that nobody writes in prose: letters with digits, or capitals within.
fn is_value(word: &str, strict: bool) -> bool {
    if word.len() < VALUE_CHARS_MIN {
        return false;
    }
    let (mut digits, mut letters, mut rises, mut before) = (0, 0, 0, 0);
    for byte in word.bytes() {
        digits += usize::from(byte.is_ascii_digit());
        letters += usize::from(byte.is_ascii_alphabetic());
        rises += usize::from(byte.is_ascii_uppercase() && u8::is_ascii_lowercase(&before));
        before = byte;
    }
    let is_long = word.len() >= LONG_CHARS_MIN;
    let strange = (digits > 0 && letters >= if is_long { 1 } else { 2 }) || (is_long && rises > usize::from(strict));
    strange && word.bytes().all(|byte| byte.is_ascii_graphic()) && !is_placeholder(word) && !is_prose(word)
}

fn mixed(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// What stands where a secret is to be put in.
fn is_placeholder(word: &str) -> bool {
    word.starts_with(['<', '{', '$', '%', '•']) || word.contains("{{") || word.contains("***") || word.contains("...")
}

/// `256-bit`, `base64`, an address: words with digits or capitals that are said of secrets.
fn is_prose(word: &str) -> bool {
    let counted = word
        .split_once('-')
        .is_some_and(|(count, noun)| count.bytes().all(|byte| byte.is_ascii_digit()) && noun.bytes().all(|byte| byte.is_ascii_lowercase()));
    counted || word.contains("://") || TERMS.contains(&squashed(word).as_str())
}

/// A member of an answer, as in ``with `token` = `uan_lookup.token2` ``.
fn is_reference(word: &str) -> bool {
    let is_member = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_alphabetic()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    word.contains('.') && word.split('.').all(is_member)
}
