//! Organisations and modes never see one another.

use journal::Mode;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};

crate::stories! {
    nobody_sees_the_runs_of_another_organisation_or_mode,
}

async fn nobody_sees_the_runs_of_another_organisation_or_mode(app: App) {
    let one = app.customer(Mode::Test, "10").await;
    let other = app.customer(Mode::Test, "10").await;
    let live = app.colleague(one.org, Mode::Live).await;
    let colleague = app.colleague(one.org, Mode::Test).await;
    let run = |created: Value| created["id"].as_str().unwrap().to_owned();
    let of_one = run(one.verify(QUICKSTART).await);
    let of_other = run(other.verify(QUICKSTART).await);
    let of_live = run(live.verify(QUICKSTART).await);
    one.ended(&of_one).await;
    other.ended(&of_other).await;
    live.ended(&of_live).await;

    let sees = async |who: &Customer, run: &str| {
        let mut seen = Vec::new();
        for path in [format!("/v1/runs/{run}"), format!("/v1/runs/{run}?wait=1"), format!("/v1/runs/{run}/events")] {
            seen.push(who.get(&path).send().await.unwrap().status() == StatusCode::OK);
        }
        assert!(seen.iter().all(|saw| *saw == seen[0]), "{seen:?}");
        seen[0]
    };
    for (who, visible) in [(&one, &of_one), (&colleague, &of_one), (&other, &of_other), (&live, &of_live)] {
        for run in [&of_one, &of_other, &of_live] {
            assert_eq!(sees(who, run).await, run == visible);
        }
    }

    // A thread of somebody else's, or of the other mode, is as unknown as one that never was.
    let thread = one.get(&format!("/v1/runs/{of_one}")).send().await.unwrap().json::<Value>().await.unwrap()["thread_id"].clone();
    let continued = json!({ "message": QUICKSTART, "thread_id": thread });
    for (who, status) in [(&one, 202), (&colleague, 202), (&other, 404), (&live, 404)] {
        let response = who.post_run(&continued).send().await.unwrap();
        assert_eq!(response.status(), status);
        if status == 202 {
            who.ended(&run(response.json().await.unwrap())).await;
        }
    }
    assert_eq!(app.house.store.verify().await.unwrap().runs, 5);
}
