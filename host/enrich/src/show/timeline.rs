//! The timeline of a run: what each message adds to it, as lines.

use super::Look;
use crate::client::{Call, Event, PlanShown};
use console::{Alignment, pad_str};
use std::time::Duration;

/// Columns of the clock and the sign before the words.
const LEAD_COLUMNS: usize = 14;

/// Follows the messages of one run.
#[derive(Debug)]
pub struct Timeline {
    look: Look,
    /// The server that decides on its plans; absent: nobody has to.
    server: Option<String>,
    run: String,
    answering: bool,
    parked: bool,
    planned: usize,
    open: Vec<Call>,
    closed: usize,
}

impl Timeline {
    /// Before the first message.
    pub fn new(look: Look, server: Option<String>) -> Timeline {
        Timeline { look, server, run: String::new(), answering: false, parked: false, planned: 0, open: Vec::new(), closed: 0 }
    }

    /// The lines that `event`, heard `at` after the beginning, adds.
    pub fn hear(&mut self, at: Duration, event: &Event) -> String {
        let look = self.look.clone();
        match event {
            Event::Created(run) => {
                self.run.clone_from(run);
                self.line(at, &look.accent("○"), "admitted", "")
            }
            // A plan that waited for nobody needs no word of its approval.
            Event::Status { decision: Some(_), .. } if !std::mem::take(&mut self.parked) => String::new(),
            Event::Status { decision: Some(decision), .. } => self.line(at, &look.accent("◇"), &format!("plan {decision}"), ""),
            Event::Status { status, decision: None } => self.line(at, &look.accent("●"), status, ""),
            Event::Plan { plan, waits } => self.plan(at, plan, *waits),
            Event::ToolCall(call) if call.status == "started" => {
                self.open.push(call.clone());
                String::new()
            }
            Event::ToolCall(call) => self.answered(at, call),
            Event::Narration(text) => self.words(at, &look.dim("·"), text),
            Event::Delta(_) if self.answering => String::new(),
            Event::Delta(_) => {
                self.answering = true;
                self.line(at, &look.accent("✎"), "writes the answer", "")
            }
            Event::Report => self.line(at, &look.accent("▤"), "report", ""),
            Event::Completed { status, credits_used } => {
                let sign = if status == "completed" { look.good("■") } else { look.bad("■") };
                let sum = look.strong(&format!("{credits_used} credits"));
                self.line(at, &sign, &look.status(status), &sum)
            }
            Event::Unknown => String::new(),
        }
    }

    /// The calls that were asked and not answered.
    pub fn open(&self) -> &[Call] {
        &self.open
    }

    /// Calls answered, and calls in all as far as is known.
    pub fn progress(&self) -> (usize, usize) {
        (self.closed, self.planned.max(self.closed + self.open.len()))
    }

    fn plan(&mut self, at: Duration, plan: &PlanShown, waits: bool) -> String {
        let look = self.look.clone();
        self.parked = waits;
        self.planned = self.closed + plan.tasks.iter().map(|task| task.checks.len()).sum::<usize>();
        let ceiling = plan.max_credits.map(|most| format!("at most {most} credits")).unwrap_or_default();
        let sign = if waits { look.doubtful("◆") } else { look.accent("◇") };
        let mut text = self.line(at, &sign, if waits { "plan, waits for approval" } else { "plan" }, &look.dim(&ceiling));
        text.extend(plan.summary.iter().map(|summary| self.indented(summary)));
        text.extend(plan.tasks.iter().map(|task| self.indented(&format!("- {}", task.goal))));
        if let Some(until) = plan.approval_expires_at.as_deref().filter(|_| waits) {
            text += &self.indented(&format!("Nobody decides until {until}: it is cancelled."));
        }
        if let Some(server) = self.server.as_deref().filter(|_| waits) {
            text += &how_to_decide(&self.run, server).map(|line| self.unbroken(&line)).concat();
        }
        text
    }

    fn answered(&mut self, at: Duration, call: &Call) -> String {
        let look = &self.look;
        self.open.retain(|open| open.id != call.id);
        self.closed += 1;
        let sign = match call.status.as_str() {
            "success" => look.good("✓"),
            "failed" => look.bad("✗"),
            _ => look.doubtful("–"),
        };
        let latency = call.latency_ms.map(|ms| format!("{ms} ms")).unwrap_or_default();
        let price = if call.credits == journal::Credits::ZERO { "not billed".to_owned() } else { format!("{} credits", call.credits) };
        let right = format!("{}  {}", look.dim(&pad_str(&latency, 9, Alignment::Right, None)), pad_str(&price, 12, Alignment::Right, None));
        let name = match call.status.as_str() {
            "success" => call.name.clone(),
            other => format!("{}  {}", call.name, look.status(&other.replace('_', " "))),
        };
        let mut text = self.line(at, &sign, &name, &right);
        if let Some(fault) = &call.error {
            text += &self.indented(fault.message.as_deref().unwrap_or(&fault.code));
        }
        text
    }

