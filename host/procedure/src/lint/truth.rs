//! Whether a condition can be true: its alternatives, and in each what is asked of every name.
//!
//! A condition is turned into alternatives, each a list of demands that hold together. An alternative is impossible where no
//! value meets all demands on one name. What is not understood demands nothing: the linter never calls possible things
//! impossible.

use super::part::{Is, Literal, Part};
use super::shape::Shape;
use super::types::Answers;
use crate::STATUSES;
use condition::Name;
use condition::ast::operators as op;
use std::rc::Rc;

/// Alternatives that are looked at; a condition with more is taken to be possible.
const ALTERNATIVES_MAX: usize = 32;

/// What is asked of a name. Cheap to clone: alternatives are joined over many steps.
#[derive(Clone, Debug)]
pub(crate) struct Demand {
    name: Rc<str>,
    /// All values that it may have, where they can be listed.
    values: Option<Rc<[Literal]>>,
    test: Rc<Test>,
}

#[derive(Clone, Debug, PartialEq)]
enum Test {
    Is(Vec<Literal>),
    IsNot(Vec<Literal>),
    /// Less than, or equal where the second says so.
    Below(f64, bool),
    Above(f64, bool),
    Known(bool),
}

/// Demands that hold together.
pub(crate) type Alternative = Vec<Demand>;

/// In which cases a condition comes out `wanted`; nothing where they are too many to look at.
pub(crate) fn alternatives(part: &Part, wanted: bool, answers: &Answers) -> Option<Vec<Alternative>> {
    let of = |part: &Part, wanted: bool| alternatives(part, wanted, answers);
    match &part.is {
        Is::Literal(Literal::Truth(truth)) => Some(if *truth == wanted { vec![Vec::new()] } else { Vec::new() }),
        Is::Name(name) if name.tested => Some(one(name, Test::Known(wanted), answers)),
        Is::Name(name) => Some(one(name, Test::Is(vec![Literal::Truth(wanted)]), answers)),
        Is::Call(function, parts) => match (function.as_str(), parts.as_slice()) {
            (op::LOGICAL_NOT, [part]) => of(part, !wanted),
            (op::LOGICAL_AND, [left, right]) if wanted => both(&of(left, true)?, &of(right, true)?),
            (op::LOGICAL_OR, [left, right]) if !wanted => both(&of(left, false)?, &of(right, false)?),
            (op::LOGICAL_AND | op::LOGICAL_OR, [left, right]) => either(of(left, wanted)?, of(right, wanted)?),
            (op::CONDITIONAL, [asked, yes, no]) => {
                either(both(&of(asked, true)?, &of(yes, wanted)?)?, both(&of(asked, false)?, &of(no, wanted)?)?)
            }
            (function, [left, right]) => Some(compared(function, left, right, wanted, answers)),
            _ => Some(vec![Vec::new()]),
        },
        Is::Literal(_) | Is::Variable(_) | Is::List(_) | Is::Loop(_) | Is::Other(_) => Some(vec![Vec::new()]),
    }
}

/// Each of the one with each of the other.
pub(crate) fn both(left: &[Alternative], right: &[Alternative]) -> Option<Vec<Alternative>> {
    let fits = left.len().saturating_mul(right.len()) <= ALTERNATIVES_MAX;
    fits.then(|| left.iter().flat_map(|left| right.iter().map(|right| join(left, right))).collect())
}

fn join(left: &[Demand], right: &[Demand]) -> Alternative {
    let mut all = left.to_vec();
    for demand in right {
        if !all.iter().any(|known| known.name == demand.name && known.test == demand.test) {
            all.push(demand.clone());
        }
    }
    all
}

fn either(mut left: Vec<Alternative>, right: Vec<Alternative>) -> Option<Vec<Alternative>> {
    left.extend(right);
    Some(left).filter(|all| all.len() <= ALTERNATIVES_MAX)
}

/// That a check was answered.
pub(crate) fn answered(check: &str) -> Vec<Alternative> {
    vec![vec![status(check, &["success"])]]
}

fn status(check: &str, words: &[&str]) -> Demand {
    let texts = |words: &[&str]| words.iter().map(|word| Literal::Text((*word).to_owned())).collect::<Vec<_>>();
    Demand { name: format!("{check}.status").into(), values: Some(texts(&STATUSES).into()), test: Rc::new(Test::Is(texts(words))) }
}

/// One demand, and what goes without saying: a member is known only where its check gave an answer.
fn one(name: &Name, test: Test, answers: &Answers) -> Vec<Alternative> {
    let mut alternative = Vec::new();
    if test != Test::Known(false)
        && let Some((check, members)) = answers.about(&name.path)
        && members != ["status"]
    {
        alternative.push(status(&check, &["success", "not_found"]));
    }
    let values: Option<Vec<Literal>> = match answers.shape(&name.path) {
        Ok(Shape::Word(words)) => Some(words.into_iter().map(Literal::Text).collect()),
        Ok(Shape::Truth) => Some(vec![Literal::Truth(true), Literal::Truth(false)]),
        _ => None,
    };
    alternative.push(Demand { name: name.to_string().into(), values: values.map(Into::into), test: Rc::new(test) });
    vec![alternative]
}

