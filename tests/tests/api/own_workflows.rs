//! Workflows that an organisation publishes: who follows what, from when on, and what is said of a faulty page.

use admin::key::Wanted;
use data_encoding::BASE64;
use journal::{Mode, RunId};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use store::{Scope, Scopes};
use tests::app::App;
use tests::customer::{Customer, QUICKSTART};

crate::stories! {
    a_published_page_is_followed_at_once_on_every_node_and_by_its_organisation_alone,
    an_inactive_workflow_is_unknown_and_no_built_in_takes_its_place,
    a_rollout_is_followed_by_the_same_threads_until_everybody_does,
    a_built_in_workflow_is_overridden_in_parts_gone_back_to_and_given_back,
    a_parked_run_keeps_its_version_and_goes_on_with_it,
    a_faulty_page_is_refused_with_the_places_of_its_faults,
    versions_are_listed_read_compared_and_gone_back_to,
    every_change_is_audited_under_the_key_that_made_it,
    whoever_may_only_read_publishes_nothing,
    a_component_is_published_and_run_like_a_page,
}

/// A page that asks for nothing but the PAN, and that people can tell by its title.
fn page(title: &str) -> String {
    format!(
        "---\nname: {title}\ninputs:\n  required: [pan]\n---\n\n## Verify the PAN\n\n- Ask the issuer for the PAN: `pan_verification`\n"
    )
}

async fn sent(customer: &Customer, method: Method, path: &str, body: &Value) -> (StatusCode, Value) {
    let response = customer.request(method, &format!("/v1/workflows/{path}")).json(body).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

async fn published(customer: &Customer, slug: &str, body: Value) -> Value {
    let (status, answer) = sent(customer, Method::PUT, slug, &body).await;
    assert!(status.is_success(), "{answer}");
    answer
}

/// The title of the report that a run of `slug` writes, and its version.
async fn followed(customer: &Customer, slug: &str) -> (String, String) {
    let (status, created) = customer.post("/v1/runs", &json!({ "message": QUICKSTART, "workflow": slug })).await;
    assert_eq!(status, StatusCode::ACCEPTED, "{created}");
    let ended = customer.ended(created["id"].as_str().unwrap()).await;
    let text = |value: &Value| value.as_str().unwrap_or_else(|| panic!("{ended:#}")).to_owned();
    (text(&ended["report"]["title"]), text(&ended["workflow_version"]))
}

async fn a_published_page_is_followed_at_once_on_every_node_and_by_its_organisation_alone(app: App) {
    let mut other_node = App::beside(&app).await;
    let customer = app.customer(Mode::Test, "0").await;
    let there = customer.at(&other_node);
    let stranger = app.customer(Mode::Test, "0").await;
    let built_in = followed(&there, "kyc-verification").await;
    for round in 0..3 {
        let title = format!("Our own {round}");
        let answer = published(&customer, "kyc-verification", json!({ "source": page(&title) })).await;
        assert_eq!((&answer["scope"], &answer["number"]), (&json!("org"), &json!(round + 2)), "version 1 is what ships");
        let version = answer["version"].as_str().unwrap();
        assert_eq!(followed(&there, "kyc-verification").await, (title.clone(), version.to_owned()), "on the node that was not told");
        assert_eq!(followed(&customer, "kyc-verification").await, (title, version.to_owned()));
    }
    assert_eq!(followed(&stranger, "kyc-verification").await, built_in);
    published(&customer, "brand-new", json!({ "source": page("New") })).await;
    assert_eq!(followed(&there, "brand-new").await.0, "New");
    let (status, refused) = stranger.post("/v1/runs", &json!({ "message": QUICKSTART, "workflow": "brand-new" })).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::NOT_FOUND, &json!("workflow_not_found")));
    let listed: Value = there.get("/v1/workflows").send().await.unwrap().json().await.unwrap();
    let rows: Vec<_> =
        listed.as_array().unwrap().iter().map(|row| (row["slug"].as_str().unwrap(), row["scope"].as_str().unwrap())).collect();
    assert!(rows.contains(&("brand-new", "org")) && rows.contains(&("kyc-verification", "org")), "{rows:?}");
    assert_eq!(rows.iter().filter(|row| row.0 == "kyc-verification").count(), 1, "one row for each slug");
    let (_, quote) = there.post("/v1/runs/quote", &json!({ "message": QUICKSTART, "workflow": "kyc-verification" })).await;
    assert_eq!(quote["checks"].as_array().unwrap().len(), 1, "{quote}");
    let unnamed = customer.post_run(&json!({ "message": QUICKSTART })).send().await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(customer.ended(unnamed["id"].as_str().unwrap()).await["report"]["title"], "General verification");
    other_node.stop().await;
}

