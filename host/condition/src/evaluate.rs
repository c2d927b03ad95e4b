//! Whether a condition holds, and why.

use crate::ast::{Expr, IdedExpr, operators};
use crate::{Condition, Name, names};
use cel::objects::{Key, Map as CelMap, Value as CelValue};
use cel::{Context, Env};
use rustc_hash::FxHashMap;
use serde_json::{Map, Number, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Items of one list that conditions may go through. A longer one is not known to them: no answer of a check makes a
/// condition slow.
const LIST_ITEMS_MAX: usize = 500;

/// What is known, by name.
#[derive(Default)]
pub struct Facts {
    known: FxHashMap<String, Value>,
    /// The language's functions; made when the first condition is judged that calls one, since making them takes longer than judging.
    functions: Option<Arc<Env>>,
}

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It does, because of these names; each once.
    Holds(Vec<Name>),
    /// It does not, because of these names; each once.
    Fails(Vec<Name>),
    /// It cannot be told.
    Unknown(Cause),
}

/// Why it cannot be told whether a condition holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cause {
    /// These names are not known; each once, at least one.
    NotKnown(Vec<Name>),
    /// All are known, and there is no computing with them: why, as a clause.
    Fault(&'static str),
}

impl Facts {
    /// Nothing is known.
    pub fn new() -> Facts {
        Facts::default()
    }

    /// From now on `name` is known, and what was known of it is forgotten. A name with points is a member of what stands
    /// before them: of `org.blacklist`, `org` knows a `blacklist`.
    pub fn set(&mut self, name: &str, value: Value) {
        let mut parts = name.split('.');
        let Some(first) = parts.next() else { return };
        let mut place = self.known.entry(first.to_owned()).or_insert(Value::Null);
        for part in parts {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            let Value::Object(members) = place else { return };
            place = members.entry(part).or_insert(Value::Null);
        }
        *place = value;
    }

    /// From now on nothing is known of `name`, not even whether there is such a thing.
    pub fn forget(&mut self, name: &str) {
        self.set(name, Value::Null);
        if !name.contains('.') {
            self.known.remove(name);
        }
    }

    /// What is known under a name.
    pub fn get(&self, name: &Name) -> Option<&Value> {
        let (first, rest) = name.path.split_first()?;
        rest.iter().try_fold(self.known.get(first)?, |value, member| value.get(member)).filter(|value| !value.is_null())
    }

    /// Whether `condition` is known to hold: what [`Facts::judge`] says, in half the time, since nobody asks why.
    pub fn holds(&mut self, condition: &Condition) -> bool {
        truth(condition.tree(), &self.context(condition)) == Ok(true)
    }

    /// Whether `condition` holds, and why.
    pub fn judge(&mut self, condition: &Condition) -> Verdict {
        let context = &self.context(condition);
        let reasons = |truth| once(reasons(condition.tree(), context, truth));
        match truth(condition.tree(), context) {
            Ok(true) => Verdict::Holds(reasons(true)),
            Ok(false) => Verdict::Fails(reasons(false)),
            Err(fault) => {
                let unknown = condition.names().iter().filter(|name| !name.tested && self.get(name).is_none());
                let names = once(unknown.cloned().collect());
                Verdict::Unknown(if names.is_empty() { Cause::Fault(fault) } else { Cause::NotKnown(names) })
            }
        }
    }

    /// What `condition` names, for the evaluator, and nothing else: answers are large and conditions small.
    fn context(&mut self, condition: &Condition) -> Context<'static> {
        let env = match condition.calls {
            true => Arc::clone(self.functions.get_or_insert_with(|| Arc::new(Env::stdlib()))),
            false => Arc::default(),
        };
        let mut context = Context::with_env(env);
        let paths: Vec<&[String]> = condition.names().iter().map(|name| name.path.as_slice()).collect();
        for (first, rest) in by_first(&paths) {
            if let Some(value) = self.known.get(first).and_then(|value| pruned(value, &rest)) {
                context.add_variable_from_value(first, value);
            }
        }
        context
    }
}

/// Paths by their first names, each with what follows it.
fn by_first<'n>(paths: &[&'n [String]]) -> Vec<(&'n str, Vec<&'n [String]>)> {
    let mut grouped: Vec<(&str, Vec<&[String]>)> = Vec::new();
    for (first, rest) in paths.iter().filter_map(|path| path.split_first()) {
        match grouped.iter_mut().find(|(known, _)| known == first) {
            Some((_, all)) => all.push(rest),
            None => grouped.push((first, vec![rest])),
        }
    }
    grouped
}

