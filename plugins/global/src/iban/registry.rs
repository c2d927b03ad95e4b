//! What the registry says of a country's account numbers: how they are built and where the bank stands in them.

use super::registry_data::COUNTRIES;

/// One country.
#[derive(Debug)]
pub(super) struct Country {
    /// ISO 3166-1, two letters.
    pub(super) code: &'static str,
    /// Lengths and kinds of the account number's parts: `4n12c` is four digits and twelve letters or digits.
    pub(super) spec: &'static str,
    /// From where to where in the account number: bank, branch, account, national check digits. Empty: it has none.
    pub(super) spans: [(u8, u8); 4],
    /// Whether its banks take part in the Single Euro Payments Area.
    pub(super) sepa: bool,
    /// Whether it is registered.
    pub(super) listed: bool,
}

/// A part of an account number.
#[derive(Clone, Copy)]
pub(super) enum Part {
    Bank,
    Branch,
    Account,
    Check,
}

/// The country with this code, registered or not.
pub(super) fn find(code: &str) -> Option<&'static Country> {
    COUNTRIES.binary_search_by_key(&code, |country| country.code).ok().map(|index| &COUNTRIES[index])
}

impl Country {
    /// Lengths and kinds, in order.
    pub(super) fn parts(&self) -> impl Iterator<Item = (usize, u8)> {
        let mut rest = self.spec;
        std::iter::from_fn(move || {
            let end = rest.find(|c: char| !c.is_ascii_digit())?;
            let part = (rest[..end].parse().ok()?, rest.as_bytes()[end]);
            rest = &rest[end + 1..];
            Some(part)
        })
    }

    /// Characters of an account number.
    pub(super) fn length(&self) -> usize {
        self.parts().map(|(length, _)| length).sum()
    }

    /// The first place, from 0, at which another kind of character is needed, and which.
    pub(super) fn misfit(&self, account: &str) -> Option<(usize, &'static str)> {
        let kinds = self.parts().flat_map(|(length, kind)| std::iter::repeat_n(kind, length));
        kinds.zip(account.bytes()).enumerate().find_map(|(place, (kind, byte))| match kind {
            b'n' if !byte.is_ascii_digit() => Some((place, "a digit")),
            b'a' if !byte.is_ascii_uppercase() => Some((place, "a letter")),
            _ => None,
        })
    }

    /// That part of an account number, unless its country has none.
    pub(super) fn part<'a>(&self, part: Part, account: &'a str) -> Option<&'a str> {
        let (start, end) = self.spans[part as usize];
        account.get(usize::from(start)..usize::from(end)).filter(|text| !text.is_empty())
    }
}
