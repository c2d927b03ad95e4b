//! The procedure as the host hands it in: the parts of its JSON that are carried out.

use crate::identify::Kind;
use serde::Deserialize;

/// A procedure. Members that this version does not know are passed over.
#[derive(Debug, Deserialize)]
pub struct Procedure {
    /// SHA-256 of its Markdown.
    pub version: String,
    /// What people call it.
    pub name: String,
    /// What it looks for in a request.
    pub inputs: Inputs,
    /// Its phases, each with at least one step.
    pub phases: Vec<Phase>,
    /// What the report emphasises.
    #[serde(default)]
    pub report: Report,
}

/// See [`Procedure::inputs`].
#[derive(Debug, Deserialize)]
pub struct Inputs {
    /// Without one of these nothing is called.
    pub required: Vec<Kind>,
    /// Used where they are given.
    pub optional: Vec<Kind>,
}

/// One task of the plan.
#[derive(Debug, Deserialize)]
pub struct Phase {
    /// What is to be found out.
    pub title: String,
    /// One call each.
    pub steps: Vec<Step>,
}

/// One call of one check.
#[derive(Debug, Deserialize)]
pub struct Step {
    /// The check; no other step has it.
    pub check: String,
    /// Whether the run goes on without it where its inputs were not given.
    pub optional: bool,
    /// Arguments out of other steps' answers.
    pub with: Vec<Argument>,
}

/// See [`Step::with`].
#[derive(Debug, Deserialize)]
pub struct Argument {
    /// Member of the check's input.
    pub name: String,
    /// Its value.
    pub from: Reference,
}

/// A member of a check's answer.
#[derive(Debug, Deserialize)]
pub struct Reference {
    /// The check.
    pub check: String,
    /// Names of members, outermost first.
    pub path: Vec<String>,
}

/// See [`Procedure::report`].
#[derive(Debug, Default, Deserialize)]
pub struct Report {
    /// Answers to be put first.
    pub facts: Vec<Reference>,
}

impl Inputs {
    /// Whether the procedure looks for this kind at all.
    pub fn knows(&self, kind: Kind) -> bool {
        self.required.contains(&kind) || self.optional.contains(&kind)
    }
}

impl Reference {
    /// As procedures write it: `pan_verification.registered_name`.
    pub fn written(&self) -> String {
        format!("{}.{}", self.check, self.path.join("."))
    }
}
