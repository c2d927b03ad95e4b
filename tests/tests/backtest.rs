//! Recorded runs under edited pages, on both engines: what would differ is told, what nobody knows is not guessed, nobody is called and
//! nothing is written. And every example of the language over what was recorded of itself.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::{Credits, Mode, RunId};
use library::Page;
use run::backtest::{Compared, Selection, Verdict, backtest, compare};
use sqlx::Executor;
use std::path::Path;
use std::sync::Arc;
use store::{Progress, Store};
use tests::app::master_key;
use tests::customer::QUICKSTART;
use tests::recorded::Office;

const SLUG: &str = "pan-check";
const PAGE: &str = "---
name: PAN check
inputs:
  required: [name, pan]
  optional: [phone]
---

## Verify

- Ask: `pan_verification`
- Compare: `name_match`
  - with `registered_name` = `pan_verification.registered_name`
- Ask for the number: `mobile_intelligence`
  - optional

## Decision

- decline when `pan_verification.status == \"not_found\"`
- approve when `pan_verification.pan_status == \"valid\" && name_match.score >= 90`
- review otherwise
";
/// Another name than the one registered.
const OTHER: &str = "Verify identity: Priya Patel, PAN ABCDE1234F";
/// The provider holds no such PAN.
const NOBODY: &str = "Verify identity: Asha Verma, +91 98765 43202, PAN AAAPV1002A";
const INCOMPLETE: &str = "Verify identity: Rahul Sharma";

/// A database with a run of each request, newest last.
struct Records {
    url: String,
    store: Store,
    office: Office,
    runs: Vec<RunId>,
}

impl Records {
    async fn of(url: &str) -> Records {
        let store = Store::open(url, master_key()).await.unwrap();
        let office = Office::open(&store, Mode::Live).await;
        let page = office.shelf.page(PAGE).unwrap();
        let mut runs = Vec::new();
        for message in [QUICKSTART, OTHER, NOBODY, INCOMPLETE] {
            let record = office.play(&page, SLUG, message).await;
            runs.push(office.keep(&store, &record).await);
        }
        // A run of something else, which nobody asks for.
        let record = office.play(&page, "other", QUICKSTART).await;
        office.keep(&store, &record).await;
        Records { url: url.to_owned(), store, office, runs }
    }

    /// Each run against `page`, in the order in which they were made.
    async fn again(&self, page: &str) -> Vec<Compared> {
        self.last(page, 100).await
    }

    async fn last(&self, page: &str, last: usize) -> Vec<Compared> {
        let page: Arc<Page> = Arc::new(self.office.shelf.page(page).unwrap());
        let selection = Selection { org: self.office.org, mode: Mode::Live, slug: SLUG.into(), last };
        let mut compared = backtest(&self.store, &page, &selection, &Progress::default()).await.unwrap();
        compared.reverse();
        compared
    }
}

fn verdicts(compared: &[Compared]) -> Vec<Verdict> {
    compared.iter().map(|one| one.verdict).collect()
}

/// "approve → review: name_match success → unknown; 3.7 → 3.5 to 3.7"
fn told(one: &Compared) -> String {
    let word = |side: &Option<String>| side.clone().unwrap_or_else(|| "–".into());
    let change = |change: &run::backtest::Change<Option<String>>| format!("{} → {}", word(&change.before), word(&change.after));
    let checks = one.checks.iter().map(|check| format!("{} {}", check.check, change(&check.came_out)));
    let checks = checks.collect::<Vec<_>>().join(", ");
    let credits = one.credits;
    format!("{}: {checks}; {} → {} to {}", change(&one.decision), credits.before, credits.least, credits.most)
}

