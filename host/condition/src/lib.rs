//! Conditions in CEL, within bounds: read, evaluated, explained.
//!
//! [`Condition::parse`] reads an expression and says what it names and where. [`Facts`] holds what is known, and
//! [`Facts::judge`] says whether a condition holds, and because of which names. The linter reads with this crate in the host,
//! the agent reads and evaluates with it in its sandbox, so that the two never differ over an expression. The agent is handed
//! texts: reading one takes two microseconds, less than decoding a syntax tree would.

mod evaluate;
mod names;
mod words;

pub use cel::common::ast;
pub use evaluate::{Cause, Facts, Verdict};
pub use names::Name;

use ast::{Expr, IdedExpr};
use cel::parser::PrattParser;
use std::ops::Range;

/// Bytes of one condition.
pub const CONDITION_BYTES_MAX: usize = 1_000;
/// Parts of one condition: each name, literal, operator and call is one.
pub const NODES_MAX: usize = 400;
/// Parts within parts, in what was written and in what it is read as.
pub const DEPTH_MAX: u16 = 32;
/// Functions and macros that conditions may call, operators aside. `has`, `all`, `exists`, `exists_one`, `filter` and `map`
/// are macros. There are no regular expressions, times or bytes.
pub const FUNCTIONS: [&str; 14] = [
    "all",
    "contains",
    "double",
    "endsWith",
    "exists",
    "exists_one",
    "filter",
    "has",
    "int",
    "map",
    "size",
    "startsWith",
    "string",
    "uint",
];

/// An expression that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    text: String,
    tree: IdedExpr,
    names: Vec<Name>,
    /// Whether it calls a function.
    calls: bool,
}

/// Why a text is no condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault.
    pub kind: FaultKind,
    /// The bytes of the text that are wrong.
    pub span: Range<usize>,
    /// What is wrong, as a clause.
    pub message: String,
}

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// It is no expression of the language.
    Syntax,
    /// It calls a function that is not in [`FUNCTIONS`], or builds a message.
    Unknown,
    /// It breaks a bound.
    TooLarge,
}

impl Condition {
    /// Reads `text`. It is bounded before it is read: no text makes this slow or deep.
    pub fn parse(text: &str) -> Result<Condition, Fault> {
        let fault = |kind, span, message: String| Fault { kind, span, message };
        let whole = 0..text.len();
        if text.len() > CONDITION_BYTES_MAX {
            let message = format!("the condition has {} bytes, and at most {CONDITION_BYTES_MAX} are read", text.len());
            return Err(fault(FaultKind::TooLarge, whole, message));
        }
        if deep(text) {
            return Err(fault(FaultKind::TooLarge, whole, format!("the condition is nested more than {DEPTH_MAX} levels deep")));
        }
        let parser = PrattParser::new().max_recursion_depth(DEPTH_MAX).max_expression_node_count(NODES_MAX).error_recovery_limit(0);
        let tree = parser.parse(text).map_err(|errors| {
            let first = errors.errors.iter().find(|error| error.pos.0 > 0);
            let at = first.map_or(0, |error| offset(text, error.pos));
            fault(FaultKind::Syntax, names::token_at(text, at), "the condition is no CEL expression".into())
        })?;
        let mut census = Census { nodes: 0, calls: false, unknown: None, nested: false, deep: false };
        census.count(&tree, 0, false);
        if let Some(function) = census.unknown {
            let span = names::word(text, &function).unwrap_or(whole);
            return Err(fault(FaultKind::Unknown, span, format!("conditions have no `{function}`")));
        }
        if census.deep || census.nodes > NODES_MAX {
            return Err(fault(
                FaultKind::TooLarge,
                whole,
                format!("the condition has more than {NODES_MAX} parts, or nests them too deep"),
            ));
        }
        if census.nested {
            return Err(fault(FaultKind::TooLarge, whole, "the condition goes through a list within a list".into()));
        }
        Ok(Condition { text: text.to_owned(), names: names::of(&tree), calls: census.calls, tree })
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it was read as: macros are expanded, `has` aside.
    pub fn tree(&self) -> &IdedExpr {
        &self.tree
    }

    /// What it asks, as a clause for people: "pan_verification.pan_status is “valid” and name_match.score is at least 90". Nothing
    /// where it computes or goes through lists: then the text says it better.
    pub fn words(&self) -> Option<String> {
        words::of(&self.tree)
    }

    /// The names it reads, in the order written, with repetitions; variables of its own macros are none.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// Where each of [`Condition::names`] stands in the text.
    pub fn places(&self) -> Vec<Range<usize>> {
        names::places(&self.text, &self.names)
    }
}

/// Whether brackets or prefixes nest deeper than will be read. The parser has a bound of its own; this one also counts runs
/// of `!` and `-`, and costs one pass.
fn deep(text: &str) -> bool {
    let (mut open, mut run) = (0_u16, 0_u16);
    text.bytes().any(|byte| {
        match byte {
            b'(' | b'[' | b'{' => open += 1,
            b')' | b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        run = if matches!(byte, b'!' | b'-' | b'?') { run + 1 } else { run };
        open > DEPTH_MAX || run > 2 * DEPTH_MAX
    })
}

/// The byte of a line and column, both from 1, the column in characters.
fn offset(text: &str, (line, column): (isize, isize)) -> usize {
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let column = usize::try_from(column).unwrap_or(1).max(1);
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = text.get(before..).unwrap_or_default();
    before + rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at)
}

/// What an expression consists of.
struct Census {
    nodes: usize,
    /// A call that is no operator.
    calls: bool,
    unknown: Option<String>,
    /// A loop within a loop.
    nested: bool,
    deep: bool,
}

impl Census {
    fn count(&mut self, node: &IdedExpr, depth: u16, in_loop: bool) {
        self.nodes += 1;
        if depth > 2 * DEPTH_MAX || self.nodes > NODES_MAX {
            self.deep = true;
            return;
        }
        if let Expr::Comprehension(inner) = &node.expr {
            self.nested |= in_loop;
            for part in [&inner.loop_cond, &inner.loop_step, &inner.result] {
                self.count(part, depth + 1, true);
            }
        }
        if let Expr::Call(call) = &node.expr {
            let name = call.func_name.as_str();
            if name.starts_with(|first: char| first.is_ascii_alphabetic()) {
                self.calls = true;
                if !FUNCTIONS.contains(&name) {
                    self.unknown.get_or_insert_with(|| name.to_owned());
                }
            }
        }
        if let Expr::Struct(made) = &node.expr {
            self.unknown.get_or_insert_with(|| made.type_name.clone());
        }
        for child in children(node) {
            self.count(child, depth + 1, in_loop);
        }
    }
}

/// The parts of a part, in the order written; of a loop only what it goes through.
pub(crate) fn children(node: &IdedExpr) -> Vec<&IdedExpr> {
    use ast::EntryExpr::{MapEntry, StructField};
    match &node.expr {
        Expr::Call(call) => call.target.as_deref().into_iter().chain(&call.args).collect(),
        Expr::Select(select) => vec![&*select.operand],
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Map(map) => map
            .entries
            .iter()
            .flat_map(|entry| match &entry.expr {
                MapEntry(entry) => vec![&entry.key, &entry.value],
                StructField(field) => vec![&field.value],
            })
            .collect(),
        Expr::Comprehension(inner) => vec![&inner.iter_range, &inner.accu_init],
        Expr::Struct(_) | Expr::Ident(_) | Expr::Literal(_) | Expr::Unspecified => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
