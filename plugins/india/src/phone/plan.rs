//! The numbering plan of a region: what its numbers look like, of what type they are, how they are written at home.

use super::pattern::{groups, matches, prefix};
use super::plan_data::PLANS;
use std::borrow::Cow;

/// Types in the order in which they are tried, as words.
const KINDS: [&str; 8] = ["premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail"];

/// One region's plan, still as text: a call looks at a few members only.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    text: &'static str,
}

/// The plans that share a calling code, the main region's first. Empty: no such code.
pub(crate) fn plans(code: u16) -> impl Iterator<Item = Plan> + Clone {
    let start = PLANS.partition_point(|(other, _)| *other < code);
    PLANS[start..].iter().take_while(move |(other, _)| *other == code).map(|(_, text)| Plan { text })
}

impl Plan {
    fn member(self, index: usize) -> &'static str {
        self.text.split('~').nth(index).unwrap_or_default()
    }

    /// ISO 3166 letters, or `001` for numbers of no country.
    pub(crate) fn region(self) -> &'static str {
        self.member(0)
    }

    /// A pattern that only this region's numbers begin with, among those of its calling code.
    fn leading(self) -> &'static str {
        self.member(1)
    }

    /// A pattern of what is dialled before a national number and dropped. Empty: nothing.
    fn trunk_prefix(self) -> &'static str {
        self.member(2)
    }

    /// Numbers of any type.
    fn general(self) -> &'static str {
        self.member(3)
    }

    /// Possible lengths of national numbers: bit n for n digits.
    pub(crate) fn lengths(self) -> u32 {
        lengths(self.general())
    }

    /// Whether a number has the general shape of this plan.
    pub(crate) fn fits(self, national: &str) -> bool {
        described(self.general(), national)
    }

    /// Pattern and template of what is dialled otherwise at home than from abroad. Empty: nothing.
    fn rewriting(self) -> &'static str {
        self.member(15)
    }

    /// The national number as it is dialled from abroad: without the prefix that it has at home, or with what takes its place.
    pub(crate) fn dialled_from_abroad(self, national: &str) -> Cow<'_, str> {
        let Some(dialled) = self.rewritten(national).map(Cow::Owned).or_else(|| self.without_prefix(national).map(Cow::Borrowed)) else {
            return Cow::Borrowed(national);
        };
        let possible = u32::try_from(dialled.len()).is_ok_and(|length| length < u32::BITS && self.lengths() >> length & 1 == 1);
        if self.fits(national) && !self.fits(&dialled) || !possible { Cow::Borrowed(national) } else { dialled }
    }

    fn rewritten(self, national: &str) -> Option<String> {
        let (pattern, template) = self.rewriting().split_once('>')?;
        groups(pattern, national).map(|groups| filled(template, &groups))
    }

    fn without_prefix(self, national: &str) -> Option<&str> {
        let prefix = prefix(self.trunk_prefix(), national).filter(|length| *length > 0 && !self.trunk_prefix().is_empty())?;
        national.get(prefix..)
    }

    /// The type of a number, or `None` when it is of no range that this plan has given out.
    pub(crate) fn kind(self, national: &str) -> Option<&'static str> {
        if !self.fits(national) {
            return None;
        }
        let mut members = self.text.split('~').skip(4);
        for kind in KINDS {
            if described(members.next()?, national) {
                return Some(kind);
            }
        }
        match (described(members.next()?, national), described(members.next()?, national)) {
            (true, true) => Some("fixed_line_or_mobile"),
            (true, false) => Some("fixed_line"),
            (false, true) => Some("mobile"),
            (false, false) => None,
        }
    }

    /// Whether a number of this plan's calling code is this region's.
    pub(crate) fn owns(self, national: &str) -> bool {
        match self.leading() {
            "" => self.kind(national).is_some(),
            leading => prefix(leading, national).is_some(),
        }
    }

    /// As it is written and dialled at home.
    pub(crate) fn national_format(self, national: &str) -> String {
        let formats = self.member(14);
        for format in formats.split(';') {
            let mut parts = format.split('>');
            let (Some(pattern), Some(leading), Some(template)) = (parts.next(), parts.next(), parts.next()) else { continue };
            if prefix(leading, national).is_some()
                && let Some(groups) = groups(pattern, national)
            {
                return filled(template, &groups);
            }
        }
        national.into()
    }
}

/// The lengths of a description, `lengths:pattern`. None: those of the general one.
fn lengths(description: &str) -> u32 {
    description.split_once(':').and_then(|(lengths, _)| u32::from_str_radix(lengths, 16).ok()).unwrap_or_default()
}

/// Whether a description, `lengths:pattern`, covers a number. An empty one covers none.
fn described(description: &str, national: &str) -> bool {
    let Some((_, pattern)) = description.split_once(':') else { return false };
    let lengths = lengths(description);
    let length_fits = lengths == 0 || (national.len() < 32 && lengths >> national.len() & 1 == 1);
    length_fits && matches(pattern, national)
}

/// `\1 \2` with the groups in their places.
fn filled(template: &str, groups: &[&str]) -> String {
    let mut out = String::with_capacity(template.len() + 12);
    let mut chars = template.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let group = chars.next().and_then(|digit| digit.to_digit(10)).and_then(|index| groups.get(index as usize - 1));
                out.push_str(group.copied().unwrap_or_default());
            }
            _ => out.push(c),
        }
    }
    out
}
