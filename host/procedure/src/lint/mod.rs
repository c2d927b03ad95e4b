//! What a procedure means for the checks it names: arguments, conditions, prices, personal data.
//!
//! Each file looks for one kind of thing and says it through [`Found`]. What could not be read is not looked at again: a fault
//! is told once, where it is.

mod arguments;
mod catalogue;
mod component;
mod conditions;
mod cost;
mod part;
mod prose;
mod secret;
mod shape;
mod truth;
mod types;
mod unseen;

pub use catalogue::{Catalogue, DescribedCheck, STAYS_HERE};
pub use component::{About, CHECKS_MAX, ComponentLint, lint_component};
pub use cost::{Cost, Disclosure};

use crate::diagnostic::{Diagnostic, Found, Severity};
use crate::{Draft, Procedure, text};
use serde::Serialize;

/// All that is to be said of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lint {
    /// In the order of the document; at most [`crate::DIAGNOSTICS_MAX`].
    pub diagnostics: Vec<Diagnostic>,
    /// What a run may cost; absent where that is beyond counting.
    pub cost: Option<Cost>,
    /// What is sent to whom, in the order of the steps.
    pub disclosures: Vec<Disclosure>,
    /// The procedure; absent where there is an error.
    pub procedure: Option<Procedure>,
}

impl Lint {
    /// Whether the procedure can be used: there is no error, though there may be warnings.
    pub fn is_usable(&self) -> bool {
        self.procedure.is_some()
    }
}

/// Reads a page and looks at it with what is known of the checks.
pub fn lint(source: &str, catalogue: &Catalogue) -> Lint {
    let text = text(source);
    let mut found = Found::new(text);
    let names = catalogue.names();
    // First, so that whatever else is said of a line with a secret does not repeat it.
    secret::look(text, &mut found);
    unseen::look(text, &mut found);
    let Some(mut draft) = Draft::read(text, &names, &mut found) else {
        return Lint { diagnostics: found.into_sorted(), cost: None, disclosures: Vec::new(), procedure: None };
    };
    prose::look(&mut draft.body, &mut found);
    let (front, body) = (&draft.front, &draft.body);
    let answers = types::Answers::of(
        body.steps().filter_map(|step| Some((step.check.clone(), catalogue.check(&step.check)?.output.clone()))).collect(),
    );
    arguments::look(front, body, catalogue, &answers, &mut found);
    arguments::look_at_unused(front, body, catalogue, &mut found);
    conditions::look(body, &answers, &mut found);
    cost::look_at_recent(body, catalogue, &mut found);
    let cost = cost::cost(body, catalogue);
    if let Some(cost) = cost {
        cost::look(front, cost, &mut found);
    }
    let disclosures = cost::disclosures(front, body, catalogue, &mut found);
    let diagnostics = found.into_sorted();
    let usable = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    Lint { diagnostics, cost, disclosures, procedure: usable.then(|| draft.into_procedure(source)) }
}
