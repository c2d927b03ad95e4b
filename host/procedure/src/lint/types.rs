//! Whether the parts of a condition fit together: members that checks answer, words they use, numbers against texts.

use super::part::{Is, Literal, Loop, Part};
use super::shape::Shape;
use crate::STATUSES;
use crate::diagnostic::nearest;
use crate::when::{INPUTS, split};
use condition::Name;
use condition::ast::operators as op;
use std::collections::BTreeMap;
use std::ops::Range;

/// The steps of a procedure with what they answer.
pub(crate) struct Answers {
    shapes: BTreeMap<String, Shape>,
}

/// Something that does not fit.
pub(crate) struct Misfit {
    pub(crate) code: &'static str,
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: String,
}

impl Answers {
    /// Of these checks; what is not known of one may be anything.
    pub(crate) fn of(shapes: BTreeMap<String, Shape>) -> Answers {
        Answers { shapes }
    }

    /// The check that a name is about, and the members after it.
    pub(crate) fn about<'n>(&self, path: &'n [String]) -> Option<(String, &'n [String])> {
        split(path, |spelled| self.shapes.contains_key(spelled))
    }

    /// What a name may be. An error is the member that there is not, and the members that there are.
    pub(crate) fn shape(&self, path: &[String]) -> Result<Shape, (String, Vec<String>)> {
        if path.first().is_some_and(|first| first == INPUTS) {
            return Ok(Shape::Text);
        }
        let Some((check, members)) = self.about(path) else { return Ok(Shape::Any) };
        if members == ["status"] {
            return Ok(Shape::Word(STATUSES.map(str::to_owned).to_vec()));
        }
        self.answer(&check, members, &["status"])
    }

    /// What a member of a check's answer may be, where `also` are known besides.
    pub(crate) fn answer(&self, check: &str, members: &[String], also: &[&str]) -> Result<Shape, (String, Vec<String>)> {
        let mut shape = self.shapes.get(check).cloned().unwrap_or(Shape::Any);
        for (depth, member) in members.iter().enumerate() {
            let also = also.iter().filter(|_| depth == 0).map(|name| (*name).to_owned());
            shape = shape.member(member).ok_or_else(|| (member.clone(), shape.members().map(str::to_owned).chain(also).collect()))?;
        }
        Ok(shape)
    }
}

/// What does not fit in a condition. Where nothing is returned, what it comes to is true or false.
pub(crate) fn misfits(condition: &Part, answers: &Answers) -> Vec<Misfit> {
    let mut checker = Checker { answers, bound: Vec::new(), misfits: Vec::new() };
    let shape = checker.shape(condition);
    if checker.misfits.is_empty() && !shape.is_truth() {
        let message = format!("the condition is {}, and neither true nor false", shape.noun());
        checker.misfit("not_a_condition", &condition.span, message, "compare it with something".into());
    }
    checker.misfits
}