    fn line(&self, at: Duration, sign: &str, words: &str, right: &str) -> String {
        let clock = format!("{}.{:02} s", at.as_secs(), at.subsec_millis() / 10);
        let clock = self.look.dim(&pad_str(&clock, 9, Alignment::Right, None));
        self.look.edges_within("  ", &format!("{clock}  {sign} {words}"), right)
    }

    fn words(&self, at: Duration, sign: &str, text: &str) -> String {
        let lines = self.look.wrapped(text, self.look.width.saturating_sub(LEAD_COLUMNS + 1));
        let mut shown = self.line(at, sign, lines.first().map_or("", String::as_str), "");
        for line in lines.iter().skip(1) {
            shown += &format!("{:LEAD_COLUMNS$} {line}\n", "");
        }
        shown
    }

    /// A line that somebody copies.
    fn unbroken(&self, text: &str) -> String {
        format!("{:LEAD_COLUMNS$} {}\n", "", self.look.dim(text))
    }

    fn indented(&self, text: &str) -> String {
        let lines = self.look.wrapped(text, self.look.width.saturating_sub(LEAD_COLUMNS + 1));
        lines.iter().map(|line| format!("{:LEAD_COLUMNS$} {}\n", "", self.look.dim(line))).collect()
    }
}

/// What to say to a plan that a run of this server waits on, one line for each word.
pub fn how_to_decide(run: &str, server: &str) -> [String; 2] {
    [("Approve", "approve"), ("Decline", "decline")].map(|(title, word)| format!("{title} it: enrich run {word} {run} --url {server}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(timeline: &mut Timeline, ms: u64, name: &str, data: &str) -> String {
        timeline.hear(Duration::from_millis(ms), &Event::read(name, data))
    }

    #[test]
    fn calls_show_their_latency_and_price_and_why_they_failed() {
        let mut timeline = Timeline::new(Look::plain(70), Some("http://127.0.0.1:8080".into()));
        told(&mut timeline, 1, "tool_call", r#"{"id":"call_1","name":"pan_verification","status":"started"}"#);
        told(&mut timeline, 1, "tool_call", r#"{"id":"call_2","name":"mobile_intelligence","status":"started"}"#);
        assert_eq!((timeline.open().len(), timeline.progress()), (2, (0, 2)));
        let good = r#"{"id":"call_1","name":"pan_verification","status":"success","credits":2.0,"latency_ms":251}"#;
        let line = told(&mut timeline, 1_262, "tool_call", good);
        assert_eq!(line, format!("     1.26 s  ✓ {:<35}251 ms   2.0 credits\n", "pan_verification"));
        assert_eq!(console::measure_text_width(line.trim_end()), 70);
        let bad = r#"{"id":"call_2","name":"mobile_intelligence","status":"failed","credits":0.0,"latency_ms":9,
            "error":{"code":"timeout","message":"The provider did not answer in time."}}"#;
        let lines = told(&mut timeline, 1_300, "tool_call", bad);
        assert!(lines.contains("✗ mobile_intelligence  failed") && lines.contains("not billed"), "{lines}");
        assert!(lines.contains("The provider did not answer in time."), "{lines}");
        assert_eq!((timeline.open().len(), timeline.progress()), (0, (2, 2)));
    }

    #[test]
    fn a_plan_tells_how_many_calls_will_come() {
        let mut timeline = Timeline::new(Look::plain(70), Some("http://127.0.0.1:8080".into()));
        let plan = r#"{"plan":{"summary":"Three checks.","max_credits":3.7,"tasks":[{"goal":"PAN","checks":["a","b"]},{"goal":"Phone","checks":["c"]}]}}"#;
        let lines = told(&mut timeline, 0, "run.plan", plan);
        assert!(lines.contains("at most 3.7 credits") && lines.contains("Three checks.") && lines.contains("Phone"), "{lines}");
        assert_eq!(timeline.progress(), (0, 3));
        let approved = r#"{"status":"running","plan_id":"plan_1","decision":"approved"}"#;
        assert_eq!(told(&mut timeline, 0, "run.status", approved), "", "nobody had to decide");
        told(&mut timeline, 0, "run.created", r#"{"run_id":"run_1","thread_id":"th_1"}"#);
        let waiting = told(&mut timeline, 0, "run.requires_approval", plan);
        let mut rehearsal = Timeline::new(Look::plain(70), None);
        let nobody = told(&mut rehearsal, 0, "run.requires_approval", plan);
        assert!(nobody.contains("waits for approval") && !nobody.contains("enrich run"), "no server has it: {nobody}");
        assert!(
            waiting.contains("waits for approval") && waiting.contains("enrich run approve run_1 --url http://127.0.0.1:8080"),
            "{waiting}"
        );
        assert!(told(&mut timeline, 0, "run.status", approved).contains("plan approved"));
    }

    #[test]
    fn the_answer_is_announced_once() {
        let mut timeline = Timeline::new(Look::plain(70), Some("http://127.0.0.1:8080".into()));
        assert!(told(&mut timeline, 0, "answer.delta", r#"{"text":"PAN "}"#).contains("answer"));
        assert_eq!(told(&mut timeline, 0, "answer.delta", r#"{"text":"verified"}"#), "");
    }
}
