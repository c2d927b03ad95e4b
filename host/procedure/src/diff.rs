//! What is different between two versions of a workflow, in its own terms: steps, conditions, arguments, approval, rules, cost.

use crate::{About, Approval, Argument, Cost, Procedure, Reference, Rule, Source, Step};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// How long lines are compared before what remains is told as replaced.
const LINES_TIME_MAX: Duration = Duration::from_millis(500);

/// A version of a workflow, as far as it can be compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A page, with what a run of it may cost.
    Procedure(Box<Procedure>, Option<Cost>),
    /// A component.
    Component(About),
}

/// One thing that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Stable word: `name`, `description`, `approval`, `input`, `step`, `phase`, `goal`, `round`, `argument`, `condition`, `optional`,
    /// `recent`, `rule`, `report`, `cost`, `check`, `kind`.
    pub about: &'static str,
    /// The step's check, where it is about a step.
    pub check: Option<String>,
    /// As it was; absent where it was not there.
    pub before: Option<String>,
    /// As it is; absent where it is gone.
    pub after: Option<String>,
}

/// What `after` does otherwise than `before`. Prose that binds nothing is no part of it: see [`lines`].
pub fn differences(before: &Content, after: &Content) -> Vec<Difference> {
    let mut found = Found::default();
    match (before, after) {
        (Content::Procedure(before, cost_before), Content::Procedure(after, cost_after)) => {
            found.both((&before.name, &before.description, before.approval), (&after.name, &after.description, after.approval));
            found.sets("input", &inputs(before), &inputs(after));
            found.steps(before, after);
            found.rules(&before.decision, &after.decision);
            found.report(before, after);
            found.cost(*cost_before, *cost_after);
        }
        (Content::Component(before), Content::Component(after)) => {
            found.both((&before.name, &before.description, before.approval), (&after.name, &after.description, after.approval));
            found.sets("check", &before.checks.iter().cloned().collect(), &after.checks.iter().cloned().collect());
        }
        (Content::Procedure(..), Content::Component(_)) => found.add("kind", None, Some("procedure".into()), Some("component".into())),
        (Content::Component(_), Content::Procedure(..)) => found.add("kind", None, Some("component".into()), Some("procedure".into())),
    }
    found.0
}

/// The lines that differ, in the unified form, with three lines around them. Empty: there are none.
pub fn lines(before: &str, after: &str) -> String {
    let diff = similar::TextDiff::configure().timeout(LINES_TIME_MAX).diff_lines(before, after);
    diff.unified_diff().context_radius(3).to_string()
}

#[derive(Default)]
struct Found(Vec<Difference>);

impl Found {
    fn add(&mut self, about: &'static str, check: Option<&str>, before: Option<String>, after: Option<String>) {
        if before != after {
            self.0.push(Difference { about, check: check.map(str::to_owned), before, after });
        }
    }

    fn both(&mut self, before: (&str, &str, Approval), after: (&str, &str, Approval)) {
        let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        self.add("name", None, text(before.0), text(after.0));
        self.add("description", None, text(before.1), text(after.1));
        self.add("approval", None, Some(approval(before.2)), Some(approval(after.2)));
    }

    /// What is gone, and what is new.
    fn sets(&mut self, about: &'static str, before: &BTreeSet<String>, after: &BTreeSet<String>) {
        before.difference(after).for_each(|gone| self.add(about, None, Some(gone.clone()), None));
        after.difference(before).for_each(|fresh| self.add(about, None, None, Some(fresh.clone())));
    }

    fn steps(&mut self, before: &Procedure, after: &Procedure) {
        let (old, new) = (placed(before), placed(after));
        for (check, step) in old.iter().filter(|(check, _)| !new.contains_key(*check)) {
            self.add("step", Some(check), Some(step.step.goal.clone()), None);
        }
        for step in after.steps() {
            let check = step.check.as_str();
            let Some(now) = new.get(check) else { continue };
            match old.get(check) {
                None => self.add("step", Some(check), None, Some(step.goal.clone())),
                Some(was) => self.step(was, now),
            }
        }
    }