fn compared(function: &str, left: &Part, right: &Part, wanted: bool, answers: &Answers) -> Vec<Alternative> {
    let (name, value, function) = match (&left.is, &right.is) {
        (Is::Name(name), _) => (name, right, function),
        (_, Is::Name(name)) => (name, left, turned(function)),
        _ => return vec![Vec::new()],
    };
    let test = match (&value.is, function) {
        (Is::Literal(value), op::EQUALS) => Test::Is(vec![value.clone()]),
        (Is::Literal(value), op::NOT_EQUALS) => Test::IsNot(vec![value.clone()]),
        (Is::Literal(Literal::Number(number, _)), op::LESS) => Test::Below(*number, false),
        (Is::Literal(Literal::Number(number, _)), op::LESS_EQUALS) => Test::Below(*number, true),
        (Is::Literal(Literal::Number(number, _)), op::GREATER) => Test::Above(*number, false),
        (Is::Literal(Literal::Number(number, _)), op::GREATER_EQUALS) => Test::Above(*number, true),
        (Is::List(items), op::IN) => {
            let values = items.iter().map(|item| if let Is::Literal(value) = &item.is { Some(value.clone()) } else { None });
            match values.collect() {
                Some(values) => Test::Is(values),
                None => return vec![Vec::new()],
            }
        }
        _ => return vec![Vec::new()],
    };
    one(name, if wanted { test } else { test.opposite() }, answers)
}

/// The operator with its sides exchanged.
fn turned(function: &str) -> &str {
    match function {
        op::LESS => op::GREATER,
        op::LESS_EQUALS => op::GREATER_EQUALS,
        op::GREATER => op::LESS,
        op::GREATER_EQUALS => op::LESS_EQUALS,
        op::IN => "",
        same => same,
    }
}

impl Test {
    fn opposite(self) -> Test {
        match self {
            Test::Is(values) => Test::IsNot(values),
            Test::IsNot(values) => Test::Is(values),
            Test::Below(number, equal) => Test::Above(number, !equal),
            Test::Above(number, equal) => Test::Below(number, !equal),
            Test::Known(known) => Test::Known(!known),
        }
    }
}

/// Those that some answer meets.
pub(crate) fn possible(mut alternatives: Vec<Alternative>) -> Vec<Alternative> {
    alternatives.retain(|alternative| {
        alternative.iter().enumerate().all(|(place, demand)| {
            let first = alternative[..place].iter().all(|before| before.name != demand.name);
            !first || meets(alternative[place..].iter().filter(|other| other.name == demand.name))
        })
    });
    alternatives
}

/// Whether one value meets all demands on one name.
fn meets<'d>(demands: impl Iterator<Item = &'d Demand> + Clone) -> bool {
    let tests = demands.clone().map(|demand| &*demand.test);
    if tests.clone().any(|test| *test == Test::Known(false)) {
        return tests.clone().all(|test| *test == Test::Known(false));
    }
    let listed = demands.clone().find_map(|demand| demand.values.as_deref());
    let named = || tests.clone().find_map(|test| if let Test::Is(values) = test { Some(values.as_slice()) } else { None });
    match listed.or_else(named) {
        Some(values) => values.iter().any(|value| tests.clone().all(|test| test.lets(value))),
        None => between(tests),
    }
}

/// Whether there is a number between the bounds.
fn between<'t>(tests: impl Iterator<Item = &'t Test> + Clone) -> bool {
    let above = tests.clone().filter_map(|test| if let Test::Above(number, equal) = test { Some((*number, *equal)) } else { None });
    let below = tests.filter_map(|test| if let Test::Below(number, equal) = test { Some((*number, *equal)) } else { None });
    above.into_iter().all(|(low, from)| below.clone().all(|(high, to)| low < high || (low == high && from && to)))
}

fn same(left: &Literal, right: &Literal) -> bool {
    match (left, right) {
        // As the language has it: 96 is 96.0.
        (Literal::Number(left, _), Literal::Number(right, _)) => left == right,
        (left, right) => left == right,
    }
}

impl Test {
    fn lets(&self, value: &Literal) -> bool {
        let number = if let Literal::Number(number, _) = value { Some(*number) } else { None };
        match self {
            Test::Is(wanted) => wanted.iter().any(|wanted| same(value, wanted)),
            Test::IsNot(unwanted) => !unwanted.iter().any(|unwanted| same(value, unwanted)),
            Test::Below(bound, equal) => number.is_none_or(|number| number < *bound || (*equal && number == *bound)),
            Test::Above(bound, equal) => number.is_none_or(|number| number > *bound || (*equal && number == *bound)),
            Test::Known(known) => *known,
        }
    }
}
