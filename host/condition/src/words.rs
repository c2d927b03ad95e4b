//! A condition as a clause for people.

use crate::ast::{Expr, IdedExpr, LiteralValue, operators as op};
use crate::names::path;

/// How tightly a clause holds together: what joins looser clauses puts them in brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hold {
    Or,
    And,
    Alone,
}

/// The clause; nothing for what has no plain words.
pub(crate) fn of(tree: &IdedExpr) -> Option<String> {
    clause(tree).map(|(words, _)| words)
}

fn clause(node: &IdedExpr) -> Option<(String, Hold)> {
    if let Some(name) = path(node) {
        return Some((format!("{name} is {}", if name.tested { "known" } else { "true" }), Hold::Alone));
    }
    let Expr::Call(call) = &node.expr else { return None };
    match (call.func_name.as_str(), call.target.as_deref(), call.args.as_slice()) {
        (op::LOGICAL_AND, None, [left, right]) => {
            Some((format!("{} and {}", within(left, Hold::And)?, within(right, Hold::And)?), Hold::And))
        }
        (op::LOGICAL_OR, None, [left, right]) => Some((format!("{} or {}", within(left, Hold::Or)?, within(right, Hold::Or)?), Hold::Or)),
        (op::LOGICAL_NOT, None, [part]) => Some((denied(part)?, Hold::Alone)),
        (op::IN, None, [value, list]) => {
            let Expr::List(list) = &list.expr else { return None };
            let values: Option<Vec<String>> = list.elements.iter().map(thing).collect();
            Some((format!("{} is one of {}", thing(value)?, values?.join(", ")), Hold::Alone))
        }
        (function, None, [left, right]) => Some((format!("{} {} {}", thing(left)?, compares(function)?, thing(right)?), Hold::Alone)),
        (function, Some(target), [part]) => Some((format!("{} {} {}", thing(target)?, tells(function)?, thing(part)?), Hold::Alone)),
        _ => None,
    }
}

fn within(node: &IdedExpr, hold: Hold) -> Option<String> {
    let (words, own) = clause(node)?;
    Some(if own < hold { format!("({words})") } else { words })
}

fn denied(part: &IdedExpr) -> Option<String> {
    if let Some(name) = path(part) {
        return Some(format!("{name} is not {}", if name.tested { "known" } else { "true" }));
    }
    Some(format!("not ({})", of(part)?))
}

fn compares(function: &str) -> Option<&'static str> {
    Some(match function {
        op::EQUALS => "is",
        op::NOT_EQUALS => "is not",
        op::GREATER_EQUALS => "is at least",
        op::LESS_EQUALS => "is at most",
        op::GREATER => "is more than",
        op::LESS => "is less than",
        _ => return None,
    })
}

fn tells(function: &str) -> Option<&'static str> {
    Some(match function {
        "contains" => "contains",
        "startsWith" => "begins with",
        "endsWith" => "ends with",
        _ => return None,
    })
}

/// A name, a value, or the size of a name.
fn thing(node: &IdedExpr) -> Option<String> {
    if let Some(name) = path(node).filter(|name| !name.tested) {
        return Some(name.to_string());
    }
    match &node.expr {
        Expr::Literal(value) => literal(value),
        Expr::Call(call) if call.func_name == "size" => match (call.target.as_deref(), call.args.as_slice()) {
            (Some(part), []) | (None, [part]) => Some(format!("the size of {}", path(part)?)),
            _ => None,
        },
        _ => None,
    }
}

fn literal(value: &LiteralValue) -> Option<String> {
    Some(match value {
        LiteralValue::String(text) => format!("“{}”", text.inner()),
        LiteralValue::Int(number) => number.inner().to_string(),
        LiteralValue::UInt(number) => number.inner().to_string(),
        LiteralValue::Double(number) => number.inner().to_string(),
        LiteralValue::Boolean(truth) => truth.inner().to_string(),
        LiteralValue::Null => "null".to_owned(),
        LiteralValue::Bytes(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use crate::Condition;

    #[test]
    fn conditions_read_aloud() {
        for (text, words) in [
            (r#"pan.status == "success""#, Some("pan.status is “success”")),
            (r#"pan.status != "valid" || a.score >= 90"#, Some("pan.status is not “valid” or a.score is at least 90")),
            (r#"(a.x || b.y) && c.z < 3"#, Some("(a.x is true or b.y is true) and c.z is less than 3")),
            (r#"a.x && b.y || has(c.z)"#, Some("a.x is true and b.y is true or c.z is known")),
            (r#"!has(a.x) && !(a.y > 1.5)"#, Some("a.x is not known and not (a.y is more than 1.5)")),
            (r#"a.x in ["b", "c"]"#, Some("a.x is one of “b”, “c”")),
            (r#"a.x.startsWith("b") && size(a.z) <= 2"#, Some("a.x begins with “b” and the size of a.z is at most 2")),
            (r#"a.list.exists(one, one.x == 1)"#, None),
            (r#"a.x + 1 == 2"#, None),
        ] {
            assert_eq!(Condition::parse(text).unwrap().words().as_deref(), words, "{text}");
        }
    }
}
