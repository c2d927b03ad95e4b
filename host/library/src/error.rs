//! What can go wrong with things that a run is pinned to.

/// Why the built-ins cannot be used. The server does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A built-in component does not compile or breaks the rules of its kind.
    #[error("load the built-in component {name}")]
    Component {
        /// Which.
        name: &'static str,
        /// What the sandbox says.
        #[source]
        source: sandbox::Error,
    },
    /// A built-in procedure is faulty.
    #[error("read the built-in procedure {slug}:\n{diagnostics}")]
    Procedure {
        /// Which.
        slug: &'static str,
        /// All that is wrong with it.
        diagnostics: String,
    },
    /// Two built-in components offer a check of the same name.
    #[error("two built-in components offer the check {0}")]
    CheckTwice(String),
    /// The database.
    #[error("keep the built-ins in the store")]
    Store(#[from] store::Error),
    /// A background task was lost.
    #[error("wait for the compiler of guests")]
    Join(#[from] tokio::task::JoinError),
}

/// Why what a run is pinned to cannot be executed here.
#[derive(Debug, thiserror::Error)]
pub enum Gone {
    /// It was made for a WIT version that this build does not run.
    #[error("the {kind} was made for version {wit} of the interface")]
    Foreign {
        /// `component` or `check`.
        kind: &'static str,
        /// The version.
        wit: String,
    },
    /// It is neither built in nor stored.
    #[error("no {kind} with the digest {digest}")]
    Missing {
        /// `component`, `procedure` or `check`.
        kind: &'static str,
        /// SHA-256 in lower-case hexadecimal.
        digest: String,
    },
    /// It is stored, and this build cannot use it.
    #[error("the {kind} with the digest {digest} cannot be used by this build")]
    Unusable {
        /// `component`, `procedure` or `check`.
        kind: &'static str,
        /// SHA-256 in lower-case hexadecimal.
        digest: String,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The database. Worth trying again.
    #[error("read what a run is pinned to")]
    Store(#[from] store::Error),
    /// A background task was lost.
    #[error("wait for the compiler of guests")]
    Join(#[from] tokio::task::JoinError),
}
