//! `name_match`: whether two names are one person's or one company's, by the names alone.

use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, integer, list, one_of, text};
use likeness::{Folded, Row, compare, fold};
use serde::{Deserialize, Serialize};

/// The check.
pub struct NameMatch;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    name: String,
    registered_name: String,
}

/// What is answered.
#[derive(Debug, Serialize)]
pub struct Output {
    result: &'static str,
    score: u32,
    parts: Vec<PartOutput>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'static str>,
}

/// One part of a name and its counterpart.
#[derive(Debug, Serialize)]
struct PartOutput {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_name: Option<String>,
    reason: &'static str,
}

const PART: Kind = Kind::Object(&[
    text("name", "The part in the name given"),
    text("registered_name", "Its counterpart in the registered name"),
    text(
        "reason",
        "same, short_form, same_meaning, sounds_alike, vowels_dropped, truncated, spelling, initial, acronym, joined, missing or title",
    )
    .required(),
]);

impl Check for NameMatch {
    const ABOUT: About = About {
        name: "name_match",
        summary: "Compares a name with the one on record, part by part: order, initials, titles, spellings and scripts allowed for.",
        input: &[text("name", "The name given").required().personal(), text("registered_name", "The name on record").required().personal()],
        output: &[
            one_of("result", "Whether the names are one holder's; review: a person should look", &["match", "review", "mismatch"])
                .required(),
            integer("score", "0 to 100").required(),
            list("parts", "Each part with its counterpart and the reason why they agree", &PART).required().personal(),
            list("notes", "What is odd about the characters", &Kind::Text(200)),
        ],
        providers: &[],
        price: "0.2",
        bills_not_found: false,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(_call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let given = folded("name", &input.name)?;
        let registered = folded("registered_name", &input.registered_name)?;
        let comparison = compare(&given, &registered);
        let parts = comparison.rows.into_iter().map(part).collect();
        let mut notes = notes(&given, &registered);
        notes.extend(comparison.other_form.then_some("The names end in different legal forms."));
        Ok(Answer::Success(Output { result: comparison.verdict.word(), score: comparison.score, parts, notes }))
    }
}

fn folded(member: &str, name: &str) -> Result<Folded, Failure> {
    let folded = fold(name);
    if folded.parts.is_empty() {
        return Err(Failure::invalid_input(format!("`{member}` has no letters.")));
    }
    Ok(folded)
}

fn part(row: Row) -> PartOutput {
    let reason = match row.how {
        Some(how) => how.word(),
        None if row.title => "title",
        None => "missing",
    };
    PartOutput { name: row.given, registered_name: row.registered, reason }
}

fn notes(given: &Folded, registered: &Folded) -> Vec<&'static str> {
    let mut notes = Vec::new();
    if given.invisible || registered.invisible {
        notes.push("A name has characters that cannot be seen.");
    }
    if given.disguised || registered.disguised {
        notes.push("A name mixes Latin letters with others that look like them.");
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::NameMatch;
    use enrich_sdk::http::{HttpError, Request, Response};
    use enrich_sdk::{Answer, Call, Failure, Host, Level, perform};
    use serde_json::{Value, json};

    /// A host that nothing may be asked of.
    struct Nobody;

    impl Host for Nobody {
        fn fetch(&self, request: &Request) -> Result<Response, HttpError> {
            panic!("asked {}", request.provider)
        }

        fn now(&self) -> u64 {
            0
        }

        fn log(&self, _: Level, line: &str) {
            panic!("said {line}")
        }
    }

    fn answer(input: Value) -> Result<Value, Failure> {
        match perform::<NameMatch>(&Call::new("call_1", &Nobody), &input.to_string())? {
            Answer::Success(output) | Answer::NotFound(output) => Ok(serde_json::from_str(&output).unwrap()),
        }
    }

    #[test]
    fn an_answer_has_a_verdict_a_score_and_a_reason_for_each_part() {
        let answer = answer(json!({"name": "Rahul Sharma", "registered_name": "RAHUL KUMAR SHARMA"})).unwrap();
        let parts = json!([
            {"name": "rahul", "registered_name": "rahul", "reason": "same"},
            {"name": "sharma", "registered_name": "sharma", "reason": "same"},
            {"registered_name": "kumar", "reason": "missing"},
        ]);
        assert_eq!(answer, json!({"result": "match", "score": 96, "parts": parts}));
    }

    #[test]
    fn the_legal_form_of_a_company_is_no_part_of_who_it_is() {
        for (name, registered, result) in [
            ("NOVA SAFFRON TEXTILES PRIVATE LIMITED", "NOVA SAFFRON TEXTILES PRIVATE LIMITED", "match"),
            ("Nova Saffron Textiles Pvt Ltd", "NOVA SAFFRON TEXTILES PRIVATE LIMITED", "match"),
            ("Nova Saffron Textiles", "NOVA SAFFRON TEXTILES PRIVATE LIMITED", "match"),
            ("NOVA PRIVATE LIMITED", "ZENITH PRIVATE LIMITED", "mismatch"),
            ("NOVA PRIVATE LIMITED", "NOVA PRIVATE LIMITED", "match"),
            ("NOVA SAFFRON TEXTILES LLP", "NOVA SAFFRON TEXTILES PRIVATE LIMITED", "review"),
        ] {
            let output = answer(json!({"name": name, "registered_name": registered})).unwrap();
            assert_eq!(output["result"], result, "{name} / {registered}: {output}");
            assert_eq!(output.get("notes").is_some(), result == "review");
        }
    }

    #[test]
    fn disguises_are_noted() {
        let input = json!({"name": "R\u{200b}ahul Shаrma", "registered_name": "RAHUL SHARMA"});
        let output = answer(input).unwrap();
        assert_eq!((output["result"].as_str(), output["notes"].as_array().map(Vec::len)), (Some("match"), Some(2)));
    }

    #[test]
    fn a_name_without_letters_is_refused_by_its_member() {
        for (input, member) in [
            (json!({"name": "12345", "registered_name": "RAHUL"}), "`name` has no letters."),
            (json!({"name": "RAHUL", "registered_name": "…"}), "`registered_name` has no letters."),
            (json!({"name": "RAHUL"}), "`registered_name` is missing."),
        ] {
            let failure = answer(input).unwrap_err();
            assert_eq!((failure.code, failure.message.as_str()), ("invalid_input", member));
        }
    }
}