    fn step(&mut self, was: &Placed<'_>, now: &Placed<'_>) {
        let check = Some(now.step.check.as_str());
        self.add("phase", check, Some(was.phase.to_owned()), Some(now.phase.to_owned()));
        self.add("goal", check, Some(was.step.goal.clone()), Some(now.step.goal.clone()));
        self.add("round", check, Some(was.round.to_string()), Some(now.round.to_string()));
        let condition = |step: &Step| step.when.as_ref().map(|when| when.text.clone());
        self.add("condition", check, condition(was.step), condition(now.step));
        let optional = |step: &Step| step.optional.then(|| "optional".to_owned());
        self.add("optional", check, optional(was.step), optional(now.step));
        let price = |step: &Step| step.recent_price.map(|price| format!(" at {price} credits")).unwrap_or_default();
        let recent = |step: &Step| step.recent_days.map(|days| format!("at most {days} days old{}", price(step)));
        self.add("recent", check, recent(was.step), recent(now.step));
        let (old, new) = (bound(was.step), bound(now.step));
        for name in old.keys().chain(new.keys().filter(|name| !old.contains_key(*name))) {
            let said = |bound: &BTreeMap<&str, String>| bound.get(name).map(|from| format!("{name} = {from}"));
            self.add("argument", check, said(&old), said(&new));
        }
    }

    /// Rules are read from top to bottom: what only moved is told too.
    fn rules(&mut self, before: &[Rule], after: &[Rule]) {
        let said = |rules: &[Rule]| rules.iter().map(rule).collect::<Vec<_>>();
        let (old, new) = (said(before), said(after));
        let diff = similar::capture_diff_slices(similar::Algorithm::Myers, &old, &new);
        for change in diff.iter().filter(|change| change.tag() != similar::DiffTag::Equal) {
            let (_, gone, fresh) = change.as_tag_tuple();
            gone.for_each(|at| self.add("rule", None, Some(format!("{}. {}", at + 1, old[at])), None));
            fresh.for_each(|at| self.add("rule", None, None, Some(format!("{}. {}", at + 1, new[at]))));
        }
    }

    fn report(&mut self, before: &Procedure, after: &Procedure) {
        let title = |procedure: &Procedure| procedure.report.title.as_ref().map(|title| format!("title: {title}"));
        self.add("report", None, title(before), title(after));
        let shown = |procedure: &Procedure| match procedure.report.shown {
            crate::Shown::All => "shows all".to_owned(),
            crate::Shown::Named => "shows what it names alone".to_owned(),
        };
        self.add("report", None, Some(shown(before)), Some(shown(after)));
        let facts = |procedure: &Procedure| {
            let facts: Vec<String> = procedure.report.facts.iter().map(reference).collect();
            Some(format!("first: {}", facts.join(", "))).filter(|_| !facts.is_empty())
        };
        self.add("report", None, facts(before), facts(after));
    }

    fn cost(&mut self, before: Option<Cost>, after: Option<Cost>) {
        let (Some(before), Some(after)) = (before, after) else { return };
        for (what, was, now) in [
            ("at least", before.least, after.least),
            ("as expected", before.expected, after.expected),
            ("at most", before.most, after.most),
        ] {
            self.add("cost", None, Some(format!("{was} {what}")), Some(format!("{now} {what}")));
        }
    }
}

/// A step with where it stands.
struct Placed<'a> {
    step: &'a Step,
    phase: &'a str,
    /// From 1: those of one round run side by side.
    round: usize,
}

fn placed(procedure: &Procedure) -> BTreeMap<&str, Placed<'_>> {
    let rounds: BTreeMap<&str, usize> = procedure
        .stages()
        .into_iter()
        .zip(1..)
        .flat_map(|(stage, round)| stage.into_iter().map(move |step| (step.check.as_str(), round)))
        .collect();
    let phases = procedure.phases.iter();
    let steps = phases.flat_map(|phase| phase.steps.iter().map(|step| (phase.title.as_str(), step)));
    let placed = steps.map(|(phase, step)| {
        let round = rounds.get(step.check.as_str()).copied().unwrap_or_default();
        (step.check.as_str(), Placed { step, phase, round })
    });
    placed.collect()
}

fn bound(step: &Step) -> BTreeMap<&str, String> {
    let from = |argument: &Argument| match &argument.from {
        Source::Answer(answer) => reference(answer),
        Source::Input { input } => format!("inputs.{}", input.as_str()),
    };
    step.with.iter().map(|argument| (argument.name.as_str(), from(argument))).collect()
}

fn reference(reference: &Reference) -> String {
    format!("{}.{}", reference.check, reference.path.join("."))
}

fn rule(rule: &Rule) -> String {
    let when = rule.when.as_ref().map_or_else(|| "otherwise".to_owned(), |when| format!("when {}", when.text));
    let reason = if rule.reason.is_empty() { String::new() } else { format!(": {}", rule.reason) };
    format!("{} {when}{reason}", rule.outcome.as_str())
}

fn inputs(procedure: &Procedure) -> BTreeSet<String> {
    let required = procedure.inputs.required.iter().map(|kind| format!("{} (required)", kind.as_str()));
    required.chain(procedure.inputs.optional.iter().map(|kind| format!("{} (optional)", kind.as_str()))).collect()
}

