//! Workflows that are kept while they wait: they ask what they would ask if they started again.

use crate::history::{History, plan};
use crate::{order, workflow};
use journal::event::{Approval, Event, Outcome};
use journal::{Private, limits};
use sandbox::{Ask, End, Kept, Options, Order, Sandbox, Turn};
use serde_json::{Value, json};

async fn begin(steps: &Value, history: &History) -> (Turn, Option<Kept>) {
    workflow().begin(order(steps), &history.0).await.unwrap()
}

fn ask() -> Value {
    json!({ "call": [["pan", { "a": 1 }], ["name", {}]] })
}

/// A workflow that was kept after it asked, and its journal as it then stands.
async fn asked(steps: &Value) -> (Kept, History) {
    let (turn, kept) = begin(steps, &History::begin()).await;
    (kept.unwrap(), History::begin().and_asks(&turn.fresh))
}

#[tokio::test]
async fn whoever_is_kept_asks_the_same_as_whoever_starts_again() {
    let steps = json!([
        { "say_now": 1 }, { "plan": { "summary": "S.", "tasks": [["Ask pan.", "pan"]] } }, ask(), { "say_answers": 1 }, { "say_now": 1 },
        ask(), ask(), { "report": { "a": [1, 2.5] } }, { "narrate": "on" }, { "say_answers": 1 }, { "say_now": 1 }, ask(), { "say": "end" },
    ]);
    let order = Order { approval: Approval::Never, ..order(&steps) };
    let mut history = History::begin();
    let mut kept: Option<Kept> = None;
    let (mut turns, mut gone_on) = (0, 0);
    loop {
        let fresh = workflow().turn(&order, &history.0).await.unwrap();
        let (turn, waits) = match kept.take() {
            Some(kept) => kept.go_on(&history.0).await.unwrap().unwrap(),
            None => workflow().begin(order.clone(), &history.0).await.unwrap(),
        };
        assert_eq!(turn, fresh, "turn {turns}");
        turns += 1;
        gone_on += usize::from(waits.is_some());
        assert_eq!(waits.is_some(), turn.end.is_none());
        kept = waits;
        if turn.end.is_some() {
            break;
        }
        history = turn.fresh.iter().fold(history, |history, ask| match ask {
            Ask::Plan(plan) => history.went_ahead(plan.clone()),
            ask => history.and_asks(std::slice::from_ref(ask)),
        });
        history = history.and_answers();
    }
    assert_eq!((turns, gone_on), (5, 4));
}

#[tokio::test]
async fn nobody_goes_on_over_a_journal_that_has_something_else() {
    let steps = json!([{ "say": "first" }, ask(), { "say_answers": 1 }]);
    let begun = || History::begin().said("first");
    let calls = |input: Value| [("pan", input), ("name", json!({}))];
    let whole = begun().asked(&calls(json!({ "a": 1 }))).and_answers();
    let swapped = begun().asked(&[("name", json!({})), ("pan", json!({ "a": 1 }))]).and_answers();
    let mut erased = whole.clone();
    for entry in &mut erased.0 {
        if let Event::CheckAsked(asked) = &mut entry.event {
            asked.private = Private::Erased;
        }
    }
    for (what, history) in [
        ("nothing was asked", History::begin()),
        ("less than it knows", History(Vec::new())),
        ("something else was said", History::begin().said("other").asked(&calls(json!({ "a": 1 }))).and_answers()),
        ("nothing was said", History::begin().asked(&calls(json!({ "a": 1 }))).and_answers()),
        ("the calls are not asked", begun()),
        ("another input", begun().asked(&calls(json!({ "a": 2 }))).and_answers()),
        ("another order", swapped),
        ("one call of two", begun().asked(&[("pan", json!({ "a": 1 }))]).and_answers()),
        ("a plan", begun().went_ahead(plan("S.", &[]))),
        ("not all answers", begun().asked(&calls(json!({ "a": 1 }))).answered(4, Outcome::Success, json!({}))),
        ("erased", erased),
    ] {
        let (kept, _) = asked(&steps).await;
        assert!(kept.go_on(&history.0).await.unwrap().is_none(), "{what}");
    }
    let (kept, _) = asked(&steps).await;
    let (turn, _) = kept.go_on(&whole.0).await.unwrap().unwrap();
    assert_eq!(turn.end, Some(End::Complete), "spelt otherwise, it is the same");
}

