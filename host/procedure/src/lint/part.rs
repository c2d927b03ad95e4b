//! A condition as the linter looks at it: the evaluator's tree, with the place of each part in the text.

use condition::ast::{EntryExpr, Expr, IdedExpr, LiteralValue};
use condition::{Condition, Name};
use std::collections::VecDeque;
use std::ops::Range;

/// A part of a condition.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    /// Its bytes of the condition's text.
    pub(crate) span: Range<usize>,
    pub(crate) is: Is,
}

/// What a part is.
#[derive(Clone, Debug)]
pub(crate) enum Is {
    /// `pan_verification.pan_status`; within `has(…)` it is tested.
    Name(Name),
    /// A variable of a macro, or a member of one.
    Variable(Vec<String>),
    Literal(Literal),
    List(Vec<Part>),
    /// An operator, function or method; the receiver comes first.
    Call(String, Vec<Part>),
    /// A macro that goes through a list.
    Loop(Box<Loop>),
    /// A member of something that is no name, and maps.
    Other(Vec<Part>),
}

/// See [`Is::Loop`].
#[derive(Clone, Debug)]
pub(crate) struct Loop {
    pub(crate) range: Part,
    pub(crate) variable: String,
    pub(crate) accumulator: String,
    pub(crate) begins: Part,
    pub(crate) step: Part,
    pub(crate) result: Part,
}

/// A value that is written out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Text(String),
    /// With whether it is a whole number.
    Number(f64, bool),
    Truth(bool),
    Null,
}

/// The whole condition.
pub(crate) fn read(condition: &Condition) -> Part {
    let names = condition.names().iter().cloned().zip(condition.places()).collect();
    let mut reader = Reader { text: condition.text(), names, bound: Vec::new(), from: 0 };
    reader.read(condition.tree())
}

struct Reader<'a> {
    text: &'a str,
    /// Those still to come, in the order of the tree.
    names: VecDeque<(Name, Range<usize>)>,
    bound: Vec<String>,
    /// Where the last literal ended.
    from: usize,
}

impl Reader<'_> {
    fn read(&mut self, node: &IdedExpr) -> Part {
        if let Some(path) = path(node) {
            if self.bound.contains(&path[0]) {
                return Part { span: self.variable(&path.join(".")), is: Is::Variable(path) };
            }
            if let Some((name, span)) = self.names.pop_front() {
                return Part { span, is: Is::Name(name) };
            }
        }
        let (is, own) = match &node.expr {
            Expr::Literal(value) => self.literal(value),
            Expr::List(list) => (Is::List(self.all(&list.elements)), 0..0),
            Expr::Call(call) => {
                let parts = call.target.as_deref().into_iter().chain(&call.args).map(|part| self.read(part)).collect();
                (Is::Call(call.func_name.clone(), parts), 0..0)
            }
            Expr::Comprehension(inner) => {
                let range = self.read(&inner.iter_range);
                let begins = self.read(&inner.accu_init);
                let before = self.bound.len();
                self.bound.extend([inner.iter_var.clone(), inner.accu_var.clone()]);
                self.bound.extend(inner.iter_var2.clone());
                let _ = self.read(&inner.loop_cond);
                let (step, result) = (self.read(&inner.loop_step), self.read(&inner.result));
                self.bound.truncate(before);
                let (variable, accumulator) = (inner.iter_var.clone(), inner.accu_var.clone());
                (Is::Loop(Box::new(Loop { range, variable, accumulator, begins, step, result })), 0..0)
            }
            Expr::Select(select) => (Is::Other(vec![self.read(&select.operand)]), 0..0),
            Expr::Map(map) => {
                let mut parts = Vec::new();
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        parts.extend([self.read(&entry.key), self.read(&entry.value)]);
                    }
                }
                (Is::Other(parts), 0..0)
            }
            Expr::Struct(_) | Expr::Ident(_) | Expr::Unspecified => (Is::Other(Vec::new()), 0..0),
        };
        Part { span: hull(&is, own), is }
    }

    fn all(&mut self, nodes: &[IdedExpr]) -> Vec<Part> {
        nodes.iter().map(|node| self.read(node)).collect()
    }

    /// Where a macro's variable with its members stands; empty where that cannot be told.
    fn variable(&self, spelled: &str) -> Range<usize> {
        let joins = |c: char| c.is_alphanumeric() || c == '_';
        let places = self.text.match_indices(spelled).map(|(at, word)| at..at + word.len());
        let mut alone = places.filter(|span| {
            let before = |c: char| joins(c) || c == '.';
            !self.text[..span.start].ends_with(before) && !self.text[span.end..].starts_with(joins)
        });
        alone.next().unwrap_or(0..0)
    }

    fn literal(&mut self, value: &LiteralValue) -> (Is, Range<usize>) {
        let (literal, spelled) = match value {
            LiteralValue::String(text) => {
                (Literal::Text(text.inner().to_owned()), vec![format!("\"{}\"", text.inner()), format!("'{}'", text.inner())])
            }
            LiteralValue::Int(number) => {
                let number = *number.inner();
                (Literal::Number(number as f64, true), vec![number.to_string()])
            }
            LiteralValue::UInt(number) => (Literal::Number(*number.inner() as f64, true), vec![number.inner().to_string()]),
            LiteralValue::Double(number) => (Literal::Number(*number.inner(), false), vec![number.inner().to_string()]),
            LiteralValue::Boolean(truth) => (Literal::Truth(*truth.inner()), vec![truth.inner().to_string()]),
            LiteralValue::Null => (Literal::Null, vec!["null".to_owned()]),
            LiteralValue::Bytes(_) => return (Is::Other(Vec::new()), 0..0),
        };
        let place = |from: usize| {
            let rest = self.text.get(from..)?;
            let spans = spelled.iter().flat_map(|word| rest.match_indices(word.as_str()));
            let spans = spans.map(|(at, word)| from + at..from + at + word.len()).filter(|span| stands_alone(self.text, span));
            spans.min_by_key(|span| span.start)
        };
        let span = place(self.from).or_else(|| place(0)).unwrap_or(0..0);
        self.from = self.from.max(span.end);
        (Is::Literal(literal), span)
    }
}

/// Whether no letter, digit or decimal point joins what stands there to its neighbours: the 0 of `b0` is no literal.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
    let quoted = text[span.clone()].starts_with(['"', '\'']);
    quoted || !(text[..span.start].ends_with(joins) || text[span.end..].starts_with(joins))
}

/// The path of a name or of a macro's variable.
fn path(node: &IdedExpr) -> Option<Vec<String>> {
    match &node.expr {
        Expr::Ident(name) => Some(vec![name.clone()]),
        Expr::Select(select) => {
            let mut path = path(&select.operand)?;
            path.push(select.field.clone());
            Some(path)
        }
        _ => None,
    }
}

/// From the first to the last of a part's places; empty where none is known.
fn hull(is: &Is, own: Range<usize>) -> Range<usize> {
    let parts: Vec<&Part> = match is {
        Is::List(parts) | Is::Call(_, parts) | Is::Other(parts) => parts.iter().collect(),
        Is::Loop(inner) => vec![&inner.range, &inner.step],
        Is::Name(_) | Is::Variable(_) | Is::Literal(_) => Vec::new(),
    };
    let places = parts.into_iter().map(|part| part.span.clone()).chain([own]).filter(|span| !span.is_empty());
    places.reduce(|left, right| left.start.min(right.start)..left.end.max(right.end)).unwrap_or(0..0)
}
