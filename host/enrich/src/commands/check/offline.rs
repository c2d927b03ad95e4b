//! What a check's answer tells of its input alone.

use egress::{Error, Outbound, Request, Response};
use sandbox::Answer;
use serde::Serialize;
use serde_json::{Map, Value};

/// A way out on which nobody may be asked. Checks know the word, and answer with what their input says by itself.
pub(super) struct Nobody;

#[async_trait::async_trait]
impl Outbound for Nobody {
    async fn send(&self, _request: Request) -> Result<Response, Error> {
        Err(Error::Refused("offline".to_owned()))
    }
}

/// What an input says by itself.
#[derive(Serialize)]
pub(super) struct Offline {
    /// `valid`, `doubtful` or `invalid`; absent where the check judges no structure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) structure: Option<String>,
    /// The identifiers asked about, in their normal form.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(super) normal: Map<String, Value>,
    /// Everything else that follows from the input.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(super) facts: Map<String, Value>,
    /// Why it is doubtful or invalid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) reasons: Vec<String>,
}

impl Offline {
    /// What `answer` tells of an input with these members. The error is the failure as it was.
    pub(super) fn of(answer: Answer, members: &[String]) -> Result<Offline, Answer> {
        let output = match answer {
            Answer::Success(output) | Answer::NotFound(output) => output,
            Answer::Failed { code, message, .. } if code == "invalid_input" => {
                return Ok(Offline {
                    structure: Some("invalid".to_owned()),
                    normal: Map::new(),
                    facts: Map::new(),
                    reasons: vec![message],
                });
            }
            failed @ Answer::Failed { .. } => return Err(failed),
        };
        let Value::Object(mut output) = output.value() else { return Ok(Offline::silent()) };
        let structure = output.remove("structure").and_then(|word| word.as_str().map(str::to_owned));
        let reasons = output.remove("structure_reasons");
        let reasons = reasons.iter().filter_map(Value::as_array).flatten().filter_map(|reason| reason.as_str().map(str::to_owned));
        let reasons = reasons.collect();
        let (normal, facts) = output.into_iter().partition(|(name, _)| members.contains(name));
        Ok(Offline { structure, normal, facts, reasons })
    }

    fn silent() -> Offline {
        Offline { structure: None, normal: Map::new(), facts: Map::new(), reasons: Vec::new() }
    }
}
