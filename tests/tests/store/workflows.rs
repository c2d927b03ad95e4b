//! What organisations publish, and that a run follows what stands at the moment of its admission.

use crate::stage::{Stage, now};
use futures::future::join_all;
use journal::Mode;
use store::{
    Admission, Admitted, NewVersion, Publication, Published, Refusal, Rollout, Store, Version, VersionKind, WORKFLOWS_MAX, WorkflowChange,
    WorkflowChanged, Workflows,
};

fn page(text: &str) -> NewVersion {
    NewVersion { kind: VersionKind::Procedure, bytes: text.into(), name: format!("Page {text}"), description: String::new() }
}

async fn publish(stage: &Stage, slug: &str, text: &str, percent: u8) -> Published {
    publish_over(stage, slug, text, percent, None).await
}

async fn publish_over(stage: &Stage, slug: &str, text: &str, percent: u8, built_in: Option<&NewVersion>) -> Published {
    let publication = Publication { slug, version: &page(text), percent, built_in };
    stage.store.of(stage.org).acting("cli:asha").publish_workflow(publication, now()).await.unwrap()
}

async fn change(stage: &Stage, slug: &str, change: WorkflowChange) -> WorkflowChanged {
    stage.store.of(stage.org).acting("cli:asha").change_workflow(slug, &[change], now()).await.unwrap()
}

async fn versions(stage: &Stage, slug: &str) -> Vec<Version> {
    stage.store.of(stage.org).workflow_versions(slug, None, 100).await.unwrap()
}

/// What new runs follow: the version's name, and that of what is being rolled out with how far it is.
async fn followed(stage: &Stage) -> (String, Option<(String, u8)>) {
    let workflows = stage.store.of(stage.org).workflows().await.unwrap();
    let all = versions(stage, &workflows.rows[0].slug).await;
    let name = |digest: &str| all.iter().find(|version| version.digest == digest).unwrap().name.clone();
    let row = &workflows.rows[0];
    (row.version.name.clone(), row.rollout.as_ref().map(|Rollout { version, percent }| (name(version), *percent)))
}

pub(crate) async fn what_is_published_stays_and_one_version_is_followed(stage: Stage) {
    assert_eq!(stage.store.of(stage.org).workflows().await.unwrap(), Workflows::default());
    assert_eq!(publish(&stage, "kyc", "one", 50).await, Published::FirstInParts);
    assert_eq!(publish(&stage, "kyc", "one", 100).await, Published::Yes { fresh: true });
    assert_eq!(publish(&stage, "kyc", "two", 10).await, Published::Yes { fresh: true });
    assert_eq!(followed(&stage).await, ("Page one".into(), Some(("Page two".into(), 10))));
    assert_eq!(change(&stage, "kyc", WorkflowChange::Rollout(100)).await, WorkflowChanged::Yes);
    assert_eq!(followed(&stage).await, ("Page two".into(), None));
    assert_eq!(publish(&stage, "kyc", "two", 100).await, Published::Yes { fresh: false }, "nothing new");
    assert_eq!(change(&stage, "kyc", WorkflowChange::RollBack(None)).await, WorkflowChanged::Yes);
    assert_eq!(followed(&stage).await, ("Page one".into(), None));
    assert_eq!(change(&stage, "kyc", WorkflowChange::RollBack(None)).await, WorkflowChanged::NothingBefore);
    assert_eq!(change(&stage, "kyc", WorkflowChange::Rollout(5)).await, WorkflowChanged::NoRollout);
    assert_eq!(change(&stage, "kyb", WorkflowChange::Active(false)).await, WorkflowChanged::NotFound);
    assert_eq!(change(&stage, "kyc", WorkflowChange::RollBack(Some("00".repeat(32)))).await, WorkflowChanged::NoVersion);
    assert_eq!(change(&stage, "kyc", WorkflowChange::Active(false)).await, WorkflowChanged::Yes);
    let row = stage.store.of(stage.org).workflows().await.unwrap();
    assert_eq!((row.revision, row.rows[0].is_active), (5, false), "every change counts once, and what changes nothing not at all");

    let kept = versions(&stage, "kyc").await;
    let told: Vec<_> = kept.iter().map(|version| (version.number, version.name.as_str(), version.published_by.as_str())).collect();
    assert_eq!(told, [(2, "Page two", "cli:asha"), (1, "Page one", "cli:asha")]);
    assert_eq!(kept[0].replaced.as_ref(), Some(&kept[1].digest));
    for (version, text) in kept.iter().zip(["two", "one"]) {
        assert_eq!(stage.store.artefact(&version.digest).await.unwrap().as_deref(), Some(text.as_bytes()));
    }
    let audit = stage.store.of(stage.org).audit(5).await.unwrap();
    let actions: Vec<_> = audit.iter().rev().map(|row| (row.actor.as_str(), row.action.as_str(), row.subject.as_str())).collect();
    let expected = ["publish", "publish", "rollout", "rollback", "deactivate"].map(|action| format!("workflow.{action}"));
    assert_eq!(actions, expected.iter().map(|action| ("cli:asha", action.as_str(), "kyc")).collect::<Vec<_>>());
    assert!(audit[0].detail.contains(&kept[1].digest), "{}", audit[0].detail);

    let other = stage.new_org(true).await;
    assert!(stage.store.of(other).workflows().await.unwrap().rows.is_empty(), "of another organisation");
    assert!(stage.store.of(other).workflow_versions("kyc", None, 9).await.unwrap().is_empty());
    let nobody = stage.store.of(journal::OrgId::new(now(), &[9; 10]));
    let publication = Publication { slug: "kyc", version: &page("one"), percent: 100, built_in: None };
    assert_eq!(nobody.publish_workflow(publication, now()).await.unwrap(), Published::NoOrg);
}