fn approval(approval: Approval) -> String {
    match approval {
        Approval::Auto => format!("plans over {} credits wait for a person", Approval::AUTO_CEILING),
        Approval::Always => "every plan waits for a person".to_owned(),
        Approval::Never => "no plan waits for a person".to_owned(),
        Approval::Over(limit) => format!("plans over {limit} credits wait for a person"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../../../workflows/examples/decision.md");

    fn content(page: &str) -> Content {
        let checks = ["pan_verification", "name_match", "mobile_intelligence"];
        Content::Procedure(Box::new(crate::parse(page, &checks).unwrap()), None)
    }

    type Told = (&'static str, Option<String>, Option<String>, Option<String>);

    fn told(before: &str, after: &str) -> Vec<Told> {
        let found = differences(&content(before), &content(after));
        found.into_iter().map(|one| (one.about, one.check, one.before, one.after)).collect()
    }

    fn page(approval: &str, steps: &str, rules: &str) -> String {
        format!(
            "---\nname: P\napproval: {approval}\ninputs:\n  required: [name, pan]\n  optional: [phone]\n---\n\n## A\n\n{steps}\n\n## Decision\n\n{rules}\n"
        )
    }

    const STEPS: &str =
        "- Ask for the PAN: `pan_verification`\n- Compare: `name_match`\n  - with `registered_name` = `pan_verification.registered_name`";
    const RULES: &str = "- approve when `name_match.score >= 90`\n- review otherwise";

    #[test]
    fn a_page_differs_from_itself_in_nothing() {
        assert_eq!(told(PAGE, PAGE), []);
        assert_eq!(lines(PAGE, PAGE), "");
    }

    #[test]
    fn what_binds_is_told_apart() {
        let some = |text: &str| Some(text.to_owned());
        let before = page("auto", STEPS, RULES);
        let steps = format!(
            "{STEPS}\n  - when `pan_verification.pan_status == \"valid\"`\n  - optional\n- Ask for the number: `mobile_intelligence`"
        );
        let rules =
            "- decline when `pan_verification.status == \"not_found\"`\n- approve when `name_match.score >= 90`\n- review otherwise";
        let after = page("over 2", &steps, rules);
        let expected = [
            ("approval", None, some("plans over 25.0 credits wait for a person"), some("plans over 2.0 credits wait for a person")),
            ("condition", some("name_match"), None, some("pan_verification.pan_status == \"valid\"")),
            ("optional", some("name_match"), None, some("optional")),
            ("step", some("mobile_intelligence"), None, some("Ask for the number")),
            ("rule", None, None, some("1. decline when pan_verification.status == \"not_found\"")),
        ];
        assert_eq!(told(&before, &after), expected);
        let back: Vec<_> = told(&after, &before).into_iter().map(|one| (one.0, one.3, one.2)).collect();
        let mut mirrored: Vec<_> = expected.into_iter().map(|one| (one.0, one.2, one.3)).collect();
        // What is gone is told before what changed.
        mirrored.swap(2, 3);
        mirrored.swap(1, 2);
        assert_eq!(back, mirrored);
    }

    #[test]
    fn an_argument_and_its_round_are_told() {
        let plain = "- Ask for the PAN: `pan_verification`\n- Compare: `name_match`\n  - with `registered_name` = `inputs.name`";
        let found = told(&page("auto", plain, "- review otherwise"), &page("auto", STEPS, "- review otherwise"));
        let abouts: Vec<_> = found.iter().map(|one| one.0).collect();
        assert_eq!(abouts, ["round", "argument"]);
        assert_eq!(found[1].2.as_deref(), Some("registered_name = inputs.name"));
    }

    #[test]
    fn lines_are_told_with_what_surrounds_them() {
        let after = PAGE.replace("review otherwise", "decline otherwise");
        let told = lines(PAGE, &after);
        assert!(told.contains("\n-- review otherwise") && told.contains("\n+- decline otherwise"), "{told}");
        assert!(told.starts_with("@@ "), "{told}");
    }

    #[test]
    fn a_component_is_compared_by_what_it_says_of_itself() {
        let about = |approval, checks: &[&str]| {
            let checks = checks.iter().map(|check| (*check).to_owned()).collect();
            Content::Component(About { name: "C".into(), description: String::new(), approval, checks })
        };
        let found = differences(&about(Approval::Auto, &["a", "b"]), &about(Approval::Always, &["b", "c"]));
        let abouts: Vec<_> = found.iter().map(|one| (one.about, one.before.as_deref(), one.after.as_deref())).collect();
        assert_eq!(abouts[1..], [("check", Some("a"), None), ("check", None, Some("c"))]);
        assert_eq!(differences(&content(PAGE), &about(Approval::Auto, &["a"]))[0].about, "kind");
    }
}