async fn an_inactive_workflow_is_unknown_and_no_built_in_takes_its_place(app: App) {
    let mut other_node = App::beside(&app).await;
    let customer = app.customer(Mode::Test, "0").await;
    let there = customer.at(&other_node);
    published(&customer, "kyc-verification", json!({ "source": page("Ours") })).await;
    assert_eq!(followed(&there, "kyc-verification").await.0, "Ours");
    let (_, off) = sent(&customer, Method::PATCH, "kyc-verification", &json!({ "is_active": false })).await;
    assert_eq!(off["is_active"], false);
    for node in [&customer, &there] {
        for path in ["/v1/runs", "/v1/runs/quote"] {
            let (status, refused) = node.post(path, &json!({ "message": QUICKSTART, "workflow": "kyc-verification" })).await;
            assert_eq!((status, &refused["error"]["code"]), (StatusCode::NOT_FOUND, &json!("workflow_not_found")), "{path}");
        }
    }
    let slugs = async |query: &str| {
        let listed: Value = customer.get(&format!("/v1/workflows{query}")).send().await.unwrap().json().await.unwrap();
        listed.as_array().unwrap().iter().map(|row| row["slug"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(!slugs("").await.contains(&"kyc-verification".to_owned()));
    assert!(slugs("?include_inactive=true").await.contains(&"kyc-verification".to_owned()));
    assert_eq!(published(&customer, "kyc-verification", json!({ "source": page("Newer") })).await["is_active"], false);
    sent(&customer, Method::PATCH, "kyc-verification", &json!({ "is_active": true })).await;
    assert_eq!(followed(&there, "kyc-verification").await.0, "Newer");
    let (status, refused) = sent(&customer, Method::PATCH, "business-due-diligence", &json!({ "is_active": false })).await;
    assert_eq!((status, &refused["error"]["code"]), (StatusCode::NOT_FOUND, &json!("workflow_not_found")), "it is not theirs");
    other_node.stop().await;
}

async fn a_rollout_is_followed_by_the_same_threads_until_everybody_does(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let (status, refused) = sent(&customer, Method::PUT, "kyc", &json!({ "source": page("Old"), "rollout": 30 })).await;
    assert_eq!(
        (status, &refused["error"]["code"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid_request")),
        "who follows what else?"
    );
    published(&customer, "kyc", json!({ "source": page("Old") })).await;
    let answer = published(&customer, "kyc", json!({ "source": page("New"), "rollout": 40 })).await;
    assert_eq!(answer["rollout"], json!({ "version": answer["published"], "percent": 40 }));
    // Each message continues a conversation of its own, and each conversation keeps to its side.
    let mut threads = Vec::new();
    for _ in 0..24 {
        let order = json!({ "message": QUICKSTART, "workflow": "kyc" });
        let run = customer.post_run(&order).send().await.unwrap().json::<Value>().await.unwrap();
        let ended = customer.ended(run["id"].as_str().unwrap()).await;
        threads.push((ended["thread_id"].clone(), ended["workflow_version"] == answer["published"]));
    }
    let early = threads.iter().filter(|(_, new)| *new).count();
    assert!((1..24).contains(&early), "of 24 threads {early} follow what 40 % are to follow");
    let again = async |expected: &dyn Fn(bool) -> Option<bool>| {
        for (thread, new) in &threads[..8] {
            let order = json!({ "message": QUICKSTART, "workflow": "kyc", "thread_id": thread });
            let run = customer.post_run(&order).send().await.unwrap().json::<Value>().await.unwrap();
            let ended = customer.ended(run["id"].as_str().unwrap()).await;
            let follows = ended["workflow_version"] == answer["published"];
            assert!(expected(*new).is_none_or(|expected| expected == follows), "{thread}: {new} before, {follows} now");
        }
    };
    again(&Some).await;
    sent(&customer, Method::PATCH, "kyc", &json!({ "rollout": 70 })).await;
    again(&|new| new.then_some(true)).await;
    let (_, whole) = sent(&customer, Method::PATCH, "kyc", &json!({ "rollout": 100 })).await;
    assert_eq!((&whole["version"], &whole["rollout"]), (&answer["published"], &Value::Null));
    again(&|_| Some(true)).await;
    let (status, over) = sent(&customer, Method::PATCH, "kyc", &json!({ "rollout": 10 })).await;
    assert_eq!((status, over["error"]["message"].as_str().unwrap().starts_with("rollout: ")), (StatusCode::UNPROCESSABLE_ENTITY, true));
}

async fn a_built_in_workflow_is_overridden_in_parts_gone_back_to_and_given_back(app: App) {
    const SLUG: &str = "kyc-verification";
    let mut other_node = App::beside(&app).await;
    let customer = app.customer(Mode::Test, "0").await;
    let there = customer.at(&other_node);
    let built_in = followed(&customer, SLUG).await;
    let answer = published(&customer, SLUG, json!({ "source": page("Ours"), "rollout": 0 })).await;
    assert_eq!((&answer["version"], &answer["rollout"]["version"]), (&json!(built_in.1), &answer["published"]));
    assert_eq!(followed(&there, SLUG).await, built_in, "the others follow what they followed before");
    sent(&customer, Method::PATCH, SLUG, &json!({ "rollout": 100 })).await;
    assert_eq!(followed(&there, SLUG).await.0, "Ours");
    let (status, back) = sent(&customer, Method::POST, &format!("{SLUG}/rollback"), &json!({})).await;
    assert_eq!((status, &back["version"], &back["scope"]), (StatusCode::OK, &json!(built_in.1), &json!("org")));
    assert_eq!(followed(&there, SLUG).await, built_in);

    sent(&customer, Method::POST, &format!("{SLUG}/rollback"), &json!({ "version": "2" })).await;
    assert_eq!(followed(&there, SLUG).await.0, "Ours");
    let removed = customer.request(Method::DELETE, &format!("/v1/workflows/{SLUG}")).send().await.unwrap();
    assert_eq!(removed.status(), StatusCode::NO_CONTENT);
    assert_eq!(followed(&there, SLUG).await, built_in);
    let shown: Value = there.get(&format!("/v1/workflows/{SLUG}")).send().await.unwrap().json().await.unwrap();
    assert_eq!(shown["scope"], "built-in");
    let versions: Value = there.get(&format!("/v1/workflows/{SLUG}/versions")).send().await.unwrap().json().await.unwrap();
    assert_eq!(versions["data"].as_array().unwrap().len(), 2, "what was published stays");

    published(&customer, "ours", json!({ "source": page("Ours") })).await;
    for expected in [StatusCode::NO_CONTENT, StatusCode::NOT_FOUND] {
        let removed = customer.request(Method::DELETE, "/v1/workflows/ours").send().await.unwrap();
        assert_eq!(removed.status(), expected);
    }
    let (status, _) = there.post("/v1/runs", &json!({ "message": QUICKSTART, "workflow": "ours" })).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    other_node.stop().await;
}

async fn a_parked_run_keeps_its_version_and_goes_on_with_it(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let careful = page("Careful").replace("inputs:", "approval: always\ninputs:");
    let first = published(&customer, "kyc", json!({ "source": careful })).await;
    let (_, created) = customer.post("/v1/runs", &json!({ "message": QUICKSTART, "workflow": "kyc" })).await;
    let run = created["id"].as_str().unwrap().to_owned();
    customer.until(&run, "requires_approval").await;
    published(&customer, "kyc", json!({ "source": page("Quick") })).await;
    sent(&customer, Method::PATCH, "kyc", &json!({ "is_active": false })).await;
    // Another process, which has read nothing of it yet.
    let app = app.restart().await;
    let customer = customer.at(&app);
    customer.post(&format!("/v1/runs/{run}/approval"), &json!({ "decision": "approved" })).await;
    let ended = customer.ended(&run).await;
    assert_eq!((&ended["status"], &ended["report"]["title"]), (&json!("completed"), &json!("Careful")));
    assert_eq!((&ended["workflow_version"], &ended["workflow_version"]), (&first["version"], &created["workflow_version"]));
}

async fn a_faulty_page_is_refused_with_the_places_of_its_faults(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let faulty = page("Faulty").replace("`pan_verification`", "`pan_verificaton`").replace("[pan]", "[pan, shoe_size]");
    let (status, refused) = sent(&customer, Method::PUT, "kyc", &json!({ "source": faulty })).await;
    let error = &refused["error"];
    assert_eq!((status, &error["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &json!("invalid_workflow")), "{refused}");
    assert!(error["message"].as_str().unwrap().starts_with("source: has 2 errors, the first at line 4, column 19: "), "{error}");
    let told = &error["diagnostics"][1];
    assert_eq!(
        (&told["code"], &told["line"], &told["column"], &told["length"]),
        (&json!("unknown_check"), &json!(9), &json!(31), &json!(17))
    );
    assert_eq!(told["excerpt"], "- Ask the issuer for the PAN: `pan_verificaton`");
    assert_eq!(told["help"], "did you mean `pan_verification`?");
    let good = page("Good");
    for (slug, body, status, start) in [
        ("kyc", json!({}), 422, "source: "),
        ("kyc", json!({ "source": "" }), 422, "source: "),
        ("kyc", json!({ "source": good, "component": "AAAA" }), 422, "source: "),
        ("kyc", json!({ "component": "not base64" }), 422, "component: "),
        ("kyc", json!({ "component": BASE64.encode(good.as_bytes()) }), 422, "component: "),
        ("kyc", json!({ "component": BASE64.encode(b"\0asm\x01\0\0\0") }), 422, "component: has an error"),
        ("kyc", json!({ "source": good, "rollout": 101 }), 422, "rollout: "),
        ("kyc", json!({ "source": good, "rollout": "half" }), 422, "rollout: "),
        ("general", json!({ "source": good }), 422, "slug: "),
        ("Kyc", json!({ "source": good }), 422, "slug: "),
    ] {
        let (told, refused) = sent(&customer, Method::PUT, slug, &body).await;
        assert_eq!(told, status, "{slug}: {refused}");
        assert!(refused["error"]["message"].as_str().unwrap().starts_with(start), "{refused}");
    }
    let long = "x".repeat(9 << 20);
    assert_eq!(sent(&customer, Method::PUT, "kyc", &json!({ "source": long })).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    let listed: Value = customer.get("/v1/workflows?include_inactive=true").send().await.unwrap().json().await.unwrap();
    assert!(listed.as_array().unwrap().iter().all(|row| row["scope"] == "built-in"), "nothing was published");
}

async fn versions_are_listed_read_compared_and_gone_back_to(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    let one = page("One");
    let two = format!(
        "{}\n## Check the number\n\n- Ask for the number: `mobile_intelligence`\n  - optional\n",
        one.replace("[pan]", "[pan]\n  optional: [phone]")
    );
    let first = published(&customer, "kyc", json!({ "source": one })).await;
    let second = published(&customer, "kyc", json!({ "source": two })).await;
    let get = async |path: &str| customer.get(&format!("/v1/workflows/kyc{path}")).send().await.unwrap().json::<Value>().await.unwrap();
    let newest = get("/versions?limit=1").await;
    assert_eq!((&newest["data"][0]["version"], &newest["data"][0]["replaced"]), (&second["version"], &first["version"]));
    let rest = get(&format!("/versions?limit=1&cursor={}", newest["next_cursor"].as_str().unwrap())).await;
    assert_eq!((&rest["data"][0]["version"], &rest["next_cursor"]), (&first["version"], &Value::Null));
    assert_eq!(rest["data"][0]["published_by"], json!(customer.key));
    assert_eq!(get("").await["source"], two);
    assert_eq!(get("?version=1").await["source"], one);
    let diff = get("/diff").await;
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let told: Vec<_> = diff["differences"].as_array().unwrap().iter().map(|one| (word(&one["about"]), word(&one["after"]))).collect();
    let expected = [("input", "phone (optional)"), ("step", "Ask for the number"), ("cost", "3.5 at most")];
    assert_eq!(told, expected.map(|(about, after)| (about.to_owned(), after.to_owned())));
    assert!(diff["lines"].as_str().unwrap().contains("\n+- Ask for the number: `mobile_intelligence`"), "{diff}");
    let (_, back) = sent(&customer, Method::POST, "kyc/rollback", &json!({})).await;
    assert_eq!(back["version"], first["version"]);
    let (status, refused) = sent(&customer, Method::POST, "kyc/rollback", &json!({})).await;
    assert_eq!((status, refused["error"]["message"].as_str().unwrap().starts_with("version: ")), (StatusCode::UNPROCESSABLE_ENTITY, true));
    let digits = &second["version"].as_str().unwrap()[..8];
    assert_eq!(sent(&customer, Method::POST, "kyc/rollback", &json!({ "version": digits })).await.1["version"], second["version"]);
    let built_in: Value = customer.get("/v1/workflows/kyc-verification").send().await.unwrap().json().await.unwrap();
    assert_eq!(built_in["source"], include_str!("../../../workflows/kyc-verification.md"));
    for path in ["nobody", "kyc/versions?cursor=x", "kyc?version=9", "kyc/diff?from=9"] {
        let status = customer.get(&format!("/v1/workflows/{path}")).send().await.unwrap().status();
        assert!(matches!(status.as_u16(), 404 | 422), "{path}: {status}");
    }
    let stranger = app.customer(Mode::Test, "0").await;
    for path in ["kyc", "kyc/versions", "kyc/diff", &format!("kyc?version={}", first["version"].as_str().unwrap())] {
        let response = stranger.get(&format!("/v1/workflows/{path}")).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

async fn every_change_is_audited_under_the_key_that_made_it(app: App) {
    let customer = app.customer(Mode::Test, "0").await;
    published(&customer, "kyc", json!({ "source": page("One") })).await;
    published(&customer, "kyc", json!({ "source": page("Two"), "rollout": 5 })).await;
    sent(&customer, Method::PATCH, "kyc", &json!({ "is_active": false, "rollout": 10 })).await;
    sent(&customer, Method::POST, "kyc/rollback", &json!({})).await;
    let audit = app.house.store.of(customer.org).audit(5).await.unwrap();
    let actions: Vec<&str> = audit.iter().rev().map(|row| row.action.as_str()).collect();
    let mut sorted = actions.clone();
    sorted.sort_unstable();
    assert_eq!(
        sorted,
        ["workflow.deactivate", "workflow.publish", "workflow.publish", "workflow.rollback", "workflow.rollout"],
        "{actions:?}"
    );
    assert!(audit.iter().all(|row| row.actor == customer.key.to_string() && row.subject == "kyc"), "{audit:?}");
}

async fn whoever_may_only_read_publishes_nothing(app: App) {
    let whole = app.customer(Mode::Test, "0").await;
    published(&whole, "kyc", json!({ "source": page("One") })).await;
    let scopes = Scopes::of([Scope::WorkflowsRead]);
    let wanted = Wanted { mode: Mode::Test, name: "reader".into(), auto_approve: false, scopes, expires_at: None };
    let reader = Customer::new(&app, whole.org, admin::key::create(app.desk(), whole.org, wanted).await.unwrap());
    assert_eq!(reader.get("/v1/workflows/kyc").send().await.unwrap().status(), StatusCode::OK);
    for (method, path) in [(Method::PUT, "kyc"), (Method::PATCH, "kyc"), (Method::POST, "kyc/rollback")] {
        let (status, refused) = sent(&reader, method, path, &json!({ "source": page("Two") })).await;
        assert_eq!((status, &refused["error"]["code"]), (StatusCode::FORBIDDEN, &json!("insufficient_scope")), "{path}");
    }
}

async fn a_component_is_published_and_run_like_a_page(app: App) {
    let mut other_node = App::beside(&app).await;
    let customer = app.customer(Mode::Test, "0").await;
    let component = tests::guests::component("pan-list");
    let answer = published(&customer, "pan-list", json!({ "component": BASE64.encode(component) })).await;
    assert_eq!((&answer["kind"], &answer["name"]), (&json!("component"), &json!("List of PANs")));
    let order = json!({ "message": "Verify these: ABCDE1234F, AAAPV1002A", "workflow": "pan-list" });
    let there = customer.at(&other_node);
    let (_, quote) = there.post("/v1/runs/quote", &order).await;
    assert_eq!((&quote["checks"].as_array().unwrap().len(), &quote["least"]), (&2, &json!(0.0)), "{quote}");
    let (_, created) = there.post("/v1/runs", &order).await;
    let ended = there.ended(created["id"].as_str().unwrap()).await;
    assert_eq!((&ended["status"], &ended["workflow_version"]), (&json!("completed"), &answer["version"]), "{ended:#}");
    assert!(ended["answer"].as_str().unwrap().starts_with("2 PANs: 1 in force, 1 unknown to the issuer."), "{ended:#}");
    assert_eq!(ended["tool_calls"].as_array().unwrap().len(), 2);
    let schema: Value = serde_json::from_str(include_str!("../../../docs/report-schema.json")).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&ended["report"]), "{:#}", ended["report"]);
    let run: RunId = created["id"].as_str().unwrap().parse().unwrap();
    let record = app.house.store.of(customer.org).journal(run).await.unwrap().unwrap();
    assert_eq!(record.created().pins.component, record.created().pins.procedure, "the component is the procedure");
    let many: Vec<String> = (0..6).map(|at| format!("ABCDE{at:04}F")).collect();
    let (_, created) = customer.post("/v1/runs", &json!({ "message": many.join(" "), "workflow": "pan-list" })).await;
    let run = created["id"].as_str().unwrap().to_owned();
    customer.until(&run, "requires_approval").await;
    customer.post(&format!("/v1/runs/{run}/approval"), &json!({ "decision": "declined" })).await;
    customer.ended(&run).await;
    let lacking = json!({ "message": "Verify Rahul Sharma", "workflow": "pan-list" });
    let (_, created) = customer.post("/v1/runs", &lacking).await;
    assert_eq!(customer.ended(created["id"].as_str().unwrap()).await["status_reason"], "missing_input");
    let source: Value = customer.get("/v1/workflows/pan-list").send().await.unwrap().json().await.unwrap();
    assert_eq!((&source["source"], source["component"].as_str().unwrap()), (&Value::Null, BASE64.encode(component).as_str()));
    other_node.stop().await;
}
