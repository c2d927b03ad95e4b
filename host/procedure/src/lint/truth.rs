//! Whether a condition can be true: its alternatives, and in each what is asked of every name.
//!
//! A condition is turned into alternatives, each a list of demands that hold together. An alternative is impossible where no
//! value meets all demands on one name. What is not understood demands nothing: the linter never calls possible things
//! impossible.

use super::part::{Is, Literal, Part};
use super::shape::Shape;
use super::types::Answers;
use condition::Name;
use condition::ast::operators as op;
use std::collections::BTreeMap;

/// Alternatives that are looked at; a condition with more is taken to be possible.
const ALTERNATIVES_MAX: usize = 256;

/// What is asked of a name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Demand {
    name: String,
    path: Vec<String>,
    test: Test,
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
pub(crate) fn alternatives(part: &Part, wanted: bool) -> Option<Vec<Alternative>> {
    match &part.is {
        Is::Literal(Literal::Truth(truth)) => Some(if *truth == wanted { vec![Vec::new()] } else { Vec::new() }),
        Is::Name(name) if name.tested => Some(one(name, Test::Known(wanted))),
        Is::Name(name) => Some(one(name, Test::Is(vec![Literal::Truth(wanted)]))),
        Is::Call(function, parts) => match (function.as_str(), parts.as_slice()) {
            (op::LOGICAL_NOT, [part]) => alternatives(part, !wanted),
            (op::LOGICAL_AND, [left, right]) if wanted => both(alternatives(left, true)?, &alternatives(right, true)?),
            (op::LOGICAL_OR, [left, right]) if !wanted => both(alternatives(left, false)?, &alternatives(right, false)?),
            (op::LOGICAL_AND | op::LOGICAL_OR, [left, right]) => either(alternatives(left, wanted)?, alternatives(right, wanted)?),
            (op::CONDITIONAL, [asked, yes, no]) => either(
                both(alternatives(asked, true)?, &alternatives(yes, wanted)?)?,
                both(alternatives(asked, false)?, &alternatives(no, wanted)?)?,
            ),
            (function, [left, right]) => Some(compared(function, left, right, wanted)),
            _ => Some(vec![Vec::new()]),
        },
        Is::Literal(_) | Is::Variable(_) | Is::List(_) | Is::Loop(_) | Is::Other(_) => Some(vec![Vec::new()]),
    }
}

/// Each of the one with each of the other.
pub(crate) fn both(left: Vec<Alternative>, right: &[Alternative]) -> Option<Vec<Alternative>> {
    let fits = left.len().saturating_mul(right.len()) <= ALTERNATIVES_MAX;
    fits.then(|| left.iter().flat_map(|left| right.iter().map(|right| [left.as_slice(), right].concat())).collect())
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
    let name = format!("{check}.status");
    let path = name.split('.').map(str::to_owned).collect();
    Demand { name, path, test: Test::Is(words.iter().map(|word| Literal::Text((*word).to_owned())).collect()) }
}

fn one(name: &Name, test: Test) -> Vec<Alternative> {
    vec![vec![Demand { name: name.to_string(), path: name.path.clone(), test }]]
}

fn compared(function: &str, left: &Part, right: &Part, wanted: bool) -> Vec<Alternative> {
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
    one(name, if wanted { test } else { test.opposite() })
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
pub(crate) fn possible(alternatives: Vec<Alternative>, answers: &Answers) -> Vec<Alternative> {
    alternatives.into_iter().filter(|alternative| can_be(alternative, answers)).collect()
}

fn can_be(alternative: &Alternative, answers: &Answers) -> bool {
    let mut demands: Vec<Demand> = alternative.clone();
    // A member is known only where the check gave an answer.
    for demand in alternative.iter().filter(|demand| demand.test != Test::Known(false)) {
        if let Some((check, members)) = answers.about(&demand.path)
            && members != ["status"]
        {
            demands.push(status(check, &["success", "not_found"]));
        }
    }
    let mut by_name: BTreeMap<&str, Vec<&Demand>> = BTreeMap::new();
    for demand in &demands {
        by_name.entry(&demand.name).or_default().push(demand);
    }
    by_name.values().all(|demands| meets(demands, answers))
}

/// Whether one value meets all demands on one name.
fn meets(demands: &[&Demand], answers: &Answers) -> bool {
    let absent = demands.iter().any(|demand| demand.test == Test::Known(false));
    if absent {
        return demands.iter().all(|demand| demand.test == Test::Known(false));
    }
    let shape = demands.first().and_then(|demand| answers.shape(&demand.path).ok()).unwrap_or(Shape::Any);
    let mut values: Option<Vec<Literal>> = match shape {
        Shape::Word(words) => Some(words.into_iter().map(Literal::Text).collect()),
        Shape::Truth => Some(vec![Literal::Truth(true), Literal::Truth(false)]),
        _ => None,
    };
    for demand in demands {
        if let Test::Is(wanted) = &demand.test {
            let both = |values: Vec<Literal>| values.into_iter().filter(|value| wanted.iter().any(|wanted| same(value, wanted))).collect();
            values = Some(values.map_or_else(|| wanted.clone(), both));
        }
    }
    match values {
        Some(values) => values.iter().any(|value| demands.iter().all(|demand| demand.test.lets(value))),
        None => between(demands),
    }
}

/// Whether there is a number between the bounds.
fn between(demands: &[&Demand]) -> bool {
    let above = demands.iter().filter_map(|demand| if let Test::Above(number, equal) = demand.test { Some((number, equal)) } else { None });
    let below =
        || demands.iter().filter_map(|demand| if let Test::Below(number, equal) = demand.test { Some((number, equal)) } else { None });
    above.into_iter().all(|(low, from)| below().all(|(high, to)| low < high || (low == high && from && to)))
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
