//! What administrators do, each change with its audit row.

use crate::stage::{Stage, key, micros, narrated, now};
use futures::future::join_all;
use journal::{Mode, Status};
use std::time::Duration;
use store::KeyCreated;

pub(crate) async fn an_organisation_is_addressed_by_id_or_name(stage: Stage) {
    let other = stage.new_org(true).await;
    let named = async |text: String| stage.store.orgs_named(&text).await.unwrap().into_iter().map(|org| org.id).collect::<Vec<_>>();
    assert_eq!(named(other.to_string()).await, [other]);
    assert_eq!(named("Acme".into()).await, [stage.org, other], "names are labels");
    assert!(named("acme".into()).await.is_empty());
    let orgs = stage.store.orgs().await.unwrap();
    assert_eq!(orgs.len(), 2);
    assert_eq!((orgs[0].live.granted.micros(), orgs[0].live.unlimited, orgs[0].test.unlimited), (500_000_000, false, true));
    assert!(orgs[1].live.unlimited);
    let tenant = stage.store.of(other);
    assert!(tenant.set_unlimited(false, now()).await.unwrap());
    assert!(!tenant.usage(Mode::Live).await.unwrap().unlimited);
    let nobody = stage.store.of(journal::OrgId::new(now(), &[9; 10]));
    assert!(!nobody.set_unlimited(true, now()).await.unwrap());
    assert!(nobody.grant(Mode::Live, micros(1), "", now()).await.unwrap().is_none());
    assert!(stage.store.of(other).grant(Mode::Live, micros(0), "", now()).await.is_err());
}

pub(crate) async fn ten_keys_and_no_more(stage: Stage) {
    let stores = [stage.store.clone(), stage.another().await];
    for round in 0..5 {
        let org = stage.new_org(true).await;
        let race = (0..16).map(|place| {
            let store = stores[place % 2].clone();
            tokio::spawn(async move { store.of(org).create_key(&key(Mode::Test).0).await.unwrap() })
        });
        let made = join_all(race).await.into_iter().filter(|made| *made.as_ref().unwrap() == KeyCreated::Yes).count();
        assert_eq!(made, 10, "round {round}");
    }
    let tenant = stage.store.of(stage.org);
    for _ in 0..8 {
        assert_eq!(tenant.create_key(&key(Mode::Test).0).await.unwrap(), KeyCreated::Yes);
    }
    assert_eq!(tenant.create_key(&key(Mode::Live).0).await.unwrap(), KeyCreated::TooMany);
    tenant.revoke_key(stage.key, now()).await.unwrap().unwrap();
    let (mut short, _) = key(Mode::Live);
    short.expires_at = Some(now());
    assert_eq!(tenant.create_key(&short).await.unwrap(), KeyCreated::Yes, "a revoked key does not count");
    assert_eq!(tenant.create_key(&key(Mode::Live).0).await.unwrap(), KeyCreated::Yes, "nor an expired one");
    let nobody = stage.store.of(journal::OrgId::new(now(), &[9; 10]));
    assert_eq!(nobody.create_key(&key(Mode::Live).0).await.unwrap(), KeyCreated::NoOrg);
}

pub(crate) async fn a_key_is_found_by_its_digest_until_revoked(stage: Stage) {
    let (mut new, id) = key(Mode::Test);
    new.auto_approve = true;
    stage.store.of(stage.org).create_key(&new).await.unwrap();
    let another = stage.another().await;
    let row = another.key(&new.sha256).await.unwrap().unwrap();
    assert_eq!((row.id, row.org, row.mode, row.auto_approve, row.last4.as_str()), (id, stage.org, Mode::Test, true, "x7Qz"));
    assert!(row.is_active(now()));
    let revoked_at = now();
    stage.store.of(stage.org).revoke_key(id, revoked_at).await.unwrap().unwrap();
    assert!(!stage.store.key(&new.sha256).await.unwrap().unwrap().is_active(now()), "seen at once where it was revoked");
    let begun = std::time::Instant::now();
    while another.key(&new.sha256).await.unwrap().unwrap().is_active(now()) {
        assert!(begun.elapsed() < 2 * store::KEY_AGE_MAX, "and soon by everybody");
    }
    let again = stage.store.of(stage.org).revoke_key(id, now()).await.unwrap().unwrap();
    assert_eq!(again.revoked_at, Some(revoked_at));
    assert!(another.key(&[0; 32]).await.unwrap().is_none());
    let stranger = stage.new_org(true).await;
    assert!(stage.store.of(stranger).revoke_key(id, now()).await.unwrap().is_none());
}

