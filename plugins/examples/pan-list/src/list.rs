//! What the workflow does. It asks through [`Host`] alone, so that the same code runs in the sandbox and in a test.

use serde_json::{Value, json};

/// The check that it calls, once for each PAN.
pub const CHECK: &str = "pan_verification";
/// PANs of one request: as many as may be asked about side by side.
pub const PANS_MAX: usize = 64;

/// What became of a call.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Its id.
    pub id: String,
    /// `success`, `not_found` or `failed`.
    pub status: &'static str,
    /// The check's answer; of a failed call, why: `code`, `message`, `retryable`.
    pub output: Value,
}

/// Whom the workflow asks.
pub trait Host {
    /// Proposes to make so many calls of [`CHECK`]; returns once that is approved.
    fn propose(&mut self, summary: &str, calls: usize);
    /// Calls [`CHECK`] with each input, side by side.
    fn call(&mut self, inputs: &[Value]) -> Vec<Answer>;
    /// Appends to the answer.
    fn say(&mut self, text: &str);
    /// Writes the report.
    fn report(&mut self, report: &Value);
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// The list was verified.
    Complete,
    /// There is no PAN in the request.
    MissingInput,
}

/// Verifies every PAN in `message`.
pub fn carry_out(message: &str, host: &mut impl Host) -> Finish {
    let all = pans(message);
    if all.is_empty() {
        host.say("There is no PAN in the request: send one or more, such as ABCPE1234F.");
        return Finish::MissingInput;
    }
    let (asked, left) = all.split_at(all.len().min(PANS_MAX));
    host.propose(&format!("Verify {} with the issuer", counted(asked.len())), asked.len());
    let inputs: Vec<Value> = asked.iter().map(|pan| json!({ "pan": pan })).collect();
    let answers = host.call(&inputs);
    let summary = summary(&answers, left.len());
    host.say(&summary);
    for (pan, answer) in asked.iter().zip(&answers) {
        host.say(&format!("\n- {pan}: {}", finding(answer)));
    }
    host.report(&report(&summary, asked, &answers, left));
    Finish::Complete
}

/// The PANs of a text, each once, in their order: five letters, four digits and a letter, with nothing of a word around them.
pub fn pans(text: &str) -> Vec<String> {
    let words = text.split(|char: char| !char.is_alphanumeric());
    let mut found: Vec<String> = Vec::new();
    for word in words.filter(|word| is_pan(word)) {
        let pan = word.to_ascii_uppercase();
        if !found.contains(&pan) {
            found.push(pan);
        }
    }
    found
}

fn is_pan(word: &str) -> bool {
    let shape = |(at, byte): (usize, &u8)| if (5..9).contains(&at) { byte.is_ascii_digit() } else { byte.is_ascii_alphabetic() };
    word.len() == 10 && word.as_bytes().iter().enumerate().all(shape)
}

fn counted(pans: usize) -> String {
    format!("{pans} PAN{}", if pans == 1 { "" } else { "s" })
}

fn summary(answers: &[Answer], left: usize) -> String {
    let of = |status: &str| answers.iter().filter(|answer| answer.status == status).count();
    let valid = answers.iter().filter(|answer| answer.output["pan_status"] == "valid").count();
    let mut text = format!("{}: {valid} in force, {} unknown to the issuer", counted(answers.len()), of("not_found"));
    if of("failed") > 0 {
        text += &format!(", {} not answered", of("failed"));
    }
    if left > 0 {
        text += &format!("; {left} more were not asked about, since one request has {PANS_MAX} at most");
    }
    text + "."
}

fn finding(answer: &Answer) -> String {
    match answer.status {
        "success" => format!("the issuer has it as {}", answer.output["pan_status"].as_str().unwrap_or("unknown")),
        "not_found" => "the issuer knows no such PAN".to_owned(),
        _ => format!("not verified ({})", answer.output["code"].as_str().unwrap_or("failed")),
    }
}

