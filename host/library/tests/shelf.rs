//! The shelf as a server has it: built-ins loaded, stored by digest, handed out by name and by pin.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::event::Approval;
use journal::id::RANDOM_BYTES;
use journal::{Credits, OrgId, ThreadId, Time};
use library::{Gone, Library, Listed, Pinned};
use procedure::{Procedure, Reference, Source};
use sandbox::{Options, Sandbox};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{MasterKey, Store, VersionKind};

struct Shelf {
    library: Library,
    store: Store,
    sandbox: Sandbox,
    org: OrgId,
    _folder: tempfile::TempDir,
}

async fn shelf() -> Shelf {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("enrich.db").display());
    let store = Store::open(&url, MasterKey::from_bytes([7; 32])).await.unwrap();
    let sandbox = Sandbox::new(Options { artefacts: Some(folder.path().join("compiled")), ..Options::default() }).unwrap();
    let library = Library::load(sandbox.clone(), &store).await.unwrap();
    Shelf { library, store, sandbox, org: OrgId::new(Time::from_micros(0), &[1; RANDOM_BYTES]), _folder: folder }
}

impl Shelf {
    async fn workflow(&self, slug: Option<&str>) -> Option<Pinned> {
        follow(&self.library, self.org, slug).await
    }
}

async fn follow(library: &Library, org: OrgId, slug: Option<&str>) -> Option<Pinned> {
    library.workflow(org, slug, ThreadId::new(Time::from_micros(0), &[1; RANDOM_BYTES])).await.unwrap()
}

