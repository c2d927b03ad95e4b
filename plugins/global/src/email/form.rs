//! What an e-mail address says by itself (RFC 5321 and 5322, in other alphabets RFC 6531).
//!
//! A local part of words and dots, or in quotes, and behind the last `@` a domain or an address in brackets. Comments, which RFC
//! 5322 still allows and mail servers do not, are taken off and doubted.

use crate::domain::name::HostName;
use crate::domain::script;
use std::net::{Ipv4Addr, Ipv6Addr};

/// Octets of a local part, and of the whole (RFC 5321, 4.5.3.1 with the brackets of a path taken off).
const LOCAL_MAX: usize = 64;
const WHOLE_MAX: usize = 254;

/// A text that is an e-mail address as far as its characters can say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email {
    local: Local,
    domain: Domain,
    commented: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Local {
    /// Words with dots between.
    Plain(String),
    /// What stands in quotes, escapes undone.
    Quoted(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Domain {
    Name(HostName),
    /// What is written in brackets, brackets included.
    Literal(String),
    /// Four numbers as a name: servers do not agree whether that is an address.
    Bare(Ipv4Addr),
}

impl Email {
    /// Reads an address. The error is a sentence that names the part, never the text.
    pub fn parse(text: &str) -> Result<Email, String> {
        let text = text.trim();
        let (local, domain) = split(text).ok_or("An e-mail address has an @ between a local part and a domain.")?;
        let (local, before) = uncommented(local)?;
        let (domain, after) = uncommented(domain)?;
        let email = Email { local: local_part(local)?, domain: domain_part(domain)?, commented: before || after };
        if email.local_text().len() > LOCAL_MAX {
            return Err(format!("The part before the @ has more than {LOCAL_MAX} octets."));
        }
        if email.normal().len() > WHOLE_MAX {
            return Err(format!("An e-mail address has at most {WHOLE_MAX} octets."));
        }
        Ok(email)
    }

    /// The normal form: the domain in lower case as DNS has it, quotes only where they are needed.
    pub fn normal(&self) -> String {
        format!("{}@{}", self.local_text(), self.domain())
    }

    /// The part before the `@`, as it is to be sent.
    fn local_text(&self) -> String {
        match &self.local {
            Local::Plain(text) => text.clone(),
            Local::Quoted(text) if is_plain(text) => text.clone(),
            Local::Quoted(text) => {
                let escaped: String =
                    text.chars().flat_map(|c| ['\\'].into_iter().filter(move |_| c == '"' || c == '\\').chain([c])).collect();
                format!("\"{escaped}\"")
            }
        }
    }

    /// The part after the `@`.
    pub fn domain(&self) -> String {
        match &self.domain {
            Domain::Name(name) => name.as_str().into(),
            Domain::Literal(text) => text.clone(),
            Domain::Bare(address) => address.to_string(),
        }
    }

    /// The domain, where it is one.
    pub(super) fn name(&self) -> Option<&HostName> {
        if let Domain::Name(name) = &self.domain { Some(name) } else { None }
    }

    /// The part before the `@` in lower case, without what stands behind a plus.
    pub(super) fn base(&self) -> String {
        let (Local::Plain(text) | Local::Quoted(text)) = &self.local;
        let lower = text.to_lowercase();
        match lower.split_once('+') {
            Some((base, _)) if !base.is_empty() => base.to_owned(),
            _ => lower,
        }
    }

    /// What stands behind a plus: the holder's own note, which changes nothing for most servers.
    pub(super) fn has_tag(&self) -> bool {
        let (Local::Plain(text) | Local::Quoted(text)) = &self.local;
        text.find('+').is_some_and(|place| place > 0)
    }

    /// Why this may be no real address, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.commented {
            doubts.push("It holds a comment, which mail servers do not take.");
        }
        if matches!(&self.local, Local::Quoted(text) if !is_plain(text)) {
            doubts.push("The part before the @ needs quotes, which many servers do not take.");
        }
        let (Local::Plain(text) | Local::Quoted(text)) = &self.local;
        if script::is_mixed(text) {
            doubts.push("The part before the @ mixes letters of several alphabets.");
        }
        match &self.domain {
            Domain::Name(name) => {
                if !name.as_str().contains('.') {
                    doubts.push("The domain has one label: it is a name inside a network, or an ending.");
                } else {
                    doubts.extend(name.doubts());
                }
            }
            Domain::Literal(_) => doubts.push("Behind the @ stands the address of a machine, not a domain."),
            Domain::Bare(_) => doubts.push("Behind the @ stands the address of a machine without its brackets."),
        }
        doubts
    }
}

