//! The identifiers of a text and nothing else, for whoever wants to see what the agent finds.

use crate::identify::{Found, Kind, State, identify};
use crate::shown::shown;
use serde_json::{Value, json};

/// What stands in the place of a procedure where only that is asked: nothing is planned or called.
pub const PROCEDURE: &str = r#"{"extract":true}"#;

/// What was found, in the order of the text. `start` and `end` count bytes from 0, `position` characters from 1.
pub fn report(message: &str) -> Value {
    let mut found = identify(message);
    found.sort_by_key(|found| found.span.start);
    json!({ "identifiers": found.iter().map(|found| one(message, found)).collect::<Vec<_>>() })
}

fn one(message: &str, found: &Found) -> Value {
    let (state, why) = match &found.state {
        State::Whole => ("whole", None),
        State::Incomplete(why) => ("incomplete", Some(why)),
        State::Malformed(why) => ("malformed", Some(why)),
    };
    // Nobody but its check sees a whole Aadhaar number.
    let hidden = found.kind == Kind::Aadhaar;
    let mut one = json!({
        "kind": found.kind.as_str(),
        "state": state,
        "value": if hidden { shown(found) } else { found.value.clone() },
        "text": if hidden { shown(found) } else { message.get(found.span.clone()).unwrap_or_default().to_owned() },
        "start": found.span.start,
        "end": found.span.end,
        "position": found.position,
    });
    if let Some(why) = why {
        one["why"] = why.as_str().into();
    }
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_shown_where_it_stands() {
        let found = report("PAN abcde1234f für Rahul Sharma, phone 98xxxxxx10");
        let shown: Vec<_> = found["identifiers"].as_array().into_iter().flatten().collect();
        let short = |one: &Value| format!("{} {} {} {}..{}", one["kind"], one["state"], one["value"], one["start"], one["end"]);
        assert_eq!(
            shown.iter().map(|one| short(one).replace('"', "")).collect::<Vec<_>>(),
            ["pan whole ABCDE1234F 4..14", "name whole Rahul Sharma 20..32", "phone incomplete 98xxxxxx10 40..50"]
        );
        assert_eq!((&shown[0]["text"], &shown[1]["position"], shown[2]["why"].is_string()), (&json!("abcde1234f"), &json!(20), true));
    }
}
