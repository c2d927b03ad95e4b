//! E-mail addresses, addresses of pages and sites, and names on social networks.

use super::lexicon::Classes;
use super::words::{Words, breaks};
use super::{Found, Kind, State};

/// Networks as requests write them, and as the handle has them.
const NETWORKS: &[(&str, &str)] = &[
    ("instagram", "instagram"),
    ("insta", "instagram"),
    ("ig", "instagram"),
    ("twitter", "twitter"),
    ("facebook", "facebook"),
    ("fb", "facebook"),
    ("linkedin", "linkedin"),
    ("tiktok", "tiktok"),
    ("github", "github"),
    ("telegram", "telegram"),
    ("youtube", "youtube"),
    ("snapchat", "snapchat"),
    ("threads", "threads"),
    ("reddit", "reddit"),
    ("bluesky", "bluesky"),
    ("x", "x"),
];

/// Endings of a bare host that nothing else is likely to have.
const ENDINGS: &[&str] =
    &["com", "org", "net", "io", "ae", "dev", "app", "ai", "gov", "edu", "info", "biz", "uk", "tech", "co", "in", "us", "me", "de"];
/// Those of them that are words, believed behind a country's second level alone: `example.co.in`.
const WORDLIKE: &[&str] = &["in", "us", "me", "de", "co", "ai", "app"];

/// Whose mailboxes are known by their name alone.
const PROVIDERS: &[&str] = &["gmail", "hotmail", "icloud", "outlook", "rediffmail", "yahoo"];

const HANDLE_CHARS_MAX: usize = 40;

/// A stretch without white space, without the punctuation around it.
struct Piece<'a> {
    text: &'a str,
    start: usize,
}

pub(crate) fn find(words: &Words<'_>) -> Vec<Found> {
    let text = words.text;
    let mut found: Vec<Found> = Vec::new();
    let pieces = pieces(text);
    for (index, piece) in pieces.iter().enumerate() {
        let before = |back: usize| index.checked_sub(back).and_then(|index| pieces.get(index)).map(|piece| piece.text);
        let next = page(text, piece, before(1), before(2))
            .or_else(|| mailbox(text, piece, before(1), before(2)))
            .or_else(|| handle(text, piece, before(1), before(2)));
        found.extend(next.filter(|next| !found.iter().any(|earlier| earlier.kind == next.kind && earlier.value == next.value)));
    }
    found
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for piece in text.split(breaks) {
        let trimmed = piece.trim_end_matches(['.', '!', '?', '\'', '’', '…']).trim_start_matches(['\'', '‘', '/']);
        // A colon stays where it labels: "instagram: name".
        let lead = piece.find(trimmed).unwrap_or(0);
        if !trimmed.is_empty() {
            pieces.push(Piece { text: trimmed, start: start + lead });
        }
        start += piece.len();
        start += text.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    pieces
}

impl Piece<'_> {
    fn found(&self, text: &str, kind: Kind, value: String, state: State) -> Found {
        Found::new(text, kind, self.start..self.start + self.text.len(), value, state)
    }

    /// What stands behind a label that touches: `email:x@y.zz`.
    fn behind(&self, at: usize) -> Piece<'_> {
        Piece { text: &self.text[at..], start: self.start + at }
    }
}

/// `https://…`, `www.…`, or a bare host.
fn page(text: &str, piece: &Piece<'_>, before: Option<&str>, earlier: Option<&str>) -> Option<Found> {
    if !piece.text.contains('.') {
        return None;
    }
    let lower = piece.text.to_ascii_lowercase();
    let scheme = lower.find("https://").or_else(|| lower.find("http://"));
    if let Some(at) = scheme {
        let piece = piece.behind(at);
        return Some(piece.found(text, Kind::Url, piece.text.to_owned(), State::Whole));
    }
    let label = ["website:", "site:", "domain:", "url:", "web:"].iter().find(|label| lower.starts_with(**label));
    let piece = &piece.behind(label.map_or(0, |label| label.len()));
    let host = piece.text.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labelled = label.is_some() || before.is_some_and(is_site) || earlier.is_some_and(is_site);
    if piece.text.contains('@') || !is_host(host) {
        return None;
    }
    let parts: Vec<&str> = host.split('.').collect();
    let [.., second, last] = parts.as_slice() else { return None };
    let last = last.to_ascii_lowercase();
    let known = ENDINGS.contains(&last.as_str()) && second.len() > 1 || lower.starts_with("x.com/");
    let sure = labelled || !WORDLIKE.contains(&last.as_str()) || parts.len() > 2;
    let written = host.chars().all(|c| !c.is_ascii_uppercase()) || labelled;
    let begins = lower.starts_with("www.") || label.is_some() || before.is_some_and(is_site);
    (begins || (known && sure && written)).then(|| piece.found(text, Kind::Url, format!("https://{}", piece.text), State::Whole))
}

fn is_site(word: &str) -> bool {
    let plain = word.trim_end_matches(':').to_ascii_lowercase();
    matches!(plain.as_str(), "website" | "site" | "domain" | "url" | "webpage" | "homepage")
}

