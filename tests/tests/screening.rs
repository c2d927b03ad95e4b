//! Screening as a run meets it: the real component in the real sandbox; in test mode the simulator's invented list, in live mode the
//! lists that were loaded into the database.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use egress::Outbound;
use enrich::official::{self, Follower};
use journal::{CallId, Json, Time};
use lists::{Door, File, Shelf};
use sandbox::{Answer, Call};
use serde_json::{Value, json};
use simulator::Simulator;
use std::sync::Arc;
use std::time::Duration;
use store::Store;
use tests::app::master_key;
use tests::shelf::shelf;

async fn screen(input: Value, out: &dyn Outbound) -> Answer {
    let check = "sanctions_screening";
    let id = CallId::new(Time::from_micros(0), &[1; 10]);
    let call = Call { id, check: check.into(), input: Json::of(&input).unwrap(), asked_at: Time::from_micros(1) };
    shelf().component(check).perform(&call, &shelf().grants(Duration::from_millis(500)), out).await
}

async fn told(input: Value, out: &dyn Outbound) -> Value {
    match screen(input, out).await {
        Answer::Success(output) => output.value(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_invented_list_has_every_outcome() {
    let simulator = Simulator::default();
    for (input, result) in [
        (json!({"name": "Rahul Sharma"}), "clear"),
        (json!({"name": "Viktor Listov"}), "hit"),
        (json!({"name": "Виктор Листов", "date_of_birth": "1961-03-12"}), "hit"),
        (json!({"name": "Viktor Listov", "date_of_birth": "1990-01-01"}), "review"),
        (json!({"name": "The Archivist"}), "review"),
        (json!({"name": "Somebody", "identifier": "R7654321"}), "hit"),
        (json!({"name": "Ghost Harbour Shipping"}), "hit"),
        (json!({"name": "Asha Verma-09"}), "hit"),
        (json!({"name": "Asha Verma"}), "clear"),
    ] {
        let output = told(input.clone(), &simulator).await;
        assert_eq!(output["result"], result, "{input}: {output}");
        assert_eq!((&output["lists"][0]["date"], output["lists"][0]["digest"].as_str().unwrap().len()), (&json!("2025-01-01"), 64));
    }
    for (name, code) in [
        ("Asha Verma-04", "provider_unavailable"),
        ("Asha Verma-05", "timeout"),
        ("Asha Verma-06", "provider_rate_limited"),
        ("Asha Verma-07", "provider_malformed"),
    ] {
        let Answer::Failed { code: found, .. } = screen(json!({"name": name}), &simulator).await else { panic!("{name}") };
        assert_eq!(found, code, "{name}");
    }
    for persona in simulator::personas() {
        assert_eq!(told(json!({"name": persona.name}), &simulator).await["result"], "clear", "{}", persona.name);
    }
}

const SDN: &str =
    "2674,\"ABBAS, Abu\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"DOB 10 Dec 1948; nationality Iraq.\"\r\n";
const ALT: &str = "2674,1795,\"aka\",\"ZAYDAN, Muhammad\",-0- \r\n";

async fn lists_are_loaded_for_every_node(url: &str) {
    let store = Store::open(url, master_key()).await.unwrap();
    let node = Shelf::default();
    let mut follower = Follower::new(Store::open(url, master_key()).await.unwrap(), node.clone());
    let door = Door { shelf: node.clone(), beyond: Arc::new(Simulator::default()) };
    let asked = json!({"name": "Mohammed Zaydan"});
    follower.look().await.unwrap();
    let Answer::Failed { code, retryable, .. } = screen(asked.clone(), &door).await else { panic!("nothing is invented") };
    assert_eq!((code.as_str(), retryable), ("provider_not_configured", false));

    let files = [File { name: "sdn", bytes: SDN.as_bytes() }, File { name: "alt", bytes: ALT.as_bytes() }];
    let list = lists::read(&files, Some("2021-07-07")).unwrap().remove(0);
    let stands = official::load(&store, &list, Time::from_micros(1)).await.unwrap();
    follower.look().await.unwrap();
    let output = told(asked.clone(), &door).await;
    assert_eq!((&output["result"], &output["hits"][0]["entry"]), (&json!("hit"), &json!("2674")));
    assert_eq!((&output["lists"][0]["date"], &output["lists"][0]["digest"]), (&json!("2021-07-07"), &json!(stands.digest)));

    // A newer list without them takes its place at once, and what was compared before can still be read.
    let newer =
        lists::read(&[File { name: "sdn", bytes: SDN.replace("2674", "1").replace("ABBAS", "OTHER").as_bytes() }], Some("2021-07-08"));
    let newer = official::load(&store, &newer.unwrap().remove(0), Time::from_micros(2)).await.unwrap();
    follower.look().await.unwrap();
    let output = told(asked, &door).await;
    assert_eq!((&output["result"], &output["lists"][0]["digest"]), (&json!("clear"), &json!(newer.digest)));
    assert_eq!(official::standing(&store).await.unwrap(), [newer]);
    assert!(store.artefact(&stands.digest).await.unwrap().is_some());
}

#[tokio::test]
async fn a_loaded_list_is_answered_from_on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    lists_are_loaded_for_every_node(&format!("sqlite://{}", folder.path().join("lists.db").display())).await;
}

#[tokio::test]
async fn a_loaded_list_is_answered_from_on_postgres() {
    let Some(url) = tests::postgres::database() else { return };
    lists_are_loaded_for_every_node(&url).await;
}
