//! What one call of a check may reach and use.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// What one call of a check may reach and use. The default reaches nothing.
#[derive(Clone, Debug, Default)]
pub struct Grants {
    /// The outside services that the operator configured, by the name the guest knows them by.
    pub providers: BTreeMap<String, Provider>,
    /// Bounds of the call.
    pub limits: Limits,
}

/// An outside service, as the operator configured it.
#[derive(Clone, Debug)]
pub struct Provider {
    /// What every path of a request is appended to. No query, no fragment, no user.
    pub base_url: Url,
    /// The secrets that requests to this provider may mention, by name.
    pub secrets: BTreeMap<String, Secret>,
}

/// A text that never leaves the host but in a header towards its own provider. Printing it shows nothing.
///
/// Wherever a provider's answer holds it, the guest reads `[secret]` instead; so even a stand-in should be no ordinary word.
#[derive(Clone)]
pub struct Secret(Arc<str>);

impl Secret {
    /// Wraps the text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Secret(text.into())
    }

    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Bounds of one call of a check.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Real time for the whole call, requests included.
    pub deadline: Duration,
    /// Linear memory of the instance; 128 MiB at most.
    pub memory_bytes: usize,
    /// The answer.
    pub output_bytes: usize,
    /// The body of one HTTP answer.
    pub http_response_bytes: usize,
    /// HTTP requests of one call.
    pub http_requests: u32,
    /// Wasm instructions, roughly: the processor time of the call.
    pub fuel: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            deadline: Duration::from_secs(10),
            memory_bytes: 64 << 20,
            output_bytes: journal::limits::CHECK_OUTPUT_BYTES_MAX,
            http_response_bytes: 1 << 20,
            http_requests: 8,
            fuel: 1_000_000_000,
        }
    }
}
