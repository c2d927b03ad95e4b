//! What a page says, typed. Its JSON is the workflow component's; members that a page does not use are left out of it.

use journal::event::Approval;
use journal::{Credits, credits};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A verification procedure: which checks run, on what, in which order, what follows from them, and what the report says first.
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
    /// The rules of `## Decision`, in order: the first that holds decides. Empty: the procedure takes no decision.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decision: Vec<Rule>,
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

impl Inputs {
    /// Whether the procedure uses identifiers of this kind.
    pub fn takes(&self, kind: Kind) -> bool {
        self.required.contains(&kind) || self.optional.contains(&kind)
    }

    /// What gives a step the argument of this name: its author binds it, or the request has an identifier of that name.
    pub fn source<'a>(&self, bound: impl IntoIterator<Item = &'a Argument>, name: &str) -> Option<Source> {
        let bound = bound.into_iter().find(|argument| argument.name == name);
        let named = || Kind::named(name).filter(|kind| self.takes(*kind)).map(|input| Source::Input { input });
        bound.map(|argument| argument.from.clone()).or_else(named)
    }
}

/// A kind of identifier. It grows; a procedure that names an unknown one is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's or a business's name.
    Name,
    /// A telephone number.
    Phone,
    /// An Indian Permanent Account Number.
    Pan,
    /// An Indian goods and services tax number.
    Gstin,
    /// An Indian corporate identity number.
    Cin,
    /// A date of birth.
    DateOfBirth,
    /// An e-mail address.
    Email,
    /// The address of a page or a site.
    Url,
    /// A name on a social network.
    Handle,
    /// A postal address.
    Address,
    /// An Indian identity number.
    Aadhaar,
    /// An Indian provident fund member's number.
    Uan,
    /// The registration of an Indian vehicle.
    VehicleNumber,
    /// The code of an Indian bank's branch.
    Ifsc,
    /// The number of a bank account.
    AccountNumber,
    /// A US Social Security number.
    Ssn,
    /// A US Employer Identification Number.
    Ein,
    /// A Vehicle Identification Number.
    Vin,
    /// A US bank's routing number.
    RoutingNumber,
    /// A filer's number at the US Securities and Exchange Commission.
    Cik,
    /// An identity number of the United Arab Emirates.
    EmiratesId,
    /// The number of a trade licence in the United Arab Emirates.
    TradeLicence,
    /// A tax registration number of the United Arab Emirates.
    Trn,
    /// A Legal Entity Identifier.
    Lei,
    /// An International Bank Account Number.
    Iban,
    /// A person's nationality.
    Nationality,
}

impl Kind {
    /// All kinds, as front matter writes them.
    pub const ALL: [Kind; 26] = [
        Kind::Name,
        Kind::Phone,
        Kind::Pan,
        Kind::Gstin,
        Kind::Cin,
        Kind::DateOfBirth,
        Kind::Email,
        Kind::Url,
        Kind::Handle,
        Kind::Address,
        Kind::Aadhaar,
        Kind::Uan,
        Kind::VehicleNumber,
        Kind::Ifsc,
        Kind::AccountNumber,
        Kind::Ssn,
        Kind::Ein,
        Kind::Vin,
        Kind::RoutingNumber,
        Kind::Cik,
        Kind::EmiratesId,
        Kind::TradeLicence,
        Kind::Trn,
        Kind::Lei,
        Kind::Iban,
        Kind::Nationality,
    ];

    /// As front matter and the inputs of checks write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Phone => "phone",
            Kind::Pan => "pan",
            Kind::Gstin => "gstin",
            Kind::Cin => "cin",
            Kind::DateOfBirth => "date_of_birth",
            Kind::Email => "email",
            Kind::Url => "url",
            Kind::Handle => "handle",
            Kind::Address => "address",
            Kind::Aadhaar => "aadhaar",
            Kind::Uan => "uan",
            Kind::VehicleNumber => "vehicle_number",
            Kind::Ifsc => "ifsc",
            Kind::AccountNumber => "account_number",
            Kind::Ssn => "ssn",
            Kind::Ein => "ein",
            Kind::Vin => "vin",
            Kind::RoutingNumber => "routing_number",
            Kind::Cik => "cik",
            Kind::EmiratesId => "emirates_id",
            Kind::TradeLicence => "trade_licence",
            Kind::Trn => "trn",
            Kind::Lei => "lei",
            Kind::Iban => "iban",
            Kind::Nationality => "nationality",
        }
    }

    /// Whether it says something of a person, or may: all but what names a company, a bank's branch or a register's entry alone.
    pub fn is_personal(self) -> bool {
        use Kind::{Cik, Cin, Ifsc, Lei, RoutingNumber, TradeLicence, Trn};
        !matches!(self, Cik | Cin | Ifsc | Lei | RoutingNumber | TradeLicence | Trn)
    }

    /// The kind that is written so.
    pub fn named(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
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
    /// Arguments that the author binds; all others come from the request, by their names.
    pub with: Vec<Argument>,
    /// It is made only where this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// Days, 1 to 365: a paid answer that the organisation had within them may stand for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recent_days: Option<u16>,
    /// What such an answer costs; absent: nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "credits::micros_or_none")]
    pub recent_price: Option<Credits>,
}