#[tokio::test]
async fn what_waits_for_a_person_or_has_asked_nothing_new_is_not_kept() {
    let proposes = json!([{ "plan": { "summary": "S.", "tasks": [["Ask pan.", "pan"]] } }, ask()]);
    let supervised = Order { approval: Approval::Always, ..order(&proposes) };
    assert!(workflow().begin(supervised, &History::begin().0).await.unwrap().1.is_none());
    let unanswered = History::begin().asked(&[("pan", json!({ "a": 1 })), ("name", json!({}))]);
    let (turn, kept) = begin(&json!([ask()]), &unanswered).await;
    assert!(turn.fresh.is_empty() && turn.end.is_none() && kept.is_none());
}

#[tokio::test]
async fn a_kept_workflow_has_the_bounds_of_any_other() {
    for (step, expected) in [
        (json!({ "spin": 1 }), "workflow_out_of_fuel"),
        (json!({ "allocate": 1 }), "workflow_out_of_memory"),
        (json!({ "recurse": 1 }), "workflow_trapped"),
        (json!({ "panic": 1 }), "workflow_trapped"),
        (json!({ "call": [] }), "workflow_bad_group"),
        (json!({ "call": [["aadhaar", {}]] }), "workflow_unknown_check"),
    ] {
        let (kept, history) = asked(&json!([ask(), step])).await;
        let (turn, kept) = kept.go_on(&history.and_answers().0).await.unwrap().unwrap();
        let Some(End::Failed { code, .. }) = turn.end else { panic!("{step}: {turn:?}") };
        assert_eq!(code, expected);
        assert!(kept.is_none());
    }
    // Fuel is for each answer.
    let work = json!({ "work": 30_000_000 });
    let (mut kept, mut history) = asked(&json!([work, ask(), work, ask(), work, ask(), work])).await;
    let end = loop {
        history = history.and_answers();
        let (turn, waits) = kept.go_on(&history.0).await.unwrap().unwrap();
        history = history.and_asks(&turn.fresh);
        match waits {
            Some(waits) => kept = waits,
            None => break turn.end,
        }
    };
    assert_eq!(end, Some(End::Complete));
}

/// What was asked counts once, whether it is in the journal already or not.
#[tokio::test]
async fn a_kept_workflow_that_asks_for_ever_is_stopped_where_any_other_is() {
    let (mut kept, mut history) =
        asked(&json!([{ "call_text": { "check": "pan", "input": "{}", "times": 64 } }, { "call_forever": "pan" }])).await;
    let end = loop {
        history = history.and_answers();
        let (turn, waits) = kept.go_on(&history.0).await.unwrap().unwrap();
        let Some(waits) = waits else { break turn.end };
        (kept, history) = (waits, history.and_asks(&turn.fresh));
    };
    assert!(matches!(end, Some(End::Failed { code: "journal_full", .. })), "{end:?}");
    assert_eq!(history.0.len(), 1 + 2 * limits::CALLS_MAX);
}

#[tokio::test]
async fn only_so_many_are_kept_and_only_small_ones() {
    const ROOM: usize = 128;
    let sandbox = Sandbox::new(Options { calls_max: Some(1), ..Options::default() }).unwrap();
    let workflow = sandbox.workflow(tests::guests::component("hostile-workflow")).unwrap();
    let begin = async |steps: &Value| workflow.begin(order(steps), &History::begin().0).await.unwrap();
    let ask = ask();
    let large = "x".repeat(3 << 20);
    assert!(begin(&json!([{ "work": large }, ask])).await.1.is_none(), "it took too much memory");
    let mut kept = Vec::new();
    while let (_, Some(one)) = begin(&json!([ask, { "say": "on" }])).await {
        kept.push(one);
        assert!(kept.len() <= ROOM);
    }
    assert_eq!(kept.len(), ROOM);
    // Whoever finds no room starts again, and the pool still has a slot for every turn.
    let (turn, _) = begin(&json!([ask])).await;
    assert!(matches!(&turn.fresh[..], [Ask::Checks(_)]));
    let says = json!([{ "say": "s" }]);
    let turns = futures::future::join_all((0..64).map(|_| begin(&says))).await;
    assert!(turns.iter().all(|(turn, _)| turn.end == Some(End::Complete)));
    let history = History::begin().and_asks(&turn.fresh).and_answers();
    let (turn, none) = kept.pop().unwrap().go_on(&history.0).await.unwrap().unwrap();
    assert_eq!(turn, Turn { fresh: vec![Ask::Say("on".into())], end: Some(End::Complete) });
    assert!(none.is_none());
    drop(kept.pop());
    kept.extend(begin(&json!([ask])).await.1);
    kept.extend(begin(&json!([ask])).await.1);
    assert_eq!(kept.len(), ROOM, "an end gives its room back, and so does a drop");
}
