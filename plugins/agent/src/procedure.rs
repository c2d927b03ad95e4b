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
    /// Its rules, in order. None: it takes no decision.
    #[serde(default)]
    pub decision: Vec<Rule>,
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
    /// Arguments that the author binds.
    pub with: Vec<Argument>,
    /// It is made only where this holds.
    #[serde(default)]
    pub when: Option<When>,
}

/// A condition.
#[derive(Debug, Deserialize)]
pub struct When {
    /// In CEL.
    pub text: String,
    /// The checks it waits for. None: the request alone decides.
    pub checks: Vec<String>,
}

/// See [`Step::with`].
#[derive(Debug, Deserialize)]
pub struct Argument {
    /// Member of the check's input.
    pub name: String,
    /// Its value.
    pub from: Source,
}

/// Where an argument comes from.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Source {
    /// Out of another step's answer.
    Answer(Reference),
    /// Out of the request.
    Input {
        /// Which identifier.
        input: Kind,
    },
}

/// A member of a check's answer.
#[derive(Debug, Deserialize)]
pub struct Reference {
    /// The check.
    pub check: String,
    /// Names of members, outermost first.
    pub path: Vec<String>,
}

/// See [`Procedure::decision`].
#[derive(Debug, Deserialize)]
pub struct Rule {
    /// `approve`, `review` or `decline`.
    pub outcome: String,
    /// It applies where this holds; absent: in all remaining cases.
    #[serde(default)]
    pub when: Option<When>,
    /// The author's words.
    #[serde(default)]
    pub reason: String,
}

/// See [`Procedure::report`].
#[derive(Debug, Default, Deserialize)]
pub struct Report {
    /// Its title; absent: the procedure's name.
    #[serde(default)]
    pub title: Option<String>,
    /// Which members of answers it shows.
    #[serde(default)]
    pub shown: Shown,
    /// Answers to be put first.
    pub facts: Vec<Reference>,
}

/// See [`Report::shown`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// All.
    #[default]
    All,
    /// Those that are put first.
    Named,
}

impl Step {
    /// The steps whose answers it is made with.
    pub fn sources(&self) -> impl Iterator<Item = &Reference> {
        self.with.iter().filter_map(|argument| match &argument.from {
            Source::Answer(reference) => Some(reference),
            Source::Input { .. } => None,
        })
    }
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
