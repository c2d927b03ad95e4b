//! Procedures carried out from the command line: once on simulated providers, and again over what was recorded.

use crate::binary::Machine;
use crate::checking::{file, page};
use journal::Mode;
use serde_json::{Value, json};
use std::net::TcpListener;
use store::Store;
use tests::app::master_key;
use tests::customer::QUICKSTART;
use tests::recorded::Office;

#[test]
fn a_page_is_carried_out_once_with_no_server_and_no_bill() {
    let machine = Machine::new();
    let shown = machine.enrich(&["workflow", "run", &page("workflows/examples/decision.md"), QUICKSTART]);
    let told = ["◇ plan", "✓ pan_verification", "Decision: approve", "Report: Decision", "credits used", "nothing was billed"];
    assert!(shown.code == 0 && told.iter().all(|word| shown.out.contains(word)), "{shown:?}");
    let explained = machine.enrich(&["workflow", "explain", &page("workflows/examples/recent-answers.md")]).out;
    assert!(explained.contains("at most 30 days old, for 0.5 credits") && explained.contains("0.5 credits at least"), "{explained}");
    let run = machine.enrich(&["workflow", "run", &page("workflows/business-due-diligence.md"), "GSTIN 29AAFCN4817K1Z2", "--json"]).json();
    assert_eq!((&run["status"], &run["mode"], run["credits_used"].to_string()), (&json!("completed"), &json!("test"), "4.5".into()));
    let decided: Vec<&Value> = run["steps"].as_array().unwrap().iter().filter(|step| step["type"] == "plan").collect();
    assert_eq!(decided[0]["decision"], "approved", "a plan that waits for a person is approved");
    let waits = machine.enrich(&["workflow", "run", &page("workflows/business-due-diligence.md"), "GSTIN 29AAFCN4817K1Z2"]).out;
    assert!(waits.contains("waits for approval") && !waits.contains("enrich run approve"), "no server has the run: {waits}");
    assert!(!machine.data_dir().join("enrich.db").exists(), "no database is made");
    let faulty = file(&machine, "faulty.md", "# Nothing");
    let refused = machine.enrich(&["workflow", "run", faulty.to_str().unwrap(), "x"]);
    assert!(refused.refusal().contains("enrich workflow lint"), "{refused:?}");
}

/// The whole proof: live runs, credentials for their provider, and a socket where that provider would be. Nobody comes, and no row of
/// the database is another.
#[test]
fn recorded_runs_are_carried_out_again_with_nothing_called_and_nothing_billed() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("runs.db").display());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let org = runtime.block_on(async {
        let store = Store::open(&url, master_key()).await.unwrap();
        let office = Office::open(&store, Mode::Live).await;
        let played = office.play(&office.built_in("kyc-verification"), "kyc-verification", QUICKSTART).await;
        for _ in 0..60 {
            office.keep(&store, &office.again(&played)).await;
        }
        office.org.to_string()
    });
    let provider = TcpListener::bind("127.0.0.1:0").unwrap();
    provider.set_nonblocking(true).unwrap();
    let base = format!("http://{}", provider.local_addr().unwrap());
    let key = data_encoding::HEXLOWER.encode(&[7; 32]);
    let environment = [
        ("ENRICH_MASTER_KEY", key.as_str()),
        ("ENRICH_PROVIDER_CASHFREE_BASE_URL", &base),
        ("ENRICH_PROVIDER_CASHFREE_CLIENT_ID", "id"),
        ("ENRICH_PROVIDER_CASHFREE_CLIENT_SECRET", "secret"),
    ];
    let machine = Machine::over(&url, environment);
    let built_in = std::fs::read_to_string(page("workflows/kyc-verification.md")).unwrap();
    let decides = built_in.replace("## Report", "## Decision\n\n- approve when `name_match.score >= 90`\n- review otherwise\n\n## Report");
    let edited = file(&machine, "edited.md", &decides);
    let edited = edited.to_str().unwrap();
    let backtest = |file: &str, more: &[&str]| machine.enrich(&[&["workflow", "backtest", file, "--org", &org], more].concat());

    let before = runtime.block_on(tests::rows::all(&url));
    let told = backtest(edited, &["--slug", "kyc-verification", "--json"]).json();
    let counted = ["runs", "same", "different", "unknown", "unreadable"].map(|word| told[word].as_u64().unwrap());
    assert_eq!(counted, [60, 0, 60, 0, 0], "{told:#}");
    assert_eq!(told["decisions"], json!([{ "before": null, "after": "approve", "runs": 60 }]));
    assert_eq!(told["credits"]["before"], told["credits"]["most"]);
    assert_eq!((told["each"].as_array().unwrap().len(), &told["each"][0]["verdict"]), (60, &json!("different")));
    let text = backtest(edited, &["--slug", "kyc-verification"]).out;
    assert!(text.contains("decision – → approve: 60 runs") && text.contains("… and 10 runs; --json has all"), "{text}");
    let same = backtest(&page("workflows/kyc-verification.md"), &["--last", "5", "--json"]).json();
    assert_eq!((&same["same"], &same["slug"]), (&json!(5), &json!("kyc-verification")), "the file says which workflow");

    assert!(provider.accept().is_err(), "nobody came");
    assert!(before == runtime.block_on(tests::rows::all(&url)), "journals, ledger and accounts are as they were");
    let none = backtest(edited, &["--slug", "kyc-verification", "--mode", "test"]);
    assert!(none.refusal().contains("--mode live"), "{none:?}");
    let nowhere = machine.enrich(&["workflow", "backtest", edited, "--org", &org, "--database", "sqlite:///nowhere/at-all.db"]);
    assert!(nowhere.refusal().contains("--database"), "{nowhere:?}");
}