/// At the last `@` that is in no quotes and in no comment.
fn split(text: &str) -> Option<(&str, &str)> {
    let (mut quoted, mut escaped, mut depth, mut at) = (false, false, 0_u32, None);
    for (place, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quoted || depth > 0 => escaped = true,
            '"' if depth == 0 => quoted = !quoted,
            '(' if !quoted => depth += 1,
            ')' if !quoted => depth = depth.saturating_sub(1),
            '@' if !quoted && depth == 0 => at = Some(place),
            _ => {}
        }
    }
    at.map(|place| (&text[..place], &text[place + 1..]))
}

/// The part without a comment at its beginning and end, and whether it had any.
fn uncommented(part: &str) -> Result<(&str, bool), String> {
    let mut rest = part;
    if rest.starts_with('(') {
        let end = comment_end(rest).ok_or("A comment in the e-mail address has no end.")?;
        rest = &rest[end..];
    }
    if rest.ends_with(')') {
        let start =
            (0..rest.len()).find(|place| rest[..].is_char_boundary(*place) && comment_end(&rest[*place..]) == Some(rest.len() - place));
        rest = &rest[..start.ok_or("A comment in the e-mail address has no beginning.")?];
    }
    Ok((rest, rest.len() < part.len()))
}

/// Behind the comment that a text begins with.
fn comment_end(text: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0_u32, false);
    for (place, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (place > 0).then_some(place + 1);
        }
    }
    None
}

fn local_part(text: &str) -> Result<Local, String> {
    if let Some(inner) = text.strip_prefix('"') {
        let inner = inner.strip_suffix('"').ok_or("The quotes before the @ are not closed, or something follows them.")?;
        return unquoted(inner).map(Local::Quoted);
    }
    if text.is_empty() {
        return Err("Nothing stands before the @.".into());
    }
    if text.starts_with('.') || text.ends_with('.') || text.contains("..") {
        return Err("A dot before the @ stands at an end or beside another.".into());
    }
    if let Some(place) = text.chars().position(|c| c != '.' && !is_atom(c)) {
        return Err(format!("Character {} before the @ may stand there only in quotes, or not at all.", place + 1));
    }
    Ok(Local::Plain(text.into()))
}

/// What stands in quotes, escapes undone.
fn unquoted(inner: &str) -> Result<String, String> {
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(char) = chars.next() {
        let char = match char {
            '\\' => chars.next().ok_or("The quotes before the @ are not closed, or something follows them.")?,
            '"' => return Err("The quotes before the @ are not closed, or something follows them.".into()),
            char => char,
        };
        if char.is_control() {
            return Err("A control character stands in the quotes before the @.".into());
        }
        out.push(char);
    }
    Ok(out)
}

/// Of RFC 5322's `atext`, and of RFC 6531's letters.
fn is_atom(char: char) -> bool {
    match char {
        _ if char.is_ascii() => char.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(char),
        // Nothing invisible and nothing that turns the text around.
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}' => false,
        _ => !char.is_control() && !char.is_whitespace(),
    }
}

fn is_plain(text: &str) -> bool {
    matches!(local_part(text), Ok(Local::Plain(_)))
}

fn domain_part(text: &str) -> Result<Domain, String> {
    if let Some(literal) = text.strip_prefix('[') {
        let inner = literal.strip_suffix(']').ok_or("The bracket behind the @ is not closed.")?;
        let is_address = match inner.get(..5).filter(|tag| tag.eq_ignore_ascii_case("ipv6:")) {
            Some(_) => inner[5..].parse::<Ipv6Addr>().is_ok(),
            None => inner.parse::<Ipv4Addr>().is_ok(),
        };
        return if is_address {
            Ok(Domain::Literal(text.into()))
        } else {
            Err("What stands in brackets behind the @ is no address.".into())
        };
    }
    if text.is_empty() {
        return Err("Nothing stands behind the @.".into());
    }
    if let Ok(address) = text.parse::<Ipv4Addr>() {
        return Ok(Domain::Bare(address));
    }
    if text.ends_with('.') {
        return Err("The domain ends with a dot.".into());
    }
    let name = HostName::of(text).map_err(|why| format!("Behind the @: {why}"))?;
    if name.as_str().contains('_') {
        return Err("Behind the @ stands an underscore, which no mail domain has.".into());
    }
    Ok(Domain::Name(name))
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
