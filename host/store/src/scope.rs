//! What a key may do.

use std::fmt;
use std::str::FromStr;

/// One kind of thing that a key may be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Read runs, threads, streams and audits.
    RunsRead,
    /// Create, approve and cancel runs, and ask for quotes.
    RunsWrite,
    /// Read balance and ledger.
    UsageRead,
    /// Read workflows and scenarios.
    WorkflowsRead,
    /// Publish workflows and say which versions new runs follow.
    WorkflowsWrite,
    /// Manage webhook endpoints and their deliveries.
    Webhooks,
    /// Put the test clock forward.
    Test,
}

impl Scope {
    /// All of them.
    pub const ALL: [Scope; 7] =
        [Scope::RunsRead, Scope::RunsWrite, Scope::UsageRead, Scope::WorkflowsRead, Scope::WorkflowsWrite, Scope::Webhooks, Scope::Test];

    /// As commands and errors write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::RunsRead => "runs:read",
            Scope::RunsWrite => "runs:write",
            Scope::UsageRead => "usage:read",
            Scope::WorkflowsRead => "workflows:read",
            Scope::WorkflowsWrite => "workflows:write",
            Scope::Webhooks => "webhooks",
            Scope::Test => "test",
        }
    }
}

/// No scope has that name.
#[derive(Debug, thiserror::Error)]
#[error("no such scope; there are {}", Scope::ALL.map(Scope::as_str).join(", "))]
pub struct UnknownScope;

impl FromStr for Scope {
    type Err = UnknownScope;
    fn from_str(text: &str) -> Result<Scope, UnknownScope> {
        Scope::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or(UnknownScope)
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Everything that a key may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scopes(Option<Vec<Scope>>);

impl Scopes {
    /// Whatever there is under /v1, now and later.
    pub const EVERYTHING: Scopes = Scopes(None);

    /// These alone.
    pub fn of(scopes: impl IntoIterator<Item = Scope>) -> Scopes {
        let mut scopes: Vec<Scope> = scopes.into_iter().collect();
        scopes.sort_unstable();
        scopes.dedup();
        Scopes(Some(scopes))
    }

    /// Whether `scope` is among them.
    pub fn allow(&self, scope: Scope) -> bool {
        self.0.as_ref().is_none_or(|scopes| scopes.contains(&scope))
    }

    /// Their names; `None`: everything.
    pub fn names(&self) -> Option<Vec<&'static str>> {
        self.0.as_ref().map(|scopes| scopes.iter().map(|scope| scope.as_str()).collect())
    }

    /// As a column keeps them.
    pub(crate) fn stored(&self) -> Option<String> {
        self.names().map(|names| names.join(" "))
    }

    /// From a column. A scope that this build does not know allows nothing here.
    pub(crate) fn read(column: Option<String>) -> Scopes {
        Scopes(column.map(|names| names.split(' ').filter_map(|name| name.parse().ok()).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_kept_as_words() {
        let some = Scopes::of([Scope::Webhooks, Scope::RunsRead, Scope::RunsRead]);
        assert_eq!(some.stored().as_deref(), Some("runs:read webhooks"));
        assert_eq!(Scopes::read(some.stored()), some);
        assert!(some.allow(Scope::RunsRead) && !some.allow(Scope::RunsWrite));
        assert!(Scopes::read(None).allow(Scope::Test));
        assert!(!Scopes::read(Some("from:the-future".into())).allow(Scope::RunsRead));
        for scope in Scope::ALL {
            assert_eq!(scope.to_string().parse::<Scope>().unwrap(), scope);
        }
    }
}
