//! Host names out of what people write: with or without a scheme, a port, a path, and in any alphabet.

use super::script;
use super::suffix::{self, Cut};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};

/// Endings that no registry has: RFC 2606, RFC 6761, RFC 7686, RFC 8375, RFC 9476, and ICANN's reservation of `internal`.
const RESERVED: [&str; 9] = ["test", "example", "invalid", "localhost", "local", "internal", "onion", "alt", "arpa"];
/// Names that are kept for documentation (RFC 2606).
const DOCUMENTATION: [&str; 3] = ["example.com", "example.net", "example.org"];

/// The name of a host, in the form of DNS, and where it is cut: that is looked up once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName {
    text: String,
    /// How many of its last octets are the registry's ending, what was registered, and the ending that a company lends.
    suffix: usize,
    registered: Option<usize>,
    lent: Option<usize>,
    known: bool,
}

impl HostName {
    /// Reads a host name, or the one in a URL. The error is a sentence, never the text.
    pub fn parse(text: &str) -> Result<HostName, String> {
        let text = text.trim();
        let text = match text.split_once("://") {
            Some((scheme, rest)) if is_scheme(scheme) => rest,
            Some(_) => return Err("What stands before :// is no scheme of a URL.".into()),
            None => text.strip_prefix("//").unwrap_or(text),
        };
        let authority = text.split(['/', '?', '#', '\\']).next().unwrap_or_default();
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        if host.starts_with('[') {
            return Err("It names a machine by its address, not a domain.".into());
        }
        let host = match host.split_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && port.len() <= 5 => host,
            Some(_) => return Err("What stands after the host's colon is no port.".into()),
            None => host,
        };
        HostName::of(host)
    }

    /// Reads a host name alone.
    pub(crate) fn of(host: &str) -> Result<HostName, String> {
        let host = host.strip_suffix('.').unwrap_or(host);
        if host.is_empty() {
            return Err("It names no host.".into());
        }
        let ascii = Uts46::new().to_ascii(host.as_bytes(), AsciiDenyList::URL, Hyphens::CheckFirstLast, DnsLength::Verify).map_err(
            |_| "It is no name that DNS could have: its labels have from 1 to 63 characters, letters, digits and inner hyphens.",
        )?;
        let ascii = ascii.into_owned();
        let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-._".contains(&byte);
        if !ascii.bytes().all(is_name) {
            return Err("It has a character that no host name has.".into());
        }
        let last = ascii.rsplit('.').next().unwrap_or_default();
        if last.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err("It names a machine by its address, not a domain.".into());
        }
        let cut = suffix::cut(&ascii);
        let (suffix, registered, lent) = (cut.suffix.len(), cut.registered.map(str::len), cut.lent.map(str::len));
        Ok(HostName { known: cut.known, suffix, registered, lent, text: ascii })
    }

    /// The name in the form of DNS.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The name in its own alphabet.
    pub fn unicode(&self) -> String {
        if self.text.contains("xn--") { idna::domain_to_unicode(&self.text).0 } else { self.text.clone() }
    }

    pub(super) fn cut(&self) -> Cut<'_> {
        let last = |octets: usize| &self.text[self.text.len() - octets..];
        Cut { suffix: last(self.suffix), known: self.known, registered: self.registered.map(last), lent: self.lent.map(last) }
    }

    /// What its owner registered: an ending and one label.
    pub fn registered(&self) -> Option<&str> {
        self.cut().registered
    }

    /// The name in our letters that a part of this one, which is in others, looks like.
    pub fn looks_like(&self) -> Option<String> {
        let unicode = self.unicode();
        let labels: Vec<String> = unicode.split('.').map(|label| script::looks_like(label).unwrap_or_else(|| label.to_owned())).collect();
        let like = labels.join(".");
        (like != unicode).then_some(like)
    }

    /// Why this may be no real domain, or not the one it seems to be, in sentences without its characters. Empty: nothing speaks
    /// against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        let last = self.text.rsplit('.').next().unwrap_or_default();
        if RESERVED.contains(&last) || self.registered().is_some_and(|name| DOCUMENTATION.contains(&name)) {
            doubts.push("The name is kept for documentation, tests or inner networks: nobody can have it.");
        } else if !self.cut().known {
            doubts.push("No registry is known for its ending.");
        }
        if self.registered().is_some_and(|name| name.contains('_')) {
            doubts.push("The registered part has an underscore, which no registry takes.");
        }
        if self.unicode().split('.').any(script::is_mixed) {
            doubts.push("A label mixes letters of several alphabets.");
        }
        if self.looks_like().is_some() {
            doubts.push("In its own alphabet the name looks like another in Latin letters.");
        }
        doubts
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

#[cfg(test)]
#[path = "name_tests.rs"]
mod tests;
