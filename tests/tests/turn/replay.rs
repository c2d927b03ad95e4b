//! What a workflow is told, and when it is stopped.

use crate::history::{History, call, plan};
use crate::{order, turn, workflow};
use journal::event::{Approval, Decision, Event, Outcome};
use journal::{Credits, Json, Private, RunId, Status, Time};
use sandbox::{Ask, CheckCall, EarlierRun, End, Order, Turn, TurnError};
use serde_json::{Value, json};

fn say(words: &str) -> Ask {
    Ask::Say(words.into())
}

fn checks(calls: &[(&str, Value)]) -> Ask {
    Ask::Checks(calls.iter().map(|(check, input)| CheckCall { check: (*check).into(), input: Json::of(input).unwrap() }).collect())
}

fn waits(fresh: Vec<Ask>) -> Turn {
    Turn { fresh, end: None }
}

fn done(fresh: Vec<Ask>) -> Turn {
    Turn { fresh, end: Some(End::Complete) }
}

/// A turn of a run whose plans all wait for somebody.
async fn supervised(steps: &Value, history: &History) -> Turn {
    workflow().turn(&Order { approval: Approval::Always, ..order(steps) }, &history.0).await.unwrap()
}

fn success() -> Outcome {
    Outcome::Success
}

#[tokio::test]
async fn a_first_turn_stops_at_the_first_question() {
    let steps =
        json!([{ "narrate": "n" }, { "say": "s" }, { "report": { "a": 1 } }, { "call": [["pan", { "pan": "A" }]] }, { "say": "more" }]);
    let fresh = vec![
        Ask::Narrate("n".into()),
        say("s"),
        Ask::Report(Json::parse(r#"{"a":1}"#).unwrap()),
        checks(&[("pan", json!({ "pan": "A" }))]),
    ];
    assert_eq!(turn(&steps, &History::begin()).await.unwrap(), waits(fresh));
}

#[tokio::test]
async fn answers_reach_their_questions_in_whatever_order_they_came() {
    let steps = json!([{ "call": [["pan", { "pan": "A" }], ["name", {}], ["pan", {}]] }, { "say_answers": 1 }]);
    let asked = History::begin().asked(&[("pan", json!({ "pan": "A" })), ("name", json!({})), ("pan", json!({}))]);
    let failed = Outcome::Failed { code: "timeout".into(), retryable: true };
    let some = asked.answered(4, failed, json!({})).answered(2, success(), json!({ "valid": true }));
    assert_eq!(turn(&steps, &some).await.unwrap(), waits(vec![]), "one answer is missing");
    let all = some.answered(3, Outcome::NotFound, json!({ "name": null }));
    let told = json!([
        [call(2).to_string(), "success", "{\"valid\":true}"],
        [call(3).to_string(), "not_found", "{\"name\":null}"],
        [call(4).to_string(), "failed", "timeout", "It failed.", true],
    ]);
    assert_eq!(turn(&steps, &all).await.unwrap(), done(vec![say(&told.to_string())]));
}

#[tokio::test]
async fn a_plan_waits_for_its_approval_and_never_returns_from_a_refusal() {
    let steps = json!([{ "plan": { "summary": "S.", "tasks": [["Ask pan.", "pan"]] } }, { "say": "on" }]);
    let proposed = History::begin().proposed(plan("S.", &["pan"]));
    assert_eq!(supervised(&steps, &History::begin()).await, waits(vec![Ask::Plan(plan("S.", &["pan"]))]));
    assert_eq!(supervised(&steps, &proposed).await, waits(vec![]));
    assert_eq!(supervised(&steps, &proposed.clone().decided(Decision::Approved)).await, done(vec![say("on")]));
    for refusal in [Decision::Declined, Decision::Expired] {
        assert_eq!(supervised(&steps, &proposed.clone().decided(refusal)).await, waits(vec![]));
    }
}

#[tokio::test]
async fn what_somebody_has_to_approve_is_called_only_where_a_plan_named_it() {
    let task = |check: &&str| json!([format!("Ask {check}."), check]);
    let planned = |checks: &[&str]| json!({ "plan": { "summary": "S.", "tasks": checks.iter().map(task).collect::<Vec<_>>() } });
    let call = |checks: &[&str]| json!({ "call": checks.iter().map(|check| json!([check, {}])).collect::<Vec<_>>() });
    let price = order(&json!([])).checks.get("pan").unwrap().price;
    let twice = Credits::from_micros(2 * price.micros());
    let refused = |turn: &Turn| matches!(&turn.end, Some(End::Failed { code: "workflow_unplanned_calls", .. }));
    let asked = async |approval, steps: Value| {
        let turn = workflow().turn(&Order { approval, ..order(&steps) }, &History::begin().0).await.unwrap();
        (refused(&turn), turn.fresh.iter().any(|ask| matches!(ask, Ask::Checks(_))))
    };
    let (no, yes) = ((true, false), (false, true));
    // Without a plan: as long as nobody would have to be asked about all that was called.
    for (approval, calls, expected) in [
        (Approval::Never, vec!["pan"; 60], yes),
        (Approval::Over(twice), vec!["pan"; 2], yes),
        (Approval::Over(twice), vec!["pan"; 3], no),
        (Approval::Auto, vec!["pan"; 16], yes),
        (Approval::Auto, vec!["pan"; 17], no),
        (Approval::Always, vec!["pan"], no),
    ] {
        assert_eq!(asked(approval, json!([call(&calls)])).await, expected, "{approval:?} {}", calls.len());
    }
    // A plan that went ahead by itself allows what it names, and no more.
    for (plan, calls, expected) in [
        (vec!["pan", "name"], vec!["pan", "name"], yes),
        (vec!["pan"], vec!["pan", "name", "pan"], no),
        (vec!["name", "name"], vec!["pan", "pan", "pan"], no),
    ] {
        assert_eq!(asked(Approval::Over(twice), json!([planned(&plan), call(&calls)])).await, expected, "{plan:?} {calls:?}");
    }
    // One that somebody approved likewise, also in a later turn; what was called before counts.
    let steps = |calls: &[&str]| json!([planned(&["pan", "pan", "name"]), call(&["pan"]), call(calls)]);
    let approved = History::begin().proposed(plan("S.", &["pan", "pan", "name"])).decided(Decision::Approved);
    let history = approved.asked(&[("pan", json!({}))]).answered(4, success(), json!({}));
    for (calls, expected) in [(vec!["pan", "name"], false), (vec!["pan", "pan"], true)] {
        let order = Order { approval: Approval::Always, ..order(&steps(&calls)) };
        assert_eq!(refused(&workflow().turn(&order, &history.0).await.unwrap()), expected, "{calls:?}");
    }
}

#[tokio::test]
async fn a_plan_that_nobody_is_asked_about_takes_neither_a_turn_nor_time() {
    let steps = json!([
        { "plan": { "summary": "S.", "tasks": [["Ask pan.", "pan"]] } }, { "say_now": 1 }, { "call": [["pan", {}]] },
    ]);
    let (proposed, asked) = (Ask::Plan(plan("S.", &["pan"])), checks(&[("pan", json!({}))]));
    let turn = async |approval, history: &History| workflow().turn(&Order { approval, ..order(&steps) }, &history.0).await.unwrap();
    let price = order(&steps).checks.get("pan").unwrap().price;
    let less = Credits::from_micros(price.micros() - 1);
    for approval in [Approval::Never, Approval::Auto, Approval::Over(price)] {
        assert_eq!(turn(approval, &History::begin()).await, waits(vec![proposed.clone(), say("1000000"), asked.clone()]), "{approval:?}");
    }
    for approval in [Approval::Always, Approval::Over(less)] {
        assert_eq!(turn(approval, &History::begin()).await, waits(vec![proposed.clone()]), "{approval:?}");
    }
    // Its journal is met the same way, whenever its decision was written down.
    let met = History::begin().went_ahead(plan("S.", &["pan"])).said("1000000").asked(&[("pan", json!({}))]);
    for approval in [Approval::Never, Approval::Always] {
        assert_eq!(turn(approval, &met).await, waits(vec![]), "{approval:?}");
    }
}

#[tokio::test]
async fn the_time_is_that_of_the_newest_answer_it_was_given() {
    let steps = json!([
        { "say_now": 1 }, { "call": [["pan", {}], ["name", {}]] }, { "say_now": 1 }, { "plan": { "summary": "S.", "tasks": [] } },
        { "say_now": 1 },
    ]);
    let history = History::begin().said("1000000").asked(&[("pan", json!({})), ("name", json!({}))]);
    let history = history.answered(4, success(), json!({})).answered(3, success(), json!({}));
    assert_eq!(supervised(&steps, &history).await, waits(vec![say("6000000"), Ask::Plan(plan("S.", &[]))]));
    let history = history.said("6000000").proposed(plan("S.", &[])).decided(Decision::Approved);
    assert_eq!(supervised(&steps, &history).await, done(vec![say("9000000")]));
}

#[tokio::test]
async fn each_way_to_end_is_told_apart() {
    for (step, end) in [
        (json!({ "say": "s" }), End::Complete),
        (json!({ "missing_input": 1 }), End::MissingInput),
        (json!({ "fail": "no\nluck" }), End::Failed { code: "workflow_error", message: "no luck".into() }),
    ] {
        assert_eq!(turn(&json!([step]), &History::begin()).await.unwrap().end, Some(end));
    }
}

#[tokio::test]
async fn a_workflow_knows_its_order_and_the_thread_before_it() {
    let mut order = order(&json!([{ "say_order": 1 }]));
    let id = RunId::new(Time::from_micros(0), &[3; 10]);
    let report = Some(Json::parse("{\"r\":1}").unwrap());
    order.memory = vec![EarlierRun { id, message: "Before.".into(), status: Status::Completed, answer: "Yes.".into(), report }];
    let told = json!({
        "message": "Verify.",
        "checks": [["pan", "Asks.", "{}", "1.5"], ["name", "Asks.", "{}", "1.5"]],
        "memory": [[id.to_string(), "Before.", "completed", "Yes.", "{\"r\":1}"]],
    });
    assert_eq!(workflow().turn(&order, &History::begin().0).await.unwrap(), done(vec![say(&told.to_string())]));
}

/// Drives a run to its end, with every question answered.
async fn drive(steps: &Value, mut history: History) -> (History, End) {
    loop {
        let turn = supervised(steps, &history).await;
        history = history.and_asks(&turn.fresh);
        match turn.end {
            Some(end) => return (history, end),
            None => history = history.and_answers(),
        }
    }
}

#[tokio::test]
async fn a_run_cut_anywhere_comes_to_the_same_end() {
    let steps = json!([
        { "narrate": "n" }, { "plan": { "summary": "S.", "tasks": [["Ask pan.", "pan"], ["Compare.", "name", "name"]] } }, { "say": "a" },
        { "call": [["pan", { "pan": "A" }], ["name", {}]] }, { "say_answers": 1 }, { "say_now": 1 }, { "call": [["name", { "n": 2 }]] },
        { "say_answers": 1 }, { "report": { "ok": true } }, { "say": "z" },
    ]);
    let (whole, end) = drive(&steps, History::begin()).await;
    assert_eq!((whole.0.len(), &end), (16, &End::Complete));
    for count in 1..=whole.0.len() {
        let mut cut = whole.cut(count);
        // Questions asked together are appended together: no crash leaves half a group.
        while cut.0.len() < whole.0.len() && matches!(&whole.0[cut.0.len()].event, Event::CheckAsked(e) if e.group <= cut.0.len() as u64) {
            cut = whole.cut(cut.0.len() + 1);
        }
        let (again, same_end) = drive(&steps, cut).await;
        assert_eq!((&again.0, &same_end), (&whole.0, &end), "cut after {count}");
    }
}

#[tokio::test]
async fn whoever_asks_something_else_than_is_recorded_has_strayed() {
    let one = History::begin().asked(&[("pan", json!({ "pan": "ABCDE1234F" }))]);
    let cases = [
        (json!([{ "call": [["name", {}]] }]), one.clone(), "check_asked pan", "check_asked name"),
        (json!([{ "call": [["pan", { "pan": "X" }]] }]), one.clone(), "check_asked pan", "check_asked pan with another input"),
        (json!([{ "call": [["pan", {}], ["name", {}]] }]), one.clone(), "check_asked pan", "check_asked pan, name"),
        (json!([{ "call": [["ABCDE1234F", {}]] }]), one.clone(), "check_asked pan", "check_asked (no check)"),
        (json!([{ "say": "s" }]), one.clone(), "check_asked pan", "answer_delta"),
        (json!([{ "narrate": "s" }]), one.clone(), "check_asked pan", "narrated"),
        (json!([{ "report": {} }]), one.clone(), "check_asked pan", "reported"),
        (json!([{ "plan": {} }]), one.clone(), "check_asked pan", "plan_proposed"),
        (json!([]), one.clone(), "check_asked pan", "the end"),
        (json!([{ "panic": 1 }]), one, "check_asked pan", "the end"),
        (json!([{ "say": "b" }]), History::begin().said("a"), "answer_delta", "another answer_delta"),
        (json!([{ "narrate": "b" }]), History::begin().narrated("a"), "narrated", "another narrated"),
        (json!([{ "say": "a" }]), History::begin().narrated("a"), "narrated", "answer_delta"),
        (json!([{ "report": { "a": 1 } }]), History::begin().reported(&json!({ "a": 2 })), "reported", "another reported"),
        (json!([{ "call": [["pan", {}]] }]), History::begin().reported(&json!({})), "reported", "check_asked pan"),
        (json!([{ "plan": { "summary": "b" } }]), History::begin().proposed(plan("a", &[])), "plan_proposed", "another plan_proposed"),
    ];
    for (steps, history, was, is) in cases {
        match turn(&steps, &history).await {
            Err(error @ TurnError::Strayed { .. }) => {
                let TurnError::Strayed { seq, recorded, asked } = &error else { unreachable!() };
                assert_eq!((*seq, recorded.as_str(), asked.as_str()), (2, was, is), "{steps}");
                assert!(!error.to_string().contains("ABCDE1234F"), "{error}");
            }
            other => panic!("{steps}: {other:?}"),
        }
    }
}

#[tokio::test]
async fn the_spelling_of_equal_json_is_no_straying() {
    let steps = json!([{ "call_text": { "check": "pan", "input": " { \"b\" : 1,\n\"a\" : 2 } " } }, { "report_text": "{ \"x\" : [] }" }]);
    let history = History::begin().asked(&[("pan", json!({ "a": 2, "b": 1 }))]).answered(2, success(), json!({}));
    assert_eq!(turn(&steps, &history.reported(&json!({ "x": [] }))).await.unwrap(), done(vec![]));
}

#[tokio::test]
async fn what_was_erased_cannot_be_replayed() {
    let steps = json!([{ "say": "a" }, { "call": [["pan", {}]] }, { "report": {} }, { "plan": {} }]);
    let whole = History::begin().said("a").asked(&[("pan", json!({}))]).answered(3, success(), json!({})).reported(&json!({}));
    let whole = whole.proposed(plan("", &[]));
    for erased in [2, 3, 4, 5, 6] {
        let mut history = whole.clone();
        match &mut history.0[erased - 1].event {
            Event::AnswerDelta(e) => e.private = Private::Erased,
            Event::CheckAsked(e) => e.private = Private::Erased,
            Event::CheckAnswered(e) => e.private = Private::Erased,
            Event::Reported(e) => e.private = Private::Erased,
            Event::PlanProposed(e) => e.private = Private::Erased,
            other => panic!("{}", other.kind()),
        }
        let error = turn(&steps, &history).await.unwrap_err();
        assert!(matches!(error, TurnError::Erased { seq } if seq == erased as u64), "{erased}: {error}");
    }
}

#[tokio::test]
async fn nothing_around_a_workflow_differs_from_turn_to_turn() {
    let surroundings = json!([{ "say_surroundings": 1 }]);
    let first = turn(&surroundings, &History::begin()).await.unwrap();
    assert_eq!(first.end, Some(End::Complete));
    for _ in 0..5 {
        // Others use the memory meanwhile.
        turn(&json!([{ "allocate": 1 }]), &History::begin()).await.unwrap();
        assert_eq!(turn(&surroundings, &History::begin()).await.unwrap(), first);
    }
}
