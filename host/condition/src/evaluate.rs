//! Whether a condition holds, and why.

use crate::ast::{Expr, IdedExpr, operators};
use crate::{Condition, Name, names};
use cel::Context;
use cel::objects::{Key, Map as CelMap, Value as CelValue};
use serde_json::{Map, Number, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// Items of one list that conditions may go through. A longer one is not known to them: no answer of a check makes a
/// condition slow.
const LIST_ITEMS_MAX: usize = 500;

/// What is known, by name.
pub struct Facts {
    known: Map<String, Value>,
    /// The same for the evaluator; made when the first condition is judged.
    context: Option<Context<'static>>,
}

/// Whether a condition holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// It does, because of these names; each once.
    Holds(Vec<Name>),
    /// It does not, because of these names; each once.
    Fails(Vec<Name>),
    /// It cannot be told: these names are not known, or, where there are none, what is known is of the wrong kind.
    Unknown(Vec<Name>),
}

impl Default for Facts {
    fn default() -> Self {
        Facts::new()
    }
}

impl Facts {
    /// Nothing is known.
    pub fn new() -> Facts {
        Facts { known: Map::new(), context: None }
    }

    /// From now on `name` is known, and what was known of it is forgotten. A name with points is a member of what stands
    /// before them: of `org.blacklist`, `org` knows a `blacklist`.
    pub fn set(&mut self, name: &str, value: Value) {
        let mut parts = name.split('.');
        let Some(first) = parts.next() else { return };
        let mut place = self.known.entry(first).or_insert(Value::Null);
        for part in parts {
            if !place.is_object() {
                *place = Value::Object(Map::new());
            }
            let Value::Object(members) = place else { return };
            place = members.entry(part).or_insert(Value::Null);
        }
        *place = value;
        if let (Some(context), Some(value)) = (&mut self.context, self.known.get(first)) {
            tell(context, first, value);
        }
    }

    /// From now on nothing is known of `name`, not even whether there is such a thing.
    pub fn forget(&mut self, name: &str) {
        self.set(name, Value::Null);
        if !name.contains('.') {
            self.known.remove(name);
        }
        // The evaluator's names cannot be taken back.
        self.context = None;
    }

    /// What is known under a name.
    pub fn get(&self, name: &Name) -> Option<&Value> {
        let (first, rest) = name.path.split_first()?;
        rest.iter().try_fold(self.known.get(first)?, |value, member| value.get(member)).filter(|value| !value.is_null())
    }

    /// Whether `condition` holds.
    pub fn judge(&mut self, condition: &Condition) -> Verdict {
        let known = &self.known;
        let context = self.context.get_or_insert_with(|| {
            let mut context = Context::default();
            known.iter().for_each(|(name, value)| tell(&mut context, name, value));
            context
        });
        let truth = truth(condition.tree(), context);
        let mut names = match truth {
            Some(truth) => reasons(condition.tree(), context, truth),
            None => condition.names().iter().filter(|name| !name.tested && self.get(name).is_none()).cloned().collect(),
        };
        let mut seen = Vec::new();
        names.retain(|name| {
            let fresh = !seen.contains(name);
            seen.push(name.clone());
            fresh
        });
        match truth {
            Some(true) => Verdict::Holds(names),
            Some(false) => Verdict::Fails(names),
            None => Verdict::Unknown(names),
        }
    }
}

fn truth(tree: &IdedExpr, context: &Context<'_>) -> Option<bool> {
    match CelValue::resolve(tree, context) {
        Ok(CelValue::Bool(truth)) => Some(truth),
        Ok(_) | Err(_) => None,
    }
}

/// The names that made a part come out as it did: of "a or b" that holds, those of a part that does; of "a and b" that does
/// not, those of a part that does not.
fn reasons(tree: &IdedExpr, context: &Context<'_>, came_out: bool) -> Vec<Name> {
    let Expr::Call(call) = &tree.expr else { return names::of(tree) };
    let decisive = |wanted: bool| call.args.iter().find(|part| truth(part, context) == Some(wanted));
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

fn tell(context: &mut Context<'_>, name: &str, value: &Value) {
    if let Some(value) = convert(value) {
        context.add_variable_from_value(name, value);
    }
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