pub(crate) async fn a_built_in_workflow_is_followed_by_the_others_and_comes_back(stage: Stage) {
    let built_in = page("zero");
    assert_eq!(publish_over(&stage, "kyc", "one", 10, Some(&built_in)).await, Published::Yes { fresh: true });
    assert_eq!(followed(&stage).await, ("Page zero".into(), Some(("Page one".into(), 10))));
    let kept = versions(&stage, "kyc").await;
    let told: Vec<_> = kept.iter().map(|version| (version.number, version.name.as_str(), version.published_by.as_str())).collect();
    assert_eq!(told, [(2, "Page one", "cli:asha"), (1, "Page zero", "built-in")]);
    assert_eq!(stage.store.artefact(&kept[1].digest).await.unwrap().as_deref(), Some(&b"zero"[..]));
    assert_eq!(change(&stage, "kyc", WorkflowChange::Rollout(100)).await, WorkflowChanged::Yes);
    assert_eq!(change(&stage, "kyc", WorkflowChange::RollBack(None)).await, WorkflowChanged::Yes);
    assert_eq!(followed(&stage).await, ("Page zero".into(), None));
    assert_eq!(publish_over(&stage, "kyc", "zero", 100, Some(&built_in)).await, Published::Yes { fresh: false });
    // What the present version replaced last is what rolling back leads to, also where it was published before.
    publish_over(&stage, "kyc", "two", 100, Some(&built_in)).await;
    publish_over(&stage, "kyc", "one", 100, Some(&built_in)).await;
    assert_eq!(change(&stage, "kyc", WorkflowChange::RollBack(None)).await, WorkflowChanged::Yes);
    assert_eq!(followed(&stage).await, ("Page two".into(), None));
    change(&stage, "kyc", WorkflowChange::Remove).await;
    assert_eq!(publish_over(&stage, "kyc", "two", 100, Some(&built_in)).await, Published::Yes { fresh: false });
    assert_eq!(change(&stage, "kyc", WorkflowChange::RollBack(None)).await, WorkflowChanged::Yes);
    assert_eq!(followed(&stage).await, ("Page zero".into(), None));
    let newer = page("newer zero");
    change(&stage, "kyc", WorkflowChange::Remove).await;
    publish_over(&stage, "kyc", "two", 10, Some(&newer)).await;
    assert_eq!(followed(&stage).await, ("Page newer zero".into(), Some(("Page two".into(), 10))), "of a later build");
    let numbers: Vec<i64> = versions(&stage, "kyc").await.iter().map(|version| version.number).collect();
    assert_eq!(numbers, [4, 3, 2, 1]);
    assert_eq!(
        publish_over(&stage, "kyb", "zero", 100, Some(&built_in)).await,
        Published::Yes { fresh: true },
        "the same, and its own now"
    );
    let same = versions(&stage, "kyb").await;
    assert_eq!((same.len(), same[0].published_by.as_str()), (1, "cli:asha"));
}