/// Why there is no such member, as message and help.
pub(crate) fn no_member(check: &str, member: &str, members: &[String]) -> (String, String) {
    let help = match nearest(member, members.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None if members.is_empty() => "it has no members".into(),
        None => format!("its members are {}", members.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    (format!("the answer of `{check}` has no `{member}`"), help)
}

struct Checker<'a> {
    answers: &'a Answers,
    bound: Vec<(String, Shape)>,
    misfits: Vec<Misfit>,
}

impl Checker<'_> {
    fn misfit(&mut self, code: &'static str, span: &Range<usize>, message: String, help: String) {
        self.misfits.push(Misfit { code, span: span.clone(), message, help });
    }

    fn shape(&mut self, part: &Part) -> Shape {
        match &part.is {
            Is::Name(name) => self.name(name, &part.span),
            Is::Variable(path) => {
                let bound = self.bound.iter().rev().find(|(name, _)| *name == path[0]).map_or(Shape::Any, |(_, shape)| shape.clone());
                self.member_of_item(bound, &path[1..], &part.span)
            }
            Is::Literal(Literal::Text(_)) => Shape::Text,
            Is::Literal(Literal::Number(_, whole)) => {
                if *whole {
                    Shape::Whole
                } else {
                    Shape::Number
                }
            }
            Is::Literal(Literal::Truth(_)) => Shape::Truth,
            Is::Literal(Literal::Null) => Shape::Any,
            Is::List(items) => {
                let shapes: Vec<Shape> = items.iter().map(|item| self.shape(item)).collect();
                let first = shapes.first().cloned().unwrap_or(Shape::Any);
                Shape::List(Box::new(if shapes.iter().all(|shape| *shape == first) { first } else { Shape::Any }))
            }
            Is::Call(function, parts) => self.call(function, parts),
            Is::Loop(inner) => self.go_through(inner),
            Is::Other(parts) => {
                parts.iter().for_each(|part| _ = self.shape(part));
                Shape::Any
            }
        }
    }

    /// What a member of an item of a list is.
    fn member_of_item(&mut self, item: Shape, path: &[String], span: &Range<usize>) -> Shape {
        let mut shape = item;
        for member in path {
            let Some(within) = shape.member(member) else {
                let help = match (nearest(member, shape.members()), shape.members().next()) {
                    (Some(near), _) => format!("did you mean `{near}`?"),
                    (None, None) => "it has no members".to_owned(),
                    (None, _) => {
                        format!("its members are {}", shape.members().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))
                    }
                };
                self.misfit("unknown_member", span, format!("an item of the list has no `{member}`"), help);
                return Shape::Any;
            };
            shape = within;
        }
        shape
    }

    fn name(&mut self, name: &Name, span: &Range<usize>) -> Shape {
        match self.answers.shape(&name.path) {
            Ok(_) if name.tested => Shape::Truth,
            Ok(shape) => shape,
            Err((member, members)) => {
                let check = self.answers.about(&name.path).map(|(check, _)| check).unwrap_or_default();
                let (message, help) = no_member(&check, &member, &members);
                self.misfit("unknown_member", span, message, help);
                Shape::Any
            }
        }
    }

    fn call(&mut self, function: &str, parts: &[Part]) -> Shape {
        let shapes: Vec<Shape> = parts.iter().map(|part| self.shape(part)).collect();
        match (function, shapes.as_slice()) {
            (op::LOGICAL_AND | op::LOGICAL_OR | op::LOGICAL_NOT, _) => {
                self.all(parts, &shapes, Shape::is_truth, "true or false");
                Shape::Truth
            }
            (op::CONDITIONAL, [_, yes, no]) => {
                self.all(&parts[..1], &shapes[..1], Shape::is_truth, "true or false");
                if yes == no { yes.clone() } else { Shape::Any }
            }
            (op::EQUALS | op::NOT_EQUALS, [left, right]) => {
                self.compared(function, parts, left, right);
                Shape::Truth
            }
            (op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS, [left, right]) => {
                let ordered = (left.is_number() && right.is_number()) || (left.is_text() && right.is_text());
                if !ordered {
                    self.mixed(parts, left, right);
                }
                Shape::Truth
            }
            (op::IN, [item, list]) => {
                if let (Shape::List(items), Is::List(written)) = (list, &parts[1].is) {
                    if item.comparable(items) {
                        written.iter().for_each(|word| self.word(op::EQUALS, item, word));
                    } else {
                        self.mixed(parts, item, items);
                    }
                } else if !matches!(list, Shape::List(_) | Shape::Object(_) | Shape::Any) {
                    self.misfit(
                        "wrong_type",
                        &parts[1].span,
                        format!("`in` goes through a list, and this is {}", list.noun()),
                        "write a list: `[\"a\", \"b\"]`".into(),
                    );
                }
                Shape::Truth
            }
            (op::ADD, [left, right]) if !left.is_number() || !right.is_number() => {
                if !left.comparable(right) {
                    self.mixed(parts, left, right);
                }
                left.clone()
            }
            (op::ADD | op::SUBSTRACT | op::MULTIPLY | op::DIVIDE | op::MODULO | op::NEGATE, _) => {
                self.all(parts, &shapes, Shape::is_number, "a number");
                self.by_zero(function, parts);
                if shapes.iter().all(|shape| *shape == Shape::Whole) { Shape::Whole } else { Shape::Number }
            }
            (op::INDEX, [Shape::List(items), _]) => (**items).clone(),
            ("contains" | "startsWith" | "endsWith", _) => {
                self.all(parts, &shapes, Shape::is_text, "text");
                self.count(function, parts, 2);
                Shape::Truth
            }
            ("size" | "int" | "uint", _) => {
                self.count(function, parts, 1);
                Shape::Whole
            }
            ("double", _) => Shape::Number,
            ("string", _) => Shape::Text,
            (op::NOT_STRICTLY_FALSE, _) => Shape::Truth,
            _ => Shape::Any,
        }
    }

    fn count(&mut self, function: &str, parts: &[Part], wanted: usize) {
        if let Some(first) = parts.first().filter(|_| parts.len() != wanted) {
            let help = if wanted == 2 { format!("write `text.{function}(\"part\")`") } else { format!("write `{function}(value)`") };
            self.misfit("wrong_call", &first.span.clone(), format!("`{function}` is called with too many or too few values"), help);
        }
    }

    /// What is divided by nothing has no value, so nothing can be told of it. Fractions by `0.0` are without bound, as the language has it.
    fn by_zero(&mut self, function: &str, parts: &[Part]) {
        let [_, divisor] = parts else { return };
        let is_zero = match divisor.is {
            Is::Literal(Literal::Number(number, whole)) => number == 0.0 && (whole || function == op::MODULO),
            _ => false,
        };
        if is_zero && matches!(function, op::DIVIDE | op::MODULO) {
            let help = "divide by another number, or remove it".to_owned();
            self.misfit("never_told", &divisor.span, "this divides by zero, so it can never be told".into(), help);
        }
    }

    fn all(&mut self, parts: &[Part], shapes: &[Shape], is: impl Fn(&Shape) -> bool, wanted: &str) {
        for (part, shape) in parts.iter().zip(shapes) {
            if !is(shape) {
                let message = format!("this is {}, where {wanted} is wanted", shape.noun());
                self.misfit("wrong_type", &part.span, message, "compare it with something, or name another member".into());
            }
        }
    }

    fn mixed(&mut self, parts: &[Part], left: &Shape, right: &Shape) {
        let span = parts.iter().map(|part| part.span.clone()).reduce(|a, b| a.start.min(b.start)..a.end.max(b.end)).unwrap_or(0..0);
        let message = format!("{} is compared with {}", left.noun(), right.noun());
        let help = if left.is_text() { "put the text in quotes" } else { "write the number without quotes, or name another member" };
        let help = if left.is_text() && right.is_number() { "put the value in quotes" } else { help };
        self.misfit("wrong_type", &span, message, help.into());
    }

    fn compared(&mut self, function: &str, parts: &[Part], left: &Shape, right: &Shape) {
        if !left.comparable(right) && !matches!((left, right), (Shape::Word(_), Shape::Word(_))) {
            return self.mixed(parts, left, right);
        }
        self.word(function, left, &parts[1]);
        self.word(function, right, &parts[0]);
    }

    /// A word that the other side never is.
    fn word(&mut self, function: &str, shape: &Shape, written: &Part) {
        let (Shape::Word(words), Is::Literal(Literal::Text(word))) = (shape, &written.is) else { return };
        if words.contains(word) {
            return;
        }
        let help = match nearest(word, words.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `\"{near}\"`?"),
            None => format!("the words are {}", words.iter().map(|word| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ")),
        };
        let never =
            if function == op::EQUALS { "so the two are never equal" } else { "so the two are never the same and this says nothing" };
        self.misfit("unknown_word", &written.span, format!("`\"{word}\"` is none of the words that can stand here, {never}"), help);
    }

    fn go_through(&mut self, inner: &Loop) -> Shape {
        let item = match self.shape(&inner.range) {
            Shape::List(item) => *item,
            Shape::Object(_) => Shape::Text,
            Shape::Any => Shape::Any,
            other => {
                let message = format!("this is {}, and no list to go through", other.noun());
                self.misfit("wrong_type", &inner.range.span, message, "name a member that is a list".into());
                Shape::Any
            }
        };
        let begins = self.shape(&inner.begins);
        self.bound.extend([(inner.variable.clone(), item), (inner.accumulator.clone(), begins)]);
        let _ = self.shape(&inner.step);
        let result = self.shape(&inner.result);
        self.bound.truncate(self.bound.len() - 2);
        result
    }
}