async fn story(url: &str) {
    use Verdict::{Different, Same, Unknown, Unreadable};
    let records = Records::of(url).await;
    let before = tests::rows::all(url).await;

    let same = records.again(PAGE).await;
    assert_eq!(verdicts(&same), [Same; 4], "{same:#?}");
    assert_eq!(same.iter().map(|one| one.run).collect::<Vec<_>>(), records.runs);
    let decided: Vec<_> = same.iter().map(|one| one.decision.after.clone().unwrap_or_default()).collect();
    assert_eq!(decided, ["approve", "review", "decline", ""]);
    assert_eq!(verdicts(&records.last(PAGE, 2).await), [Same; 2], "the newest two");

    // The order of the page, and so of the questions, is another: answers are found by what is asked.
    let moved = PAGE.replacen("- Ask: `pan_verification`\n", "", 1).replace("  - optional\n", "  - optional\n- Ask: `pan_verification`\n");
    assert_eq!(verdicts(&records.again(&moved).await), [Same; 4]);

    // A stricter rule, and a step less.
    let stricter = PAGE.replace(">= 90", ">= 99").replace("- Ask for the number: `mobile_intelligence`\n  - optional\n", "");
    let compared = records.again(&stricter).await;
    assert_eq!(verdicts(&compared), [Different, Same, Different, Same], "{compared:#?}");
    assert_eq!(told(&compared[0]), "approve → review: mobile_intelligence success → –; 3.7 → 2.2 to 2.2");

    // A step that no run has an answer to, and a rule that hangs on it for some.
    let asks_more = PAGE.replace("  required: [name, pan]\n  optional: [phone]", "  required: [name, pan]\n  optional: [phone, gstin]");
    let asks_more = asks_more.replace(
        "`name_match`\n  - with `registered_name` = `pan_verification.registered_name`",
        "`name_match`\n  - with `registered_name` = `inputs.name`",
    );
    let compared = records.again(&asks_more).await;
    assert_eq!(verdicts(&compared), [Unknown, Unknown, Unknown, Same], "{compared:#?}");
    assert_eq!(told(&compared[0]), "approve → unknown: name_match success → unknown; 3.7 → 3.5 to 3.7");
    assert_eq!(compared[2].decision.after.as_deref(), Some("decline"), "that rule does not hang on it");

    // What waits for a person is told.
    let asked_for = PAGE.replace("name: PAN check", "name: PAN check\napproval: always");
    let compared = records.again(&asked_for).await;
    assert_eq!(verdicts(&compared), [Different, Different, Different, Same]);
    assert!(compared[0].waits.as_ref().is_some_and(|waits| waits.after) && compared[3].waits.is_none());

    assert!(before == tests::rows::all(url).await, "nothing was written, charged or billed");

    let erased = format!(
        "UPDATE threads SET wrapped_key = NULL WHERE thread_id = (SELECT thread_id FROM runs WHERE run_id = '{}')",
        records.runs[1]
    );
    tests::rows::connect(url).await.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(erased))).await.unwrap();
    // Another process: this one may hold the key in memory.
    let records = Records { store: Store::open(&records.url, master_key()).await.unwrap(), ..records };
    let compared = records.again(&stricter).await;
    assert_eq!(verdicts(&compared), [Different, Unreadable, Different, Same]);
    assert_eq!(compared[1].credits.before, Credits::ZERO, "what is gone is not counted as anything");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_page_is_held_against_recorded_runs_on_sqlite() {
    let folder = tempfile::TempDir::new().unwrap();
    story(&format!("sqlite://{}", folder.path().join("enrich.db").display())).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edited_page_is_held_against_recorded_runs_on_postgres() {
    let Some(url) = tests::postgres::database() else { return };
    story(&url).await;
}

/// The examples and the built-in pages, by name.
fn pages() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../workflows/examples");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let examples = files.map(|path| (path.file_stem().unwrap().to_str().unwrap().to_owned(), std::fs::read_to_string(path).unwrap()));
    let built_in = library::built_in::WORKFLOWS.iter().map(|workflow| (workflow.slug.to_owned(), workflow.source.to_owned()));
    examples.chain(built_in).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_over_its_own_records_changes_nothing_and_over_those_of_another_guesses_nothing() {
    let folder = tempfile::TempDir::new().unwrap();
    let store = Store::open(&format!("sqlite://{}", folder.path().join("enrich.db").display()), master_key()).await.unwrap();
    let office = Office::open(&store, Mode::Test).await;
    let business = "Due diligence, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817";
    for message in [QUICKSTART, OTHER, NOBODY, business] {
        let general = office.play(&office.built_in("general"), "general", message).await;
        for (name, page) in pages() {
            let page = office.shelf.page(&page).unwrap();
            let own = office.play(&page, &name, message).await;
            let run = RunId::new(office.now(), &[0; journal::id::RANDOM_BYTES]);
            let compared = compare(&page, run, &own, Vec::new()).await.unwrap();
            assert_eq!(compared.verdict, Verdict::Same, "{name}: {message}: {compared:#?}");
            let other = compare(&page, run, &general, Vec::new()).await.unwrap();
            let unknown = other.checks.iter().filter(|check| check.came_out.after.as_deref() == Some("unknown"));
            let expected = if unknown.count() > 0 { Verdict::Unknown } else { other.verdict };
            assert_eq!(other.verdict, expected, "{name}: {message}: {other:#?}");
            assert!(other.credits.least <= other.credits.most);
        }
    }
}