/// Of an object what `paths` lead to; anything else whole.
fn pruned(value: &Value, paths: &[&[String]]) -> Option<CelValue> {
    let Value::Object(members) = value else { return convert(value) };
    if paths.iter().any(|path| path.is_empty()) {
        return convert(value);
    }
    let kept = by_first(paths).into_iter().filter_map(|(name, rest)| {
        let value = pruned(members.get(name)?, &rest)?;
        Some((Key::String(Arc::new(name.to_owned())), value))
    });
    Some(CelValue::Map(CelMap { map: Arc::new(kept.collect()) }))
}

/// Whether an expression holds, or why nobody can tell, as a clause.
fn truth(tree: &IdedExpr, context: &Context<'_>) -> Result<bool, &'static str> {
    use cel::ExecutionError::{DivisionByZero, FunctionError, IndexOutOfBounds, NoSuchKey, Overflow, RemainderByZero, UndeclaredReference};
    match CelValue::resolve(tree, context) {
        Ok(CelValue::Bool(truth)) => Ok(truth),
        Ok(_) => Err("it comes to a value that is neither true nor false"),
        Err(DivisionByZero(_) | RemainderByZero(_)) => Err("it divides by zero"),
        Err(Overflow(..)) => Err("a number in it becomes too large"),
        Err(IndexOutOfBounds(_)) => Err("a list in it has no such item"),
        Err(FunctionError { function, .. }) if ["double", "int", "string", "uint"].contains(&function.as_str()) => {
            Err("a value in it cannot be converted")
        }
        Err(UndeclaredReference(function)) if crate::FUNCTIONS.contains(&function.as_str()) => {
            Err("what it compares is of different kinds")
        }
        // All that it names is known: it is a list that is left out, a member of an item, or of an object that is looked into.
        Err(NoSuchKey(_) | UndeclaredReference(_)) => Err("a list in it is too long, or an item has no such member"),
        Err(_) => Err("what it compares is of different kinds"),
    }
}

/// Each name once.
fn once(names: Vec<Name>) -> Vec<Name> {
    names.into_iter().fold(Vec::new(), |mut kept, name| {
        if !kept.contains(&name) {
            kept.push(name);
        }
        kept
    })
}

/// The names that made a part come out as it did: of "a or b" that holds, those of a part that does; of "a and b" that does
/// not, those of a part that does not.
fn reasons(tree: &IdedExpr, context: &Context<'_>, came_out: bool) -> Vec<Name> {
    let Expr::Call(call) = &tree.expr else { return names::of(tree) };
    let decisive = |wanted: bool| call.args.iter().find(|part| truth(part, context) == Ok(wanted));
    let one = match call.func_name.as_str() {
        operators::LOGICAL_OR if came_out => decisive(true),
        operators::LOGICAL_AND if !came_out => decisive(false),
        operators::LOGICAL_OR | operators::LOGICAL_AND => {
            return call.args.iter().flat_map(|part| reasons(part, context, came_out)).collect();
        }
        operators::LOGICAL_NOT => return call.args.iter().flat_map(|part| reasons(part, context, !came_out)).collect(),
        _ => None,
    };
    one.map_or_else(|| names::of(tree), |part| reasons(part, context, came_out))
}

/// What the evaluator knows of a value. What is null is not known, so that `has` says what a reader expects.
fn convert(value: &Value) -> Option<CelValue> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(truth) => CelValue::Bool(*truth),
        Value::Number(number) => convert_number(number)?,
        Value::String(text) => CelValue::String(Arc::new(text.clone())),
        Value::Array(items) if items.len() > LIST_ITEMS_MAX => return None,
        Value::Array(items) => CelValue::List(Arc::new(items.iter().map(|item| convert(item).unwrap_or(CelValue::Null)).collect())),
        Value::Object(members) => {
            let members = members.iter().filter_map(|(name, value)| Some((Key::String(Arc::new(name.clone())), convert(value)?)));
            CelValue::Map(CelMap { map: Arc::new(members.collect::<HashMap<_, _>>()) })
        }
    })
}

/// A whole number is signed wherever it fits, as literals are.
fn convert_number(number: &Number) -> Option<CelValue> {
    let whole = number.as_i64().map(CelValue::Int);
    whole.or_else(|| number.as_u64().map(CelValue::UInt)).or_else(|| number.as_f64().map(CelValue::Float))
}
