//! Markdown to procedure, with diagnostics.
//!
//! A procedure is a Markdown page: front matter that binds (name, approval, inputs), `##` headings as phases, list items that
//! name one check as steps, and a `## Report` section. [`parse`] turns it into a [`Procedure`], or says at which line and
//! column what is wrong and what to do about it. The JSON of a `Procedure` is what the workflow component is handed.

mod body;
mod diagnostic;
mod flow;
mod front;
mod place;

pub use diagnostic::Diagnostic;
pub use journal::event::Approval;

use serde::{Deserialize, Serialize};

/// Bytes of one procedure's Markdown.
pub const SOURCE_BYTES_MAX: usize = 256 << 10;
/// Steps of one procedure.
pub const STEPS_MAX: usize = 200;
/// Diagnostics of one procedure; what comes after them is not looked for.
pub const DIAGNOSTICS_MAX: usize = 100;

/// A verification procedure: which checks run, on what, in which order, and what the report says first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Procedure {
    /// SHA-256 of the Markdown, in lower-case hexadecimal: the version that a run pins.
    pub version: String,
    /// What people call it.
    pub name: String,
    /// One or two sentences; empty where the author gave none.
    pub description: String,
    /// Which plans park until somebody decides.
    pub approval: Approval,
    /// What it needs to find in a request.
    pub inputs: Inputs,
    /// The sections that hold steps, in the order of the document.
    pub phases: Vec<Phase>,
    /// What the report emphasises.
    pub report: Report,
}

/// The identifiers that a procedure looks for in a request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Inputs {
    /// Without one of these the run ends before it calls anything.
    pub required: Vec<Kind>,
    /// Used where they are given.
    pub optional: Vec<Kind>,
}

/// A kind of identifier. It grows; a procedure that names an unknown one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's name.
    Name,
    /// A telephone number.
    Phone,
    /// An Indian Permanent Account Number.
    Pan,
    /// An Indian goods and services tax number.
    Gstin,
    /// An Indian corporate identity number.
    Cin,
}

impl Kind {
    /// All kinds, as front matter writes them.
    pub const ALL: [Kind; 5] = [Kind::Name, Kind::Phone, Kind::Pan, Kind::Gstin, Kind::Cin];

    /// As front matter and the inputs of checks write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Phone => "phone",
            Kind::Pan => "pan",
            Kind::Gstin => "gstin",
            Kind::Cin => "cin",
        }
    }
}

/// A section of the procedure, and one task of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// The heading.
    pub title: String,
    /// Its steps, at least one.
    pub steps: Vec<Step>,
}

/// One call of one check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The author's words beside the check.
    pub goal: String,
    /// Name of the check. A check is at most one step of a procedure.
    pub check: String,
    /// Whether the run goes on without it where its inputs were not given.
    pub optional: bool,
    /// Arguments taken from other checks' answers; all others come from the request.
    pub with: Vec<Argument>,
}

/// An argument taken from another check's answer. The step waits for that answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// Name of the member of the check's input.
    pub name: String,
    /// Where its value comes from.
    pub from: Reference,
}

/// A member of a check's answer: `pan_verification.registered_name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// The check, a step of the same procedure.
    pub check: String,
    /// Names of members, outermost first; at least one.
    pub path: Vec<String>,
}

/// The `## Report` section.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its Markdown.
    pub text: String,
    /// The answers it names in code spans, in order.
    pub facts: Vec<Reference>,
}

impl Procedure {
    /// All steps, in the order of the document.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.phases.iter().flat_map(|phase| &phase.steps)
    }
}

/// SHA-256 of a procedure's Markdown, in lower-case hexadecimal.
pub fn version(source: &str) -> String {
    data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, source.as_bytes()).as_ref())
}

/// Reads a procedure. `checks` are the names that steps may use. Diagnostics come in the order of the document.
pub fn parse(source: &str, checks: &[&str]) -> Result<Procedure, Vec<Diagnostic>> {
    let mut found = diagnostic::Found::new(source);
    if source.len() > SOURCE_BYTES_MAX {
        found.add(
            "too_long",
            0..0,
            format!("the procedure has {} bytes", source.len()),
            format!("a procedure has at most {SOURCE_BYTES_MAX} bytes: split it, or shorten its prose"),
        );
        return Err(found.into_sorted());
    }
    let (front, body) = front::read(source, &mut found);
    let body = body::read(source, body, checks, &mut found);
    flow::examine(&body, &mut found);
    let diagnostics = found.into_sorted();
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let (phases, report) = body.into_parts();
    Ok(Procedure {
        version: version(source),
        name: front.name,
        description: front.description,
        approval: front.approval,
        inputs: front.inputs,
        phases,
        report,
    })
}