/// In the shape of docs/report-schema.json, so that whoever shows reports shows this one too.
fn report(summary: &str, pans: &[String], answers: &[Answer], left: &[String]) -> Value {
    let check = |(pan, answer): (&String, &Answer)| {
        let status = answer.output["pan_status"].as_str().filter(|_| answer.status == "success");
        let facts = [("pan", Some(pan.as_str())), ("pan_status", status)];
        let facts: Vec<Value> = facts.into_iter().filter_map(|(name, value)| Some(json!({ "name": name, "value": value? }))).collect();
        let mut check =
            json!({ "check": CHECK, "status": answer.status, "call_id": answer.id, "finding": finding(answer), "facts": facts });
        if answer.status == "failed" {
            check["error"] = answer.output.clone();
        }
        check
    };
    let checks: Vec<Value> = pans.iter().zip(answers).map(check).collect();
    let reason = format!("one request has {PANS_MAX} PANs at most");
    let not_checked: Vec<Value> = left.iter().map(|pan| json!({ "identifier": "pan", "given": pan, "reason": reason })).collect();
    json!({
        "shape": 1,
        "title": "List of PANs",
        "subject": {},
        "summary": summary,
        "emphasis": [],
        "phases": [{ "goal": "Verify each PAN with the issuer", "summary": summary, "checks": checks }],
        "not_checked": not_checked,
        "versions": { "agent": concat!("pan-list ", env!("CARGO_PKG_VERSION")), "procedure": "" },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Told {
        proposed: Vec<(String, usize)>,
        asked: Vec<Value>,
        said: String,
        report: Option<Value>,
    }

    impl Host for Told {
        fn propose(&mut self, summary: &str, calls: usize) {
            self.proposed.push((summary.to_owned(), calls));
        }
        fn call(&mut self, inputs: &[Value]) -> Vec<Answer> {
            assert!(!self.proposed.is_empty(), "nothing is asked before it is approved");
            self.asked.extend_from_slice(inputs);
            let answer = |(at, input): (usize, &Value)| {
                let (status, output) = match input["pan"].as_str().unwrap().chars().next() {
                    Some('A') => ("success", json!({ "pan_status": "valid" })),
                    Some('B') => ("not_found", json!({})),
                    _ => ("failed", json!({ "code": "timeout", "message": "No answer.", "retryable": true })),
                };
                Answer { id: format!("call_{at}"), status, output }
            };
            inputs.iter().enumerate().map(answer).collect()
        }
        fn say(&mut self, text: &str) {
            self.said += text;
        }
        fn report(&mut self, report: &Value) {
            self.report = Some(report.clone());
        }
    }

    #[test]
    fn every_pan_is_found_once_and_nothing_else_is() {
        let text = "ABCDE1234F, abcde1234f; (BCDEF2345G) order XABCDE1234F ABCDE12345 PAN:CDEFG3456H 12345ABCDE ÄBCDE1234";
        assert_eq!(pans(text), ["ABCDE1234F", "BCDEF2345G", "CDEFG3456H"]);
    }

    #[test]
    fn a_list_is_verified_side_by_side() {
        let mut host = Told::default();
        assert_eq!(carry_out("ABCDE1234F BCDEF2345G CDEFG3456H", &mut host), Finish::Complete);
        assert_eq!(host.proposed, [("Verify 3 PANs with the issuer".to_owned(), 3)]);
        assert_eq!(host.asked[1], json!({ "pan": "BCDEF2345G" }));
        assert_eq!(
            host.said,
            "3 PANs: 1 in force, 1 unknown to the issuer, 1 not answered.\n- ABCDE1234F: the issuer has it as valid\n\
             - BCDEF2345G: the issuer knows no such PAN\n- CDEFG3456H: not verified (timeout)"
        );
        let report = host.report.unwrap();
        assert_eq!(report["phases"][0]["checks"][2]["error"]["code"], "timeout");
        assert_eq!(report["phases"][0]["checks"][0]["facts"][1], json!({ "name": "pan_status", "value": "valid" }));
    }

    #[test]
    fn what_is_too_much_is_said_and_what_is_missing_is_asked_for() {
        let list: Vec<String> = (0..PANS_MAX + 2).map(|at| format!("ABCDE{at:04}F")).collect();
        let mut host = Told::default();
        carry_out(&list.join(" "), &mut host);
        assert_eq!(host.asked.len(), PANS_MAX);
        assert!(host.said.contains("2 more were not asked about"), "{}", host.said);
        assert_eq!(host.report.unwrap()["not_checked"].as_array().unwrap().len(), 2);
        let mut host = Told::default();
        assert_eq!(carry_out("Verify Rahul Sharma", &mut host), Finish::MissingInput);
        assert!(host.proposed.is_empty() && host.said.contains("no PAN"));
    }
}
