//! The names that a condition reads, and where they stand in its text.

use crate::ast::{Expr, IdedExpr};
use crate::children;
use cel::parser::pratt_parser::{Lexer, Token, TokenKind};
use std::fmt;
use std::ops::Range;

/// A name: `pan_verification.pan_status`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name {
    /// Outermost first; at least one.
    pub path: Vec<String>,
    /// Whether it is only asked whether there is such a thing: `has(…)`.
    pub tested: bool,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path.join("."))
    }
}

/// The names in a part, in the order written.
pub(crate) fn of(tree: &IdedExpr) -> Vec<Name> {
    let mut found = Vec::new();
    collect(tree, &mut Vec::new(), &mut found);
    found
}

/// The path of a part that is a name, and whether it is tested.
pub(crate) fn path(node: &IdedExpr) -> Option<Name> {
    match &node.expr {
        Expr::Ident(name) => Some(Name { path: vec![name.clone()], tested: false }),
        Expr::Select(select) => {
            let mut name = path(&select.operand)?;
            name.path.push(select.field.clone());
            name.tested |= select.test;
            Some(name)
        }
        _ => None,
    }
}

fn collect<'t>(node: &'t IdedExpr, bound: &mut Vec<&'t str>, found: &mut Vec<Name>) {
    if let Some(name) = path(node) {
        if !bound.contains(&name.path[0].as_str()) {
            found.push(name);
        }
        return;
    }
    for child in children(node) {
        collect(child, bound, found);
    }
    if let Expr::Comprehension(inner) = &node.expr {
        let variables = [Some(&inner.iter_var), inner.iter_var2.as_ref(), Some(&inner.accu_var)];
        let before = bound.len();
        bound.extend(variables.into_iter().flatten().map(String::as_str));
        for part in [&inner.loop_cond, &inner.loop_step, &inner.result] {
            collect(part, bound, found);
        }
        bound.truncate(before);
    }
}

/// Where each name stands. A name that cannot be told apart from another stands where the next of its spelling does.
pub(crate) fn places(text: &str, names: &[Name]) -> Vec<Range<usize>> {
    let mut chains = chains(text);
    let mut place = |name: &Name| {
        let spelled = name.to_string();
        let at = chains.iter().position(|(chain, _)| *chain == spelled)?;
        Some(chains.remove(at).1)
    };
    names.iter().map(|name| place(name).unwrap_or(0..text.len())).collect()
}

/// Chains of words joined by points, as a name is written; the last word of a call is its function and left out.
fn chains(text: &str) -> Vec<(String, Range<usize>)> {
    let tokens = tokens(text);
    let kind = |at: usize| tokens.get(at).map(|token| token.kind);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if kind(at) != Some(TokenKind::TokIdent) {
            at += 1;
            continue;
        }
        let mut words = vec![&tokens[at]];
        while kind(at + 1) == Some(TokenKind::TokDot) && kind(at + 2) == Some(TokenKind::TokIdent) {
            at += 2;
            words.push(&tokens[at]);
        }
        if kind(at + 1) == Some(TokenKind::TokLeftParen) {
            words.pop();
        }
        if let (Some(first), Some(last)) = (words.first(), words.last()) {
            let spelled: Vec<&str> = words.iter().map(|word| &text[word.start..word.end]).collect();
            found.push((spelled.join("."), first.start..last.end));
        }
        at += 1;
    }
    found
}

/// The first place where `word` stands alone.
pub(crate) fn word(text: &str, word: &str) -> Option<Range<usize>> {
    tokens(text).iter().map(|token| token.start..token.end).find(|span| text[span.clone()] == *word)
}

/// The token at a byte; where there is none, the last.
pub(crate) fn token_at(text: &str, at: usize) -> Range<usize> {
    let tokens = tokens(text);
    let span = tokens.iter().find(|token| token.end > at).or(tokens.last()).map(|token| token.start..token.end);
    span.unwrap_or(0..text.len())
}

/// The tokens that carry meaning. Stops at what is none, which is the last.
fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer::new(text);
    let mut tokens = Vec::new();
    loop {
        let mut token = lexer.lex();
        // A sign that the language does not know may be longer than the byte that was looked at.
        token.end = (token.end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
        let whole = text.get(token.start..token.end).is_some_and(|word| !word.is_empty());
        match token.kind {
            TokenKind::TokEnd => return tokens,
            TokenKind::TokWhitespace | TokenKind::TokComment if whole => {}
            TokenKind::TokError => {
                tokens.extend(Some(token).filter(|_| whole));
                return tokens;
            }
            _ if whole => tokens.push(token),
            _ => return tokens,
        }
    }
}