/// A condition, in CEL.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct When {
    /// As it was written; [`condition::Condition::parse`] reads it.
    pub text: String,
    /// The steps whose outcomes it waits for, by check, each once. Empty: the request alone decides.
    pub checks: Vec<String>,
}

/// An argument that the author binds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// Name of the member of the check's input.
    pub name: String,
    /// Where its value comes from.
    pub from: Source,
}

/// Where an argument's value comes from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Source {
    /// Another check's answer. The step waits for it.
    Answer(Reference),
    /// An identifier of the request.
    Input {
        /// Which.
        input: Kind,
    },
}

/// A member of a check's answer: `pan_verification.registered_name`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Reference {
    /// The check, a step of the same procedure.
    pub check: String,
    /// Names of members, outermost first; at least one.
    pub path: Vec<String>,
}

/// A rule of `## Decision`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// What it decides.
    pub outcome: Outcome,
    /// It applies where this holds; absent: in all remaining cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<When>,
    /// The author's words beside it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What a decision can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Nothing stands against it.
    Approve,
    /// A person has to look at it.
    Review,
    /// It is refused.
    Decline,
}

impl Outcome {
    /// All outcomes, as rules write them.
    pub const ALL: [Outcome; 3] = [Outcome::Approve, Outcome::Review, Outcome::Decline];

    /// As rules write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Outcome::Approve => "approve",
            Outcome::Review => "review",
            Outcome::Decline => "decline",
        }
    }
}

/// What `check.status` is in conditions, whatever the check.
pub const STATUSES: [&str; 4] = ["success", "not_found", "failed", "not_made"];

/// The `## Report` section, and what the front matter says of the report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// Its title; absent: the procedure's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Which members of answers it shows.
    #[serde(default, skip_serializing_if = "Shown::is_all")]
    pub shown: Shown,
    /// Its Markdown.
    pub text: String,
    /// The answers it names in code spans, in order.
    pub facts: Vec<Reference>,
}

/// Which members of answers a report shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// All.
    #[default]
    All,
    /// Those that `## Report` names.
    Named,
}

impl Shown {
    fn is_all(&self) -> bool {
        *self == Shown::All
    }
}

impl Procedure {
    /// All steps, in the order of the document.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.phases.iter().flat_map(|phase| &phase.steps)
    }

    /// The steps that run side by side, stage after stage: a step is in the first stage that follows all it waits for.
    pub fn stages(&self) -> Vec<Vec<&Step>> {
        let mut stages: Vec<Vec<&Step>> = Vec::new();
        let mut done: BTreeSet<&str> = BTreeSet::new();
        let mut waiting: Vec<&Step> = self.steps().collect();
        while !waiting.is_empty() {
            let (ready, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|step| step.waits_for().all(|check| done.contains(check)));
            if ready.is_empty() {
                break;
            }
            done.extend(ready.iter().map(|step| step.check.as_str()));
            stages.push(ready);
            waiting = later;
        }
        stages
    }
}

impl Step {
    /// The checks whose outcomes it needs before it can be made or passed over; with repetitions.
    pub fn waits_for(&self) -> impl Iterator<Item = &str> {
        let sources = self.with.iter().filter_map(|argument| argument.from.check());
        sources.chain(self.when.iter().flat_map(|when| when.checks.iter().map(String::as_str)))
    }
}

impl Source {
    /// The check whose answer it is.
    pub fn check(&self) -> Option<&str> {
        match self {
            Source::Answer(reference) => Some(&reference.check),
            Source::Input { .. } => None,
        }
    }
}
