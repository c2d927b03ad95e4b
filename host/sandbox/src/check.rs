//! A call of a check: one fresh instance, one answer.

use crate::{Grants, Manifest};
use journal::{CallId, Json, Time};
use std::sync::Arc;

/// A check component, compiled. Cheap to clone.
#[derive(Clone)]
pub struct Check {
    digest: Arc<str>,
    manifest: Arc<Manifest>,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Call {
    /// Its id; the same for every repetition.
    pub id: CallId,
    /// Name of the check, as the manifest has it.
    pub check: String,
    /// A JSON object.
    pub input: Json,
    /// When it was asked: the guest's clock.
    pub asked_at: Time,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The check's answer, a JSON object.
    Success(Json),
    /// The provider holds no such record; a JSON object.
    NotFound(Json),
    /// No answer.
    Failed {
        /// Stable word.
        code: String,
        /// One sentence.
        message: String,
        /// Whether the same call may succeed later.
        retryable: bool,
    },
}

impl Check {
    /// SHA-256 of the component, in lower-case hexadecimal.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// What the component offers.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Performs one call in a fresh instance. Whatever the guest does, there is an answer.
    pub async fn perform(&self, _call: &Call, _grants: &Grants, _out: &dyn egress::Outbound) -> Answer {
        Answer::Failed { code: "not_built".into(), message: String::new(), retryable: false }
    }
}
