//! Steps, and the sub-items that refine them.

use crate::body::{Item, Reader};
use crate::code::Code;
use crate::diagnostic::nearest;
use crate::flow::parse_reference;
use crate::rule::is_more;
use crate::when::{INPUTS, PlacedWhen};
use crate::{Argument, Inputs, Kind, STEPS_MAX, Source, Step};
use journal::Credits;
use std::ops::Range;

pub(crate) const STEP_HELP: &str = "a step is a list item with one code span that names a check; write anything else without code spans";
const REFINEMENT_HELP: &str = "below a step stand ``when `condition` ``, ``with `argument` = `check.member` ``, `optional` and `at most N days old`; write explanations in a paragraph";
/// Days for which an answer may be taken again.
const RECENT_DAYS_MAX: u16 = 365;
/// Arguments of one step.
const ARGUMENTS_MAX: usize = 64;

/// A step, and where its parts stand in the source.
pub(crate) struct PlacedStep {
    pub(crate) goal: String,
    pub(crate) check: String,
    pub(crate) check_at: Range<usize>,
    pub(crate) optional: bool,
    pub(crate) with: Vec<PlacedArgument>,
    pub(crate) when: Option<PlacedWhen>,
    pub(crate) recent: Option<PlacedRecent>,
    /// Whether all below it was understood; what it lacks may stand there otherwise.
    pub(crate) sound: bool,
}

/// How old an answer may be, what it costs then, and where that is said.
pub(crate) struct PlacedRecent {
    pub(crate) days: u16,
    pub(crate) price: Option<Credits>,
    pub(crate) at: Range<usize>,
}

/// An argument, and where its parts stand.
pub(crate) struct PlacedArgument {
    pub(crate) argument: Argument,
    pub(crate) name_at: Range<usize>,
    pub(crate) source_at: Range<usize>,
}

impl PlacedStep {
    /// What gives its check the argument of this name.
    pub(crate) fn source(&self, inputs: &Inputs, name: &str) -> Option<Source> {
        inputs.source(self.with.iter().map(|placed| &placed.argument), name)
    }

    pub(crate) fn into_step(self) -> Step {
        Step {
            goal: self.goal,
            check: self.check,
            optional: self.optional,
            with: self.with.into_iter().map(|placed| placed.argument).collect(),
            when: self.when.map(PlacedWhen::into_when),
            recent_days: self.recent.as_ref().map(|recent| recent.days),
            recent_price: self.recent.and_then(|recent| recent.price),
        }
    }
}