pub(crate) async fn the_last_use_of_a_key_is_noted_once_a_minute(stage: Stage) {
    let noted = || async {
        // Whatever the queue held before this append is done when it returns.
        let mut run = stage.started(Mode::Test).await;
        run.say(&stage.store, vec![narrated("behind it")]).await.unwrap();
        run.end(&stage.store, Status::Completed).await;
        let keys = stage.store.of(stage.org).keys().await.unwrap();
        keys.into_iter().find(|row| row.id == stage.key).unwrap().last_used_at
    };
    assert_eq!(noted().await, None);
    let first = now();
    stage.store.touch_key(stage.org, stage.key, first);
    assert_eq!(noted().await, Some(first));
    stage.store.touch_key(stage.org, stage.key, first.plus(Duration::from_secs(59)));
    assert_eq!(noted().await, Some(first));
    let next = first.plus(Duration::from_secs(60));
    stage.store.touch_key(stage.org, stage.key, next);
    assert_eq!(noted().await, Some(next));
}

pub(crate) async fn every_change_is_audited(stage: Stage) {
    let tenant = stage.store.of(stage.org).acting("cli:root");
    tenant.set_unlimited(true, now()).await.unwrap();
    tenant.grant(Mode::Live, micros(1), "invoice 7", now()).await.unwrap();
    tenant.revoke_key(stage.key, now()).await.unwrap();
    tenant.revoke_key(stage.key, now()).await.unwrap();
    let rows = tenant.audit(4).await.unwrap();
    let told: Vec<_> = rows.iter().map(|row| (row.actor.as_str(), row.action.as_str())).collect();
    assert_eq!(told, [("cli:root", "key.revoke"), ("cli:root", "credits.grant"), ("cli:root", "org.limits"), ("host", "key.create")]);
    assert_eq!(rows[0].subject, stage.key.to_string());
    assert!(rows[1].detail.contains("invoice 7") && rows[1].subject == "live");
    assert_eq!(tenant.audit(99).await.unwrap().len(), 7);
}

pub(crate) async fn artefacts_are_kept_by_what_they_are(stage: Stage) {
    let digest = stage.store.put_artefact("component", b"\0asm").await.unwrap();
    assert_eq!(digest, "cd5d4935a48c0672cb06407bb443bc0087aff947c6b864bac886982c73b3027f");
    assert_eq!(stage.another().await.put_artefact("component", b"\0asm").await.unwrap(), digest);
    assert_eq!(stage.store.artefact(&digest).await.unwrap().unwrap(), b"\0asm");
    assert_eq!(stage.store.artefact(&"0".repeat(64)).await.unwrap(), None);
}

pub(crate) async fn a_run_is_explained(stage: Stage) {
    let (run, _) = stage.parked(Mode::Live).await;
    let told = stage.store.of(stage.org).explain(run.id).await.unwrap().unwrap();
    assert_eq!((told.row.run, told.row.status, told.row.head), (run.id, Status::RequiresApproval, 3));
    let wake = told.wake.unwrap();
    assert_eq!((wake.due, wake.lease, wake.attempts), (run.record.state().wake_at(), None, 0));
    let done = stage.completed(Mode::Live).await;
    let told = stage.store.of(stage.org).explain(done.id).await.unwrap().unwrap();
    assert_eq!((told.row.credits_used.micros(), told.wake, told.others), (3_700_000, None, vec![]));
    assert_eq!(told.row.completed_at, Some(done.record.state().at));
}
