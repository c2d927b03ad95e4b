//! Front matter of a component that is a workflow by itself: what to call it, whose word its plans need, which checks it may call.

use super::{secret, unseen};
use crate::diagnostic::{Diagnostic, Found, Severity, nearest};
use crate::{Approval, Catalogue, Disclosure, front, text};

/// Checks that one component may call.
pub const CHECKS_MAX: usize = 64;

/// What the front matter of a component says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What people call it.
    pub name: String,
    /// One or two sentences; empty where the author gave none.
    pub description: String,
    /// Which plans park until somebody decides.
    pub approval: Approval,
    /// The checks it may call, at least one, each once.
    pub checks: Vec<String>,
}

/// All that is to be said of a component's front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComponentLint {
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// What is sent to whom, in the order of the checks.
    pub disclosures: Vec<Disclosure>,
    /// What it says; absent where there is an error.
    pub about: Option<About>,
}

/// Reads the front matter of a component.
pub fn lint_component(source: &str, catalogue: &Catalogue) -> ComponentLint {
    let source = text(source);
    let mut found = Found::new(source);
    secret::look(source, &mut found);
    unseen::look(source, &mut found);
    let front = front::read_component(source, &mut found);
    let (mut checks, mut disclosures): (Vec<String>, Vec<Disclosure>) = (Vec::new(), Vec::new());
    for (name, at) in &front.checks {
        let Some(check) = catalogue.check(name) else {
            let near = nearest(name, catalogue.names());
            let help = near.map_or_else(|| "see `enrich check list`".to_owned(), |near| format!("did you mean `{near}`?"));
            found.error("unknown_check", at.clone(), format!("unknown check `{name}`"), help);
            continue;
        };
        if checks.contains(name) {
            found.error("check_twice", at.clone(), format!("`{name}` is named twice"), "name each check once; it may be called many times");
            continue;
        }
        checks.push(name.clone());
        disclosures.extend(check.discloses(name, at, check.personal_input(), &mut found));
    }
    if front.sound && !(1..=CHECKS_MAX).contains(&front.checks.len()) {
        let message = format!("the component may call {} checks", front.checks.len());
        let help = format!("write `checks: [pan_verification]` with the 1 to {CHECKS_MAX} checks that it calls: no other is let through");
        found.error("no_checks", 0..3, message, help);
    }
    let diagnostics = found.into_sorted();
    let usable = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    let about = About { name: front.name, description: front.description, approval: front.approval, checks };
    ComponentLint { diagnostics, disclosures, about: usable.then_some(about) }
}
