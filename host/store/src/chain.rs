//! The hash chain over a journal: changing, moving or removing an entry breaks every link after it. It covers the digest of a
//! payload, not the payload, so that erasing a person leaves it whole.

use journal::{OrgId, RunId, Seq, Time};
use ring::digest::{Context, SHA256};

/// SHA-256.
pub(crate) type Digest = [u8; 32];

fn finish(context: Context) -> Digest {
    let mut out = [0; 32];
    out.copy_from_slice(context.finish().as_ref());
    out
}

/// What the first entry follows: the run's own name, so that no journal passes for another's.
pub(crate) fn genesis(org: OrgId, run: RunId) -> Digest {
    let mut context = Context::new(&SHA256);
    context.update(format!("{org}/{run}").as_bytes());
    finish(context)
}

/// The chain after one more entry. Numbers are big-endian; facts are preceded by their length, so that no two entries read alike.
pub(crate) fn link(previous: &Digest, seq: Seq, at: Time, facts: &str, payload: Option<&Digest>) -> Digest {
    let mut context = Context::new(&SHA256);
    context.update(previous);
    context.update(&seq.to_be_bytes());
    context.update(&at.micros().to_be_bytes());
    context.update(&(facts.len() as u64).to_be_bytes());
    context.update(facts.as_bytes());
    if let Some(payload) = payload {
        context.update(payload);
    }
    finish(context)
}
