//! Lists stay bounded over years of runs.

use crate::stage::Stage;
use journal::event::Request;
use journal::{Mode, RunId, Status};
use sqlx::{AssertSqlSafe, Executor};
use store::{REQUESTS_OPENED_MAX, ROWS_LOOKED_AT_MAX, Wanted};

const ANY: Wanted<'static> = Wanted { mode: Mode::Live, status: None, workflow: None, request: None };

/// Copies of the row of a run, each with a later id, without going through the door.
async fn later_rows(stage: &Stage, rows: i64) {
    let copy = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
         INSERT INTO runs SELECT r.org_id, 'run_7' || substr(r.run_id, 6, 20) || substr('' || (100000 + n.i), 2), r.mode, r.thread_id,
         r.key_id, r.workflow, r.status, r.status_reason, r.head, r.chain, r.credits_used, r.retry_of, r.created_at, r.started_at,
         r.completed_at FROM n, runs r"
    );
    stage.sql().await.execute(AssertSqlSafe(copy)).await.unwrap();
}

/// Everything that is found, and how many looks it took.
async fn walked(stage: &Stage, wanted: &Wanted<'_>, limit: usize) -> (Vec<RunId>, usize) {
    let (mut runs, mut before, mut looks) = (Vec::new(), None, 0);
    loop {
        let found = stage.store.of(stage.org).runs(wanted, before, limit).await.unwrap();
        assert!(found.runs.len() <= limit);
        runs.extend(found.runs);
        looks += 1;
        match found.next {
            Some(next) => before = Some(next),
            None => return (runs, looks),
        }
    }
}

pub(crate) async fn a_look_is_bounded_and_its_cursor_goes_on(stage: Stage) {
    let first = stage.completed(Mode::Live).await;
    later_rows(&stage, ROWS_LOOKED_AT_MAX + 5).await;
    let mut sql = stage.sql().await;
    let cancel = format!("UPDATE runs SET status = 'cancelled', workflow = 'rare' WHERE run_id = '{}'", first.id);
    sql.execute(AssertSqlSafe(cancel)).await.unwrap();
    let rare = Wanted { status: Some(Status::Cancelled), ..ANY };
    assert_eq!(walked(&stage, &rare, 20).await, (vec![first.id], 2));
    assert_eq!(walked(&stage, &Wanted { workflow: Some("rare"), ..ANY }, 20).await, (vec![first.id], 2));
    let (none, looks) = walked(&stage, &Wanted { mode: Mode::Test, ..ANY }, 20).await;
    assert_eq!((none.len(), looks), (0, 2));
    let (all, _) = walked(&stage, &ANY, 100).await;
    assert_eq!(all.len() as i64, ROWS_LOOKED_AT_MAX + 6);
    assert!(all.is_sorted_by(|newer, older| newer > older), "in order, each once");
}

pub(crate) async fn a_request_is_looked_for_within_bounds(stage: Stage) {
    let first = stage.completed(Mode::Live).await;
    let rows = 2 * REQUESTS_OPENED_MAX;
    later_rows(&stage, rows as i64).await;
    let is_known = |request: &Request| request.message == crate::stage::MESSAGE;
    let wanted = Wanted { request: Some(&is_known), ..ANY };
    // Rows without a payload read as erased, and what is erased is like nothing.
    assert_eq!(walked(&stage, &wanted, 1).await, (vec![first.id], 3));
    let never = |_: &Request| false;
    assert_eq!(walked(&stage, &Wanted { request: Some(&never), ..ANY }, 100).await.0, []);
}

pub(crate) async fn charges_end_at_the_head_that_was_read(stage: Stage) {
    let run = stage.completed(Mode::Live).await;
    let own = stage.store.of(stage.org);
    for cut in 1..=run.record.head() {
        let charges = own.charges(run.id, cut).await.unwrap();
        let debits = run.record.projection(0).debits.into_iter().filter(|debit| debit.seq <= cut);
        let expected: Vec<_> = debits.map(|debit| (Some(debit.call), -debit.credits.micros(), debit.at)).collect();
        assert_eq!(charges.iter().map(|line| (line.call, line.amount.micros(), line.at)).collect::<Vec<_>>(), expected, "{cut}");
    }
    assert_eq!(own.charges(run.id, run.record.head()).await.unwrap().len(), 3);
    let stranger = stage.new_org(true).await;
    assert_eq!(stage.store.of(stranger).charges(run.id, run.record.head()).await.unwrap(), []);
}
