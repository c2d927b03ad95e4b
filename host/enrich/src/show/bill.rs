//! The bill: a line for each call, and the sum that the ledger was debited.

use super::Look;
use crate::client::{Call, Run};
use console::{Alignment, pad_str};

/// The bill of `run`. Where the lines do not add up to the debit it says so: they always must.
pub fn bill(look: &Look, run: &Run) -> String {
    let name = run.tool_calls.iter().map(|call| call.name.len()).max().unwrap_or(0);
    let mut text = look.heading("Bill");
    for call in &run.tool_calls {
        text += &line(look, call, name);
    }
    text += &look.rule();
    let total = look.strong(&run.credits_used.to_string());
    text += &look.edges(&look.strong("credits used"), &total);
    if run.billed() != Some(run.credits_used) {
        text += &look.edges(&look.bad("the lines do not add up to it: please report this run"), "");
    }
    text
}

fn line(look: &Look, call: &Call, name: usize) -> String {
    let left = format!("{:<name$}  {}  {}", call.name, pad_str(&look.status(&call.status), 10, Alignment::Left, None), look.dim(&call.id));
    let amount = call.credits.to_string();
    look.edges(&left, &if call.credits == journal::Credits::ZERO { look.dim(&amount) } else { amount })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(used: &str) -> Run {
        let calls = r#"[{"id":"call_1","name":"pan_verification","status":"success","credits":2.0,"latency_ms":251},
            {"id":"call_2","name":"name_match","status":"failed","credits":0.0,"error":{"code":"timeout"}}]"#;
        Run::parse(format!(r#"{{"id":"run_1","status":"completed","credits_used":{used},"tool_calls":{calls}}}"#)).unwrap()
    }

    #[test]
    fn every_call_is_a_line_and_the_sum_is_the_debit() {
        let text = bill(&Look::plain(60), &run("2.0"));
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        assert_eq!(lines[0], "Bill");
        assert!(lines[1].starts_with("pan_verification  success     call_1") && lines[1].ends_with(" 2.0"), "{text}");
        assert!(lines[2].starts_with("name_match        failed") && lines[2].ends_with(" 0.0"), "{text}");
        assert!(lines[4].starts_with("credits used") && lines[4].ends_with(" 2.0"), "{text}");
        assert_eq!(lines.len(), 5);
    }

    #[test]
    fn a_bill_that_does_not_add_up_says_so() {
        assert!(bill(&Look::plain(60), &run("2.1")).contains("do not add up"));
    }
}
