//! A condition on the page: read, with the place of each name, and the steps it waits for.

use crate::code::Code;
use crate::diagnostic::{Found, nearest};
use crate::flow::missing_step;
use crate::front::Front;
use crate::{Inputs, Kind, When};
use condition::{Condition, FUNCTIONS, FaultKind, Name};
use std::collections::BTreeSet;
use std::ops::Range;

/// What stands before identifiers of the request in conditions and arguments.
pub(crate) const INPUTS: &str = "inputs";
const SYNTAX_HELP: &str = "write a CEL expression that is true or false, for example `pan_verification.status == \"success\"`";

/// Signs and words that are none of the language, and what is.
const SPOKEN: [(&[&str], &str); 4] = [
    (&["=", "is", "equals"], "write `==` where two things are to be the same, and `!=` where not"),
    (&["and", "&"], "write `&&` where both are to hold"),
    (&["or", "|"], "write `||` where one of them is to hold"),
    (&["not"], "write `!` before what is not to hold, or `!=` between two things"),
];

/// A condition, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct PlacedWhen {
    pub(crate) condition: Condition,
    pub(crate) code: Code,
    /// The steps it waits for; known once all steps are.
    pub(crate) checks: Vec<String>,
    /// Whether all its names lead somewhere.
    pub(crate) sound: bool,
}

/// What the names of a condition may begin with.
pub(crate) struct Known<'a> {
    pub(crate) steps: &'a BTreeSet<String>,
    /// What steps that could not be read call their checks: they are told of there.
    pub(crate) unread: &'a [String],
    /// All checks, steps or not.
    pub(crate) checks: &'a [&'a str],
}

/// What people write instead, by the words at the fault and right before it.
fn syntax_help(text: &str, at: &Range<usize>) -> &'static str {
    let wrong = text.get(at.clone()).unwrap_or_default();
    let before = text.get(..at.start).unwrap_or_default().split_whitespace().last().unwrap_or_default();
    for (words, help) in SPOKEN {
        if [wrong, before].iter().any(|word| words.iter().any(|spoken| word.eq_ignore_ascii_case(spoken))) {
            return help;
        }
    }
    SYNTAX_HELP
}

impl PlacedWhen {
    /// Reads what is in a code span; nothing, and a diagnostic, where it is no condition.
    pub(crate) fn read(code: &Code, found: &mut Found<'_>) -> Option<PlacedWhen> {
        match Condition::parse(&code.text) {
            Ok(condition) => Some(PlacedWhen { condition, code: code.clone(), checks: Vec::new(), sound: true }),
            Err(fault) => {
                let (word, help) = match fault.kind {
                    FaultKind::Syntax => ("wrong_condition", syntax_help(&code.text, &fault.span).to_owned()),
                    FaultKind::TooLarge => ("condition_too_large", "split it over several steps or rules".to_owned()),
                    FaultKind::Unknown => {
                        let near = code.text.get(fault.span.clone()).and_then(|word| nearest(word, FUNCTIONS));
                        let listed = || format!("conditions may call {}", FUNCTIONS.join(", "));
                        ("unknown_function", near.map_or_else(listed, |near| format!("did you mean `{near}`?")))
                    }
                };
                found.error(word, code.part(fault.span), fault.message, help);
                None
            }
        }
    }

    /// Finds the steps that its names mean, and says which mean none.
    pub(crate) fn resolve(&mut self, known: &Known<'_>, front: &Front, found: &mut Found<'_>) {
        let before = found.count();
        for (name, place) in self.condition.names().iter().zip(self.condition.places()) {
            let at = self.code.part(place);
            if name.path[0] == INPUTS {
                if front.sound {
                    input(name, &front.inputs, at, found);
                }
                continue;
            }
            match split(&name.path, |spelled| known.steps.contains(spelled)) {
                Some((check, [])) => {
                    let help = format!("name a member of its answer, or `{check}.status`");
                    found.error("wrong_name", at, format!("`{check}` by itself is neither true nor a value"), help);
                }
                Some((check, _)) if !self.checks.contains(&check) => self.checks.push(check),
                Some(_) => {}
                None => unknown(name, known, at, found),
            }
        }
        self.sound = found.count() == before;
    }

    /// Where the `index`th name stands in the source.
    pub(crate) fn at(&self, place: Range<usize>) -> Range<usize> {
        self.code.part(place)
    }

    pub(crate) fn into_when(self) -> When {
        When { text: self.condition.text().to_owned(), checks: self.checks }
    }
}

/// The step that a name begins with, the longest where several fit, and the members after it.
pub(crate) fn split(path: &[String], is_step: impl Fn(&str) -> bool) -> Option<(String, &[String])> {
    (1..=path.len()).rev().find_map(|count| {
        let spelled = path[..count].join(".");
        is_step(&spelled).then(|| (spelled, &path[count..]))
    })
}

fn input(name: &Name, inputs: &Inputs, at: Range<usize>, found: &mut Found<'_>) {
    let listed = || inputs.required.iter().chain(&inputs.optional).map(|kind| kind.as_str()).collect::<Vec<_>>();
    match name.path.get(1).map(|member| Kind::named(member)) {
        Some(Some(kind)) if name.path.len() == 2 && listed().contains(&kind.as_str()) => {}
        _ => {
            let spelled = name.path.get(1).and_then(|member| nearest(member, listed()));
            let help = match spelled {
                Some(near) => format!("did you mean `{INPUTS}.{near}`?"),
                None => "list the identifier under `inputs` in the front matter, and write `inputs.` before it".into(),
            };
            found.error("unknown_name", at, format!("`{name}` is no identifier that the procedure takes"), help);
        }
    }
}

fn unknown(name: &Name, known: &Known<'_>, at: Range<usize>, found: &mut Found<'_>) {
    let first = &name.path[0];
    let spelled = |count: usize| name.path.iter().take(count).cloned().collect::<Vec<_>>().join(".");
    if known.unread.iter().any(|unread| unread == first || *unread == spelled(2)) {
        return;
    }
    let check = (1..=name.path.len()).rev().map(spelled).find(|spelled| known.checks.contains(&spelled.as_str()));
    let check = check.unwrap_or_else(|| first.clone());
    let help = match Kind::named(first) {
        Some(_) => format!("did you mean `{INPUTS}.{first}`?"),
        None if nearest(first, [INPUTS]).is_some() => format!("did you mean `{INPUTS}`?"),
        None => missing_step(&check, known.steps, known.checks),
    };
    found.error("unknown_name", at, format!("`{check}` is no step of this procedure"), help);
}
