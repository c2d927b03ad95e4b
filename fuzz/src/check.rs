//! A check, asked with members and answered by a provider that a fuzzer made up.

use crate::schema::misfit;
use enrich_sdk::http::{HttpError, Request, Response};
use enrich_sdk::{Answer, Call, Check, Failure, Host, Level, OFFLINE, bindings};
use serde_json::{Map, Value};

/// Stands between the members of an input and what the provider answers.
const ANSWER: &str = "\n---\n";
/// Members whose normal form is told in part, so that it cannot be asked again: nobody gets these numbers whole, and the platform of a
/// profile stands beside its name.
const PARTIAL: [&str; 3] = ["aadhaar", "handle", "ssn"];

/// A check, and what it says of itself.
pub struct Subject {
    name: &'static str,
    /// Those that must be there first.
    members: Vec<String>,
    output: Value,
    perform: fn(&Call<'_>, &str) -> Result<Answer<String>, Failure>,
}

impl Subject {
    /// That check.
    #[must_use]
    pub fn of<C: Check>() -> Subject {
        let read = |schema: &str| serde_json::from_str::<Value>(schema).expect("schemas are JSON");
        let manifest = bindings::manifest(&[], &[C::ABOUT]);
        let described = &manifest.checks[0];
        let input = read(&described.input_schema);
        let required = input["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let mut members: Vec<String> = required.map(str::to_owned).collect();
        let others = input["properties"].as_object().into_iter().flat_map(Map::keys);
        let others: Vec<String> = others.filter(|name| !members.contains(name)).cloned().collect();
        members.extend(others);
        Subject { name: C::ABOUT.name, members, output: read(&described.output_schema), perform: enrich_sdk::perform::<C> }
    }

    /// JSON text, or the members' values, one a line.
    fn input(&self, text: &str) -> String {
        if text.starts_with('{') {
            return text.to_owned();
        }
        let given = self.members.iter().zip(text.split('\n')).filter(|(_, line)| !line.is_empty());
        Value::Object(given.map(|(name, line)| (name.clone(), line.into())).collect()).to_string()
    }

    /// Performs it, twice the same; what it answers is what it said it would.
    fn ask(&self, input: &str, provider: &Provider) -> Result<Value, Failure> {
        let perform = || (self.perform)(&Call::new("call_1", provider), input);
        let answer = perform();
        assert_eq!(perform(), answer, "{}: twice the same", self.name);
        let (output, whole) = match answer.inspect_err(|failure| self.is_told_well(failure, input))? {
            Answer::Success(output) => (output, true),
            Answer::NotFound(output) => (output, false),
        };
        let output: Value = serde_json::from_str(&output).expect("answers are JSON");
        if let Some(why) = misfit(&self.output, &output, whole) {
            panic!("{}: {why}: {output}", self.name);
        }
        Ok(output)
    }

    /// Its code is a word, its message a sentence that repeats no number of the input.
    fn is_told_well(&self, failure: &Failure, input: &str) {
        assert!(failure.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{}: {failure:?}", self.name);
        assert!(failure.message.ends_with('.'), "{}: {failure:?}", self.name);
        let Ok(Value::Object(members)) = serde_json::from_str(input) else { return };
        for value in members.values().filter_map(Value::as_str).map(str::trim) {
            let telling = value.bytes().filter(u8::is_ascii_digit).count() >= 8;
            assert!(!telling || !failure.message.contains(value), "{}: repeats what was given: {failure:?}", self.name);
        }
    }

    /// A normal form is accepted, and read as itself.
    fn is_normal(&self, input: &str, output: &Value) {
        let Ok(Value::Object(mut members)) = serde_json::from_str(input) else { return };
        let mut normal = Vec::new();
        for (name, given) in &mut members {
            match output.get(name) {
                Some(form) if form.is_string() && !PARTIAL.contains(&name.as_str()) => {
                    *given = form.clone();
                    normal.push((name.clone(), form));
                }
                _ => {}
            }
        }
        match self.ask(&Value::Object(members).to_string(), &Provider::Absent) {
            Err(failure) => panic!("{}: refuses its own normal form: {failure:?}, {output}", self.name),
            Ok(again) => normal.iter().for_each(|(name, form)| assert_eq!(&again[name], *form, "{}: {name}", self.name)),
        }
    }
}

/// Tries one of `subjects` on a text: the name of a check in the first line, its members after it, one a line or as JSON; after
/// [`ANSWER`] what the provider answers, with the status before it where that is not 200.
pub fn try_one(subjects: &[Subject], text: &str) {
    let (name, rest) = text.split_once('\n').unwrap_or((text, ""));
    let any = || subjects.get(name.len() % subjects.len());
    let Some(subject) = subjects.iter().find(|subject| subject.name == name).or_else(any) else { return };
    let (members, answer) = rest.split_once(ANSWER).map_or((rest, None), |(members, answer)| (members, Some(answer)));
    let input = subject.input(members);
    let Ok(output) = subject.ask(&input, &Provider::Absent) else { return };
    subject.is_normal(&input, &output);
    if let Some(answer) = answer {
        // Whatever the provider says, an answer is as described and a failure is told well.
        let _ = subject.ask(&input, &Provider::of(answer));
    }
}

/// The outside world.
enum Provider {
    /// Nobody may be asked.
    Absent,
    /// It always answers this.
    Says(Response),
}

impl Provider {
    fn of(answer: &str) -> Provider {
        let with_status = answer.split_once('\n').and_then(|(status, body)| Some((status.parse().ok()?, body)));
        let (status, body) = with_status.filter(|(status, _)| (100..600).contains(status)).unwrap_or((200, answer));
        Provider::Says(Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() })
    }
}

impl Host for Provider {
    fn fetch(&self, _: &Request) -> Result<Response, HttpError> {
        match self {
            Provider::Absent => Err(HttpError::Refused(OFFLINE.into())),
            Provider::Says(response) => Ok(response.clone()),
        }
    }

    /// In June 2025.
    fn now(&self) -> u64 {
        1_750_000_000_000_000
    }

    fn log(&self, _: Level, line: &str) {
        assert!(!line.is_empty());
    }
}