pub(crate) async fn what_is_removed_is_followed_no_more_and_may_come_back(stage: Stage) {
    let of = stage.store.of(stage.org);
    assert_eq!(change(&stage, "kyc", WorkflowChange::Remove).await, WorkflowChanged::NotFound);
    publish(&stage, "kyc", "one", 100).await;
    publish(&stage, "kyc", "two", 100).await;
    change(&stage, "kyc", WorkflowChange::Active(false)).await;
    assert_eq!(change(&stage, "kyc", WorkflowChange::Remove).await, WorkflowChanged::Yes);
    let workflows = of.workflows().await.unwrap();
    assert_eq!((workflows.revision, workflows.rows), (4, Vec::new()), "a run that was chosen before is chosen again");
    assert_eq!(change(&stage, "kyc", WorkflowChange::RollBack(None)).await, WorkflowChanged::NotFound);
    let audit = of.audit(1).await.unwrap();
    assert_eq!((audit[0].action.as_str(), audit[0].detail.as_str()), ("workflow.remove", r#"{"now":null}"#));

    assert_eq!(versions(&stage, "kyc").await.len(), 2, "what was published stays");
    assert_eq!(publish(&stage, "kyc", "three", 50).await, Published::FirstInParts);
    assert_eq!(publish(&stage, "kyc", "one", 100).await, Published::Yes { fresh: false });
    assert_eq!(followed(&stage).await, ("Page one".into(), None));
    assert!(of.workflows().await.unwrap().rows[0].is_active, "it is another's no more");
    assert_eq!(publish(&stage, "kyc", "three", 50).await, Published::Yes { fresh: true });
    assert_eq!(versions(&stage, "kyc").await[0].number, 3);
}

pub(crate) async fn a_version_is_found_by_its_number_and_its_digest(stage: Stage) {
    for text in ["one", "two", "three"] {
        publish(&stage, "kyc", text, 100).await;
    }
    let all = versions(&stage, "kyc").await;
    let found = async |word: &str| stage.store.of(stage.org).workflow_version("kyc", word).await.unwrap();
    assert_eq!(found("2").await, std::slice::from_ref(&all[1]));
    assert_eq!(found(&all[0].digest).await, std::slice::from_ref(&all[0]));
    assert_eq!(found(&all[2].digest[..8]).await, std::slice::from_ref(&all[2]));
    for word in ["4", "0", "%%%%%%", &all[0].digest[..5], &format!("{}0", all[0].digest)] {
        assert!(found(word).await.is_empty(), "{word}");
    }
    let listed = async |before, limit| stage.store.of(stage.org).workflow_versions("kyc", before, limit).await.unwrap();
    assert_eq!(listed(Some(3), 1).await, std::slice::from_ref(&all[1]));
}

async fn admit(store: &Store, admission: Admission, workflows: i64) -> Admitted {
    store.admit(Admission { workflows: Some(workflows), ..admission }).await.unwrap()
}

pub(crate) async fn a_run_is_admitted_by_the_workflows_it_was_chosen_from(stage: Stage) {
    let another = stage.another().await;
    let changed = Admitted::Refused(Refusal::WorkflowsChanged);
    assert_eq!(admit(&another, stage.admission(Mode::Live), 0).await, Admitted::Fresh, "nothing was ever published");
    publish(&stage, "kyc", "one", 100).await;
    let late = stage.admission(Mode::Live);
    assert_eq!(admit(&another, late.clone(), 0).await, changed, "told to every node");
    assert_eq!(admit(&another, late, 1).await, Admitted::Fresh, "and the same run may be offered again");
    assert_eq!(admit(&another, stage.admission(Mode::Live), 2).await, changed);
    assert_eq!(another.admit(stage.admission(Mode::Live)).await.unwrap(), Admitted::Fresh, "it follows no workflow of the organisation");
    for (at, change_to) in (1..).zip([WorkflowChange::Active(false), WorkflowChange::Active(true)]) {
        assert_eq!(admit(&another, stage.admission(Mode::Live), at).await, Admitted::Fresh);
        change(&stage, "kyc", change_to).await;
        assert_eq!(admit(&another, stage.admission(Mode::Live), at).await, changed);
    }
}

pub(crate) async fn of_publishers_at_the_same_time_each_makes_a_version(stage: Stage) {
    let stores = [stage.store.clone(), stage.another().await];
    let race = (0..8).map(|number| {
        let (store, org) = (stores[number % 2].clone(), stage.org);
        tokio::spawn(async move {
            let publication = Publication { slug: "kyc", version: &page(&number.to_string()), percent: 100, built_in: None };
            store.of(org).publish_workflow(publication, now()).await.unwrap()
        })
    });
    for published in join_all(race).await {
        assert_eq!(published.unwrap(), Published::Yes { fresh: true });
    }
    let numbers: Vec<i64> = versions(&stage, "kyc").await.iter().map(|version| version.number).collect();
    assert_eq!(numbers, [8, 7, 6, 5, 4, 3, 2, 1]);
    let workflows = stage.store.of(stage.org).workflows().await.unwrap();
    assert_eq!((workflows.revision, workflows.rows[0].version.number), (8, 8), "the last is followed");
}

pub(crate) async fn so_many_workflows_and_no_more(stage: Stage) {
    for number in 0..WORKFLOWS_MAX {
        assert_eq!(publish(&stage, &format!("w-{number}"), "one", 100).await, Published::Yes { fresh: true });
    }
    assert_eq!(publish(&stage, "one-more", "one", 100).await, Published::TooManyWorkflows);
    change(&stage, "w-3", WorkflowChange::Remove).await;
    assert_eq!(publish(&stage, "one-more", "one", 100).await, Published::TooManyWorkflows, "what was removed was published all the same");
    assert_eq!(publish(&stage, "w-3", "one", 100).await, Published::Yes { fresh: false });
    assert_eq!(publish(&stage, "w-7", "two", 100).await, Published::Yes { fresh: true }, "those that there are go on");
    assert_eq!(stage.store.of(stage.org).workflows().await.unwrap().rows.len(), WORKFLOWS_MAX);
}