fn credits(text: &str) -> Credits {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_is_pinned_to_what_is_kept_in_the_store() {
    let shelf = shelf().await;
    let pinned = shelf.workflow(Some("kyc-verification")).await.unwrap();
    assert_eq!((pinned.pins.approval, pinned.pins.wit.as_str()), (Approval::Auto, "1.0.0"));
    let checks: Vec<_> = pinned.pins.checks.iter().map(|check| (check.name.as_str(), check.price, check.bills_not_found)).collect();
    let expected = [("pan_verification", "2.0", true), ("name_match", "0.2", false), ("mobile_intelligence", "1.5", true)];
    assert_eq!(checks, expected.map(|(name, price, billed)| (name, credits(price), billed)));
    let source = shelf.store.artefact(&pinned.pins.procedure).await.unwrap().unwrap();
    assert_eq!(source, include_bytes!("../../../workflows/kyc-verification.md"));
    let digests = pinned.pins.checks.iter().map(|check| &check.component).chain([&pinned.pins.component]);
    for digest in digests {
        assert!(shelf.store.artefact(digest).await.unwrap().is_some(), "{digest}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_run_is_pinned_to_is_executed_whatever_shipped_since() {
    let shelf = shelf().await;
    let mut pins = shelf.workflow(Some("kyc-verification")).await.unwrap().pins;
    let now = shelf.library.pinned(&pins).await.unwrap();
    assert!(Arc::ptr_eq(&now, &shelf.library.pinned(&pins).await.unwrap()), "kept in memory");
    assert_eq!(now.checks.keys().collect::<Vec<_>>(), ["mobile_intelligence", "name_match", "pan_verification"]);
    let infos: Vec<_> = now.infos.iter().map(|info| info.name.as_str()).collect();
    assert_eq!(infos, ["pan_verification", "name_match", "mobile_intelligence"], "in the order pinned");

    // An older procedure and an older price, as a parked run may have them.
    let older = "---\nname: Older\n---\n## Look\n- Compare: `name_match`\n";
    pins.procedure = shelf.store.put_artefact("procedure", older.as_bytes()).await.unwrap();
    pins.checks.retain(|check| check.name == "name_match");
    pins.checks[0].price = credits("0.1");
    let then = shelf.library.pinned(&pins).await.unwrap();
    let procedure: Procedure = serde_json::from_str(then.procedure.as_str()).unwrap();
    let prices: Vec<_> = then.infos.iter().map(|info| info.price).collect();
    assert_eq!((procedure.name.as_str(), prices), ("Older", vec![credits("0.1")]));
    assert_eq!(then.workflow.digest(), now.workflow.digest());
}

#[tokio::test(flavor = "multi_thread")]
async fn components_of_another_release_come_out_of_the_store() {
    let shelf = shelf().await;
    let pins = shelf.workflow(Some("kyc-verification")).await.unwrap().pins;
    // The same component with a custom section behind it is another release as far as digests go.
    let other = |bytes: &[u8]| [bytes, &[0, 3, 1, b'x', 0]].concat();
    let mut older = pins.clone();
    older.component = shelf.store.put_artefact("workflow component", &other(library::built_in::AGENT.bytes)).await.unwrap();
    let mut released = BTreeMap::new();
    for library::built_in::Guest { bytes, .. } in library::built_in::CHECKS {
        let now = shelf.store.put_artefact("check component", bytes).await.unwrap();
        released.insert(now, shelf.store.put_artefact("check component", &other(bytes)).await.unwrap());
    }
    older.checks.iter_mut().for_each(|pinned| pinned.component.clone_from(&released[&pinned.component]));
    let execution = shelf.library.pinned(&older).await.unwrap();
    assert_eq!(execution.workflow.digest(), older.component);
    assert!(older.checks.iter().all(|pinned| execution.checks[&pinned.name].digest() == pinned.component));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_gone_is_told_apart() {
    let shelf = shelf().await;
    let pins = shelf.workflow(None).await.unwrap().pins;
    let gone = async |pins| shelf.library.pinned(&pins).await.err().map(|gone| gone.to_string());
    let nowhere = "0".repeat(64);

    let mut missing = pins.clone();
    missing.component.clone_from(&nowhere);
    assert_eq!(gone(missing).await, Some(format!("no component with the digest {nowhere}")));
    let mut missing = pins.clone();
    missing.procedure.clone_from(&nowhere);
    assert_eq!(gone(missing).await, Some(format!("no procedure with the digest {nowhere}")));
    let mut missing = pins.clone();
    missing.checks[0].component.clone_from(&nowhere);
    assert_eq!(gone(missing).await, Some(format!("no check with the digest {nowhere}")));

    let mut foreign = pins.clone();
    foreign.wit = "2.0.0".into();
    assert_eq!(gone(foreign).await.as_deref(), Some("the component was made for version 2.0.0 of the interface"));

    let mut faulty = pins.clone();
    faulty.procedure = shelf.store.put_artefact("procedure", b"no procedure").await.unwrap();
    assert!(matches!(shelf.library.pinned(&faulty).await, Err(Gone::Unusable { kind: "procedure", .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn names_lead_to_workflows() {
    let shelf = shelf().await;
    let kyc = Listed {
        slug: "kyc-verification".into(),
        name: "Kyc Verification".into(),
        description: "Verifies a person's PAN against the name given, and the mobile number where one is given.".into(),
        scope: "built-in",
        is_active: true,
        kind: VersionKind::Procedure,
        version: shelf.workflow(Some("kyc-verification")).await.unwrap().pins.procedure,
        rollout: None,
    };
    let listed = shelf.library.listed(shelf.org).await.unwrap();
    assert!(listed.contains(&kyc));
    let slugs: Vec<&str> = listed.iter().map(|listed| listed.slug.as_str()).collect();
    let shipped = [
        "business-due-diligence",
        "employment-verification",
        "kyb-us",
        "kyc-us",
        "kyc-verification",
        "mobile-verification",
        "social-profile-analysis",
        "uae-verification",
        "vehicle-rc-verification",
    ];
    assert_eq!(slugs, shipped, "the general procedure is for those who name none");
    let unnamed = shelf.workflow(None).await.unwrap();
    assert_eq!(unnamed.procedure.unwrap().name, "General verification");
    for slug in ["", "kyc", "KYC-VERIFICATION", "general.md"] {
        assert!(shelf.workflow(Some(slug)).await.is_none(), "{slug}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_each_built_in_needs_is_documented() {
    let shelf = shelf().await;
    let page = include_str!("../../../docs/api/workflows.md");
    for listed in shelf.library.listed(shelf.org).await.unwrap() {
        let procedure = shelf.workflow(Some(&listed.slug)).await.unwrap().procedure.unwrap();
        let inputs = &procedure.inputs;
        let words = |kinds: &[procedure::Kind]| kinds.iter().map(|kind| format!("`{}`", kind.as_str())).collect::<Vec<_>>().join(", ");
        let row = format!("| `{}` | {} | {} |\n", listed.slug, words(&inputs.required), words(&inputs.optional));
        assert!(page.contains(&row), "{row}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_start_keeps_the_same_things() {
    let shelf = shelf().await;
    let again = Library::load(shelf.sandbox.clone(), &shelf.store).await.unwrap();
    let pins = async |library: &Library| follow(library, shelf.org, None).await.unwrap().pins;
    assert_eq!(pins(&again).await, pins(&shelf.library).await);
}

/// Every answer that a built-in procedure refers to is one that its check promises, and every argument is one it takes.
#[tokio::test(flavor = "multi_thread")]
async fn procedures_and_checks_speak_of_the_same_members() {
    let shelf = shelf().await;
    let member = |schema: &journal::Json, path: &[String]| {
        let schema = schema.value();
        path.iter().try_fold(&schema, |schema, name| schema.get("properties")?.get(name)).map(Value::is_object)
    };
    let listed = library::built_in::WORKFLOWS.iter().filter(|workflow| workflow.listed).map(|workflow| Some(workflow.slug));
    for slug in listed.chain([None]) {
        let procedure = shelf.workflow(slug).await.unwrap().procedure.unwrap();
        let arguments = procedure.steps().flat_map(|step| step.with.iter().map(move |argument| (step, argument)));
        let mut references: Vec<&Reference> = procedure.report.facts.iter().collect();
        for (step, argument) in arguments {
            let check = &shelf.library.checks()[&step.check];
            assert_eq!(member(&check.description.input_schema, std::slice::from_ref(&argument.name)), Some(true), "{argument:?}");
            if let Source::Answer(reference) = &argument.from {
                references.push(reference);
            }
        }
        for reference in references {
            let check = &shelf.library.checks()[&reference.check];
            assert_eq!(member(&check.description.output_schema, &reference.path), Some(true), "{reference:?}");
        }
    }
}