/// Letters, digits and hyphens in at least two parts, the last of letters.
fn is_host(host: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && part.len() < 64
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let last = host.rsplit('.').next().unwrap_or_default();
    host.contains('.') && host.len() < 254 && host.split('.').all(part) && last.chars().count() > 1 && last.chars().all(char::is_alphabetic)
}

fn is_mail(word: &str) -> bool {
    let plain = word.trim_end_matches(':').to_ascii_lowercase();
    matches!(plain.as_str(), "email" | "e-mail" | "mail" | "mailid" | "mail-id" | "email-id")
}

fn mailbox(text: &str, piece: &Piece<'_>, before: Option<&str>, earlier: Option<&str>) -> Option<Found> {
    let at = piece.text.find('@').filter(|at| *at > 0)?;
    // "email:x@y.zz", "mailto:x@y.zz", "name/x@y.zz"
    let from = piece.text[..at].rfind([':', '/', '=']).map_or(0, |colon| colon + 1);
    if from >= at {
        return None;
    }
    let label = from.checked_sub(1).and_then(|colon| piece.text.get(..colon)).or(before);
    let piece = piece.behind(from);
    let (local, host) = piece.text.split_once('@')?;
    if host.contains('@') {
        let why = "it has more than one @".to_owned();
        let meant = host.contains('.');
        return meant.then(|| piece.found(text, Kind::Email, piece.text.to_owned(), State::Malformed(why)));
    }
    // "rakesh@okaxis" is where somebody is paid.
    let meant = label.is_some_and(is_mail) || earlier.is_some_and(is_mail) || PROVIDERS.iter().any(|provider| host.starts_with(provider));
    if !(host.contains('.') || meant) {
        return None;
    }
    if local.contains(['*', '•']) || host.contains(['*', '•']) {
        let count = piece.text.chars().filter(|c| matches!(c, '*' | '•')).count();
        let why = format!("{count} of its characters are masked");
        return Some(piece.found(text, Kind::Email, piece.text.to_owned(), State::Incomplete(why)));
    }
    let fault = if !is_host(host) {
        Some("what stands behind its @ is no name of a host")
    } else if local.starts_with('.') || local.ends_with('.') || local.contains("..") || local.len() > 64 {
        Some("what stands before its @ is no name of a mailbox")
    } else {
        None
    };
    Some(match fault {
        Some(why) => piece.found(text, Kind::Email, piece.text.to_owned(), State::Malformed(why.into())),
        None => piece.found(text, Kind::Email, format!("{local}@{}", host.to_lowercase()), State::Whole),
    })
}

/// `@name`, or a name behind a network's: "instagram: name", "github handle name".
fn handle(text: &str, piece: &Piece<'_>, before: Option<&str>, earlier: Option<&str>) -> Option<Found> {
    let network = |word: Option<&str>, colon: bool| {
        let word = word?;
        let plain = word.strip_suffix(':');
        let (word, labelled) = (plain.unwrap_or(word), plain.is_some());
        let network = NETWORKS.iter().find(|(written, _)| word.eq_ignore_ascii_case(written));
        network.filter(|_| labelled || !colon).map(|(_, network)| *network)
    };
    // "instagram:name" in one piece.
    if let Some((word, name)) = piece.text.split_once(':').filter(|(_, name)| !name.is_empty()) {
        let network = NETWORKS.iter().find(|(written, _)| word.eq_ignore_ascii_case(written))?.1;
        let name = name.trim_start_matches('@');
        return is_handle(name).then(|| piece.found(text, Kind::Handle, format!("{network}:{name}"), State::Whole));
    }
    let at = piece.text.strip_prefix('@');
    // "@asha@fosstodon.org": a name of the fediverse holds its server.
    if let Some((name, server)) = at.and_then(|name| name.split_once('@')).filter(|(name, server)| is_handle(name) && is_host(server)) {
        return Some(piece.found(text, Kind::Handle, format!("mastodon:{name}@{}", server.to_lowercase()), State::Whole));
    }
    let noun = before.is_some_and(|word| {
        let plain = word.trim_end_matches(':').to_ascii_lowercase();
        matches!(plain.as_str(), "handle" | "id" | "username" | "user" | "profile" | "account" | "is")
    });
    let network = network(before, at.is_none()).or_else(|| noun.then(|| network(earlier, false)).flatten());
    let name = at.unwrap_or(piece.text);
    if at.is_none() && network.is_none() || !is_handle(name) || at.is_none() && Classes::of(&name.to_lowercase()).is_common() {
        return None;
    }
    let value = network.map_or_else(|| format!("@{name}"), |network| format!("{network}:{name}"));
    Some(piece.found(text, Kind::Handle, value, State::Whole))
}

fn is_handle(name: &str) -> bool {
    let count = name.chars().count();
    (2..=HANDLE_CHARS_MAX).contains(&count)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
        && name.chars().any(char::is_alphabetic)
        && !matches!(
            name.to_ascii_lowercase().as_str(),
            "handle" | "id" | "profile" | "account" | "page" | "username" | "is" | "and" | "or"
        )
}
