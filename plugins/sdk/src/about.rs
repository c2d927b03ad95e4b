//! What a check says about itself.

use crate::field::Field;

/// An outside service. The operator decides where it really lives and holds its secrets.
#[derive(Clone, Copy, Debug)]
pub struct Provider {
    /// `[a-z][a-z0-9_]{0,31}`.
    pub name: &'static str,
    /// Where its public documentation says it lives: `https://`, a host, an optional path without a closing slash.
    pub base_url: &'static str,
    /// Names of the secrets that requests mention, each `[a-z][a-z0-9_]{0,31}`.
    pub secrets: &'static [&'static str],
}

/// One check, as clients, admins and workflows see it.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// `[a-z][a-z0-9_]{0,63}`.
    pub name: &'static str,
    /// One sentence: what is asked of whom.
    pub summary: &'static str,
    /// Members of the input, named after the identifiers they hold.
    pub input: &'static [Field],
    /// Members of a successful answer.
    pub output: &'static [Field],
    /// Names of the providers it speaks to. Empty: it works offline.
    pub providers: &'static [&'static str],
    /// Suggested price of a successful call in credits: a decimal with at most six places.
    pub price: &'static str,
    /// Whether "no such record" costs the same as a success.
    pub bills_not_found: bool,
    /// Whether the same call may be performed again after a crash.
    pub repeatable: bool,
}
