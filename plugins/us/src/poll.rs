//! Providers that accept now and answer later. A check cannot wait: it asks again as often as a call may send requests, as fast as
//! the answers come, and says honestly that there is none yet. The same call may succeed later, so it can be made again.

use enrich_sdk::Failure;

/// How often an answer is asked for, after the request that orders it.
pub(crate) const POLLS_MAX: usize = 6;

/// There is no answer yet.
pub(crate) fn pending() -> Failure {
    Failure::new("provider_pending", "The provider has accepted the request and not answered it yet; ask again in a minute.").retryable()
}
