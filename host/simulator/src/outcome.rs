//! Magic identifiers: their last two digits say what happens.

/// What a magic identifier asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 00: the provider holds a record that agrees. Also 08 where the contract knows no answers that come later, 09 (screening
    /// hit) where it screens nobody, and 10 and 11, which ask for a fault of ours ([`crate::Fault`]).
    Verified,
    /// 01: the record is another person's. A provider that is told no name verifies.
    NameMismatch,
    /// 02: the provider holds no such record.
    NotFound,
    /// 03: the record is no longer in force.
    Inactive,
    /// 04: the provider is down (HTTP 503).
    Unavailable,
    /// 05: no answer before the deadline.
    Timeout,
    /// 06: HTTP 429 with `Retry-After`.
    RateLimited,
    /// 07: an answer that is not what the provider's documentation promises.
    Malformed,
}

/// 08: accepted now and answered when it is asked for again, in the contracts that have it.
pub(crate) const PENDING: &str = "08";

impl Outcome {
    /// By the two digits of an identifier that carry the code. `None`: no code, so not in the catalogue.
    pub(crate) fn of(code: &str) -> Option<Outcome> {
        match code {
            "00" | "08" | "09" | "10" | "11" => Some(Outcome::Verified),
            "01" => Some(Outcome::NameMismatch),
            "02" => Some(Outcome::NotFound),
            "03" => Some(Outcome::Inactive),
            "04" => Some(Outcome::Unavailable),
            "05" => Some(Outcome::Timeout),
            "06" => Some(Outcome::RateLimited),
            "07" => Some(Outcome::Malformed),
            _ => None,
        }
    }
}

/// What a text asks for that ends in a code behind a plus or a hyphen: e-mail addresses, names on platforms, labels of domains.
pub(crate) fn suffix(text: &str) -> Option<Outcome> {
    let code = text.get(text.len().checked_sub(3)?..)?.strip_prefix(['+', '-'])?;
    Outcome::of(code)
}
