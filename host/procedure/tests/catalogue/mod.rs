//! Checks that procedures of these tests may name: some like those that ship, some with answers of every shape.

use journal::Credits;
use procedure::{Catalogue, DescribedCheck};
use serde_json::{Map, Value, json};

fn object(members: Value, required: &[&str]) -> Value {
    let properties: Map<String, Value> = members.as_object().unwrap().clone();
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

fn check(name: &str, price: &str, hosts: &[&str], input: Value, output: Value) -> DescribedCheck {
    DescribedCheck {
        name: name.into(),
        input_schema: input,
        output_schema: output,
        price: price.parse::<Credits>().unwrap(),
        bills_not_found: true,
        of_the_day: name == "sanctions_screening",
        hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
        personal_fields: ["/pan", "/name", "/phone", "/registered_name"].map(str::to_owned).to_vec(),
    }
}

/// The catalogue.
pub(crate) fn catalogue() -> Catalogue {
    let text = || json!({ "type": "string" });
    let words = |words: &[&str]| json!({ "type": "string", "enum": words });
    Catalogue::of([
        check(
            "pan_verification",
            "2.0",
            &["api.cashfree.com"],
            object(json!({ "pan": text(), "name": text() }), &["pan"]),
            object(
                json!({
                    "pan": text(), "pan_status": words(&["valid", "invalid", "deactivated", "deleted", "unknown"]), "registered_name": text(),
                    "structure_reasons": { "type": "array", "items": text() },
                    "name_match": object(json!({ "score": { "type": "integer" }, "result": text() }), &["score"]),
                }),
                &["pan"],
            ),
        ),
        check(
            "name_match",
            "0.1",
            &[],
            object(json!({ "name": text(), "registered_name": text() }), &["name", "registered_name"]),
            object(json!({ "result": words(&["match", "review", "mismatch"]), "score": { "type": "integer" } }), &["result", "score"]),
        ),
        check(
            "mobile_intelligence",
            "1.5",
            &["lookups.twilio.com"],
            object(json!({ "phone": text(), "name": { "type": "string", "x-stays-here": true } }), &["phone"]),
            object(json!({ "valid": { "type": "boolean" }, "line_type": text(), "risk": { "type": "number" } }), &["valid"]),
        ),
        check(
            "gstin_verification",
            "3.0",
            &["api.cashfree.com"],
            object(json!({ "gstin": text() }), &["gstin"]),
            object(json!({ "legal_name": text() }), &[]),
        ),
        check(
            "sanctions_screening",
            "2.0",
            &[],
            object(json!({ "name": text() }), &["name"]),
            object(json!({ "result": words(&["clear", "review", "hit"]) }), &["result"]),
        ),
        check(
            "org.blacklist",
            "20.0",
            &["lists.example.org"],
            object(json!({ "name": text(), "years": { "type": "integer" }, "strict": { "type": "boolean" } }), &["name"]),
            object(
                json!({
                    "hits": { "type": "array", "items": object(json!({ "list": text(), "score": { "type": "integer" } }), &[]) },
                    "anything": {}, "count": { "type": ["integer", "null"] },
                }),
                &[],
            ),
        ),
    ])
}
