//! What one node commits, another hears of: told, or found by looking.

use crate::stage::{Base, Run, Stage, narrated};
use journal::{EndpointId, EventId, Mode, Seq, Time};
use std::time::Duration;
use store::{NewEndpoint, Ownership, Store};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Longer than any look that finds what nobody told.
const HEARD_WITHIN: Duration = Duration::from_secs(30);

/// A node that tells and hears, until the guard is dropped.
async fn node(stage: &Stage) -> (Store, DropGuard) {
    let (store, stop) = (stage.another().await, CancellationToken::new());
    let (told, until) = (store.clone(), stop.clone());
    tokio::spawn(async move { told.exchange_news(until).await });
    (store, stop.drop_guard())
}

async fn heard(heads: &mut watch::Receiver<Seq>, head: Seq) {
    let heard = tokio::time::timeout(HEARD_WITHIN, heads.wait_for(|told| *told >= head)).await;
    assert_eq!(*heard.unwrap().unwrap(), head);
}

async fn say(run: &mut Run, store: &Store) -> Seq {
    run.say(store, vec![narrated("something")]).await.unwrap();
    run.record.head()
}

pub(crate) async fn what_one_node_commits_another_hears_of(stage: Stage) {
    if stage.base == Base::Sqlite {
        return one_server_has_nobody_to_tell(&stage).await;
    }
    let mut run = stage.started(Mode::Test).await;
    let ((here, _here), (there, _there)) = (node(&stage).await, node(&stage).await);
    let mut heads = there.wake().watch(stage.org, run.id);
    // Who only looked would need minutes for these.
    let conversation = async {
        for _ in 0..20 {
            let head = say(&mut run, &here).await;
            heard(&mut heads, head).await;
        }
    };
    tokio::time::timeout(HEARD_WITHIN, conversation).await.unwrap();
    let stranger = there.wake().watch(stage.new_org(true).await, run.id);
    say(&mut run, &here).await;
    heard(&mut heads, run.record.head()).await;
    assert!(!stranger.has_changed().unwrap(), "another organisation hears nothing");
}

async fn one_server_has_nobody_to_tell(stage: &Stage) {
    let stop = CancellationToken::new();
    stop.cancel();
    stage.store.exchange_news(stop).await;
}

pub(crate) async fn what_was_not_told_is_found(stage: Stage) {
    if stage.base == Base::Sqlite {
        return;
    }
    let mut run = stage.started(Mode::Test).await;
    let (there, _there) = node(&stage).await;
    let mut heads = there.wake().watch(stage.org, run.id);
    // This store tells nobody, like a node that died between commit and word.
    let silent = stage.store.clone();
    let head = say(&mut run, &silent).await;
    heard(&mut heads, head).await;
    // Nor does a broken connection lose anything.
    stage.disconnect().await;
    let (append, record) = run.append(vec![narrated("while it was broken")], Ownership::Free);
    silent.append(append).await.unwrap();
    heard(&mut heads, record.head()).await;
}

pub(crate) async fn a_node_that_leaves_says_so(stage: Stage) {
    if stage.base == Base::Sqlite {
        return;
    }
    let ((here, here_stops), (there, _there)) = (node(&stage).await, node(&stage).await);
    let mut run = stage.started(Mode::Test).await;
    // Both listen once this was heard.
    let mut heads = there.wake().watch(stage.org, run.id);
    let head = say(&mut run, &here).await;
    heard(&mut heads, head).await;
    let due = there.wake().due().notified();
    here.release("here").await.unwrap();
    drop(here_stops);
    tokio::time::timeout(HEARD_WITHIN, due).await.unwrap();
}

pub(crate) async fn whoever_listens_at_one_node_hears_of_what_another_delivers(stage: Stage) {
    if stage.base == Base::Sqlite {
        return;
    }
    let ((here, _here), (there, _there)) = (node(&stage).await, node(&stage).await);
    let (id, at) = (EndpointId::new(Time::from_micros(1), &[1; 10]), Time::from_micros(1));
    let (scheme, secret) = ("document".to_owned(), "whsec_".to_owned());
    let new = NewEndpoint { id, mode: Mode::Test, url: None, event_types: None, scheme, secret, at };
    assert!(here.of(stage.org).create_endpoint(&new).await.unwrap());
    let endpoint = here.of(stage.org).endpoint(Mode::Test, id).await.unwrap().unwrap();
    let mut told = there.wake().notices(stage.org);
    let mut stranger = there.wake().notices(stage.new_org(true).await);
    let conversation = async {
        for n in 0..20 {
            here.of(stage.org).ping(&endpoint, EventId::new(at, &[n; 10]), at).await.unwrap();
            told.changed().await.unwrap();
        }
    };
    tokio::time::timeout(HEARD_WITHIN, conversation).await.unwrap();
    assert_eq!(there.of(stage.org).claim_pulled(id, "lease", at, at, 100).await.unwrap().len(), 20);
    // Whoever just connected may have missed anything; from then on another organisation hears nothing.
    stranger.borrow_and_update();
    here.of(stage.org).ping(&endpoint, EventId::new(at, &[20; 10]), at).await.unwrap();
    told.changed().await.unwrap();
    assert!(!stranger.has_changed().unwrap());
}