impl Reader<'_, '_, '_> {
    /// A list item with one code span.
    pub(crate) fn step(&mut self, item: &Item, code: Code) {
        self.steps += 1;
        let (check, check_at) = (code.text, code.span);
        if !self.checks.contains(&check.as_str()) {
            let near = nearest(&check, self.checks.iter().copied());
            let help = near.map_or_else(|| STEP_HELP.to_owned(), |near| format!("did you mean `{near}`?"));
            self.found.error("unknown_check", check_at, format!("unknown check `{check}`"), help);
            self.body.unread.extend(near.map(str::to_owned).into_iter().chain([check]));
            return;
        }
        if self.steps > STEPS_MAX {
            if self.steps == STEPS_MAX + 1 {
                let help = format!("a procedure has at most {STEPS_MAX} steps");
                self.found.error("too_many_steps", check_at, "the procedure has too many steps", help);
            }
            self.body.unread.push(check);
            return;
        }
        let goal = self.goal(item, &check);
        let mut step = PlacedStep { goal, check, check_at, optional: false, with: Vec::new(), when: None, recent: None, sound: true };
        let before = self.found.count();
        for refinement in &item.children {
            self.refine(&mut step, refinement);
        }
        step.sound = self.found.count() == before;
        if let Some((_, steps)) = self.body.phases.last_mut() {
            steps.push(step);
        }
    }

    /// A sub-item of a step. `when`, `optional` and `at most` may be followed by a sign and an explanation.
    fn refine(&mut self, step: &mut PlacedStep, item: &Item) {
        let words = item.words().to_ascii_lowercase();
        let codes = item.codes();
        if let Some(child) = item.children.first() {
            return self.unknown_refinement(child, &child.words().to_ascii_lowercase());
        }
        let before = self.found.count();
        match codes.as_slice() {
            [name, source] if words == "with =" => self.argument(step, name, source),
            [] if explained(&words, "optional") => {
                if step.optional {
                    self.twice(item, "optional");
                }
                step.optional = true;
            }
            [code] if explained(&words, "when") && item.starts_with_words() => {
                if step.when.is_some() {
                    return self.twice(item, "when");
                }
                step.when = PlacedWhen::read(code, self.found);
            }
            [] if words.starts_with("at most ") => self.recent(step, item, &words),
            _ => self.unknown_refinement(item, &words),
        }
        if self.found.count() == before && says_more(item, &words) {
            self.stray(item);
        }
    }

    fn unknown_refinement(&mut self, item: &Item, words: &str) {
        let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let near = nearest(first, ["optional", "when", "with"]).filter(|near| *near != first);
        let help = near.map_or_else(|| REFINEMENT_HELP.to_owned(), |near| format!("did you mean `{near}`?"));
        self.found.error("unknown_refinement", item.first_line(), "this sub-item of a step is not understood", help);
    }

    fn twice(&mut self, item: &Item, word: &str) {
        let help = "keep one of them; join conditions with `&&`";
        self.found.error("refinement_twice", item.first_line(), format!("`{word}` is said twice of this step"), help);
    }

    fn recent(&mut self, step: &mut PlacedStep, item: &Item, words: &str) {
        match recent(words) {
            Some(_) if step.recent.is_some() => self.twice(item, "at most"),
            Some((days, price)) => step.recent = Some(PlacedRecent { days, price, at: item.first_line() }),
            None => {
                let help = format!("write `at most N days old`, where N is 1 to {RECENT_DAYS_MAX}, or `at most N days old at X credits`");
                self.found.error("wrong_age", item.first_line(), "this does not say how old an answer may be", help);
            }
        }
    }

    fn argument(&mut self, step: &mut PlacedStep, name: &Code, source: &Code) {
        let argument = name.text.as_str();
        if !is_name(argument) {
            let message = format!("`{argument}` is no name of an argument");
            let help = "write the name as the check's input has it: lower-case letters, digits, `_`";
            self.found.error("wrong_argument", name.span.clone(), message, help);
        } else if step.with.iter().any(|placed| placed.argument.name == argument) {
            let message = format!("the argument `{argument}` is given twice");
            self.found.error("argument_twice", name.span.clone(), message, "keep one of them");
        } else if step.with.len() >= ARGUMENTS_MAX {
            self.found.error("too_many_arguments", name.span.clone(), "the step has too many arguments", "no check takes so many");
        } else if let Some(from) = self.source(source) {
            let argument = Argument { name: argument.to_owned(), from };
            step.with.push(PlacedArgument { argument, name_at: name.span.clone(), source_at: source.span.clone() });
        } else {
            let message = format!("`{}` is no member of a check's answer", source.text);
            let help = "write a check of this procedure, a point and a member of its answer: `pan_verification.registered_name`";
            self.found.error("wrong_reference", source.span.clone(), message, help);
        }
    }

    fn source(&self, code: &Code) -> Option<Source> {
        let input = code.text.strip_prefix(INPUTS).and_then(|rest| rest.strip_prefix('.')).and_then(Kind::named);
        input.map(|input| Source::Input { input }).or_else(|| parse_reference(&code.text, self.checks).map(Source::Answer))
    }
}

impl Item {
    /// Whether words stand before its first code span.
    fn starts_with_words(&self) -> bool {
        let before = self.words().len() - self.rest().len();
        before > 0
    }
}

/// Whether `words` are `word`, with an explanation after a sign if wanted.
/// "at most 30 days old", "at most 30 days old at 0.5 credits": the days, and the price where one is said.
fn recent(words: &str) -> Option<(u16, Option<Credits>)> {
    let mut said = words.split_whitespace().skip(2);
    let days = said.next()?.parse().ok().filter(|days| (1..=RECENT_DAYS_MAX).contains(days))?;
    said.next().filter(|unit| matches!(*unit, "day" | "days"))?;
    let rest = said.collect::<Vec<_>>().join(" ");
    let Some(priced) = rest.strip_prefix("old at ").or_else(|| rest.strip_prefix("old, at ")) else {
        return explained(&rest, "old").then_some((days, None));
    };
    let (amount, unit) = priced.split_once(' ')?;
    let price = amount.parse::<Credits>().ok().filter(|price| *price >= Credits::ZERO)?;
    (explained(unit, "credits") || explained(unit, "credit")).then_some((days, Some(price)))
}

fn explained(words: &str, word: &str) -> bool {
    words.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', ',', '.', ';', ' ', '(']))
}

/// Whether words stand beside what refines a step that are no explanation of it: "when not `…`", "optional unless …", "at most 30 days
/// old when fresh". `words` are those of the item, in lower case.
fn says_more(item: &Item, words: &str) -> bool {
    if words.starts_with("when") {
        let lead = item.lead();
        return !lead.trim().trim_end_matches(':').eq_ignore_ascii_case("when") || is_more(&item.rest());
    }
    if let Some(rest) = words.strip_prefix("optional") {
        return is_more(rest.trim());
    }
    let Some((_, rest)) = words.strip_prefix("at most ").and_then(|rest| rest.split_once("old")) else { return false };
    let priced = rest.trim_start().trim_start_matches(',').trim_start().strip_prefix("at ").and_then(|rest| rest.split_once(' '));
    let rest = match priced {
        Some((_, unit)) => unit.strip_prefix("credits").or_else(|| unit.strip_prefix("credit")).unwrap_or(unit),
        None => rest,
    };
    is_more(rest.trim())
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
