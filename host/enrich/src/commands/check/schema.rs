//! The members that a schema names, in lines for people.

use crate::out::table;
use procedure::STAYS_HERE;
use serde_json::Value;

/// One line for each member of an object's schema: name, type, whether it is required or personal, and what it is.
pub(super) fn members(schema: &Value, personal: &[String]) -> String {
    let required = |name: &str| schema["required"].as_array().is_some_and(|names| names.iter().any(|one| one == name));
    let row = |(name, member): (&String, &Value)| {
        let mut marks = Vec::new();
        marks.extend(required(name).then_some("required"));
        marks.extend(personal.iter().any(|pointer| pointer.strip_prefix('/') == Some(name)).then_some("personal"));
        marks.extend((member[STAYS_HERE] == true).then_some("stays here"));
        [name.clone(), kind(member), marks.join(", "), member["description"].as_str().unwrap_or_default().to_owned()]
    };
    let rows: Vec<_> = schema["properties"].as_object().into_iter().flatten().map(row).collect();
    table(["MEMBER", "TYPE", "", "WHAT IT IS"], &rows)
}

fn kind(member: &Value) -> String {
    let of = member["type"].as_str().or_else(|| member["type"][0].as_str()).unwrap_or("any");
    match (of, member["enum"].as_array()) {
        (_, Some(words)) => words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("|"),
        ("array", None) => format!("list of {}", kind(&member["items"])),
        (of, None) => of.to_owned(),
    }
}
