//! The documentation page: that it is whole and needs nothing from elsewhere, and that what it tells people to run works.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::{Mode, Time};
use reqwest::{StatusCode, header};
use ring::digest::{SHA256, digest};
use run::{Clock, SystemClock};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tempfile::TempDir;
use tests::app::App;
use tokio::process::Command;
use webhook::{Scheme, Secret, Signing};

/// How long one example may take, the start of its program included.
const EXAMPLE_TIME_MAX: Duration = Duration::from_secs(60);

/// What stands between two texts, each time that it does.
fn between<'a>(text: &'a str, open: &'a str, close: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(open).skip(1).filter_map(move |rest| rest.split_once(close)).map(|(inner, _)| inner)
}

#[test]
fn every_code_has_its_anchor() {
    let page = api::docs::page();
    let source = include_str!("../../host/api/src/problem.rs");
    let codes: BTreeSet<&str> = between(source, "(StatusCode::", "\")").filter_map(|pair| Some(pair.split_once(", \"")?.1)).collect();
    assert!(codes.len() >= 16, "{codes:?}");
    for code in codes {
        assert_eq!(page.matches(&format!("id=\"error-{code}\"")).count(), 1, "{code}");
    }
}

#[test]
fn every_link_within_the_page_leads_to_one_place() {
    let page = api::docs::page();
    let ids: Vec<&str> = between(&page, " id=\"", "\"").collect();
    let places: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), places.len(), "two places have one name");
    let links: BTreeSet<&str> = between(&page, "href=\"#", "\"").collect();
    assert!(links.len() > 60, "{links:?}");
    let lost: Vec<&&str> = links.difference(&places).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn every_operation_and_every_schema_is_on_the_page() {
    let (page, document) = (api::docs::page(), api::openapi::document());
    for item in document["paths"].as_object().unwrap().values() {
        for operation in item.as_object().unwrap().values() {
            assert!(page.contains(&format!("id=\"{}\"", operation["operationId"].as_str().unwrap())), "{operation}");
        }
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(page.contains(&format!("id=\"schema-{name}\"")), "{name}");
    }
}

#[tokio::test]
async fn the_page_is_for_anybody_and_needs_nothing_from_elsewhere() {
    let app = App::start().await;
    let response = app.client.get(app.url("/docs")).send().await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/html; charset=utf-8");
    let policy = response.headers()[header::CONTENT_SECURITY_POLICY].to_str().unwrap().to_owned();
    let tag = response.headers()[header::ETAG].clone();
    let page = response.text().await.unwrap();
    assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe") && !policy.contains("http"), "{policy}");
    for (name, text) in [("style", between(&page, "<style>", "</style>")), ("script", between(&page, "<script>", "</script>"))] {
        let texts: Vec<&str> = text.collect();
        assert_eq!(texts.len(), 1, "{name}");
        let hash = data_encoding::BASE64.encode(digest(&SHA256, texts[0].as_bytes()).as_ref());
        assert!(policy.contains(&format!("{name}-src 'sha256-{hash}'")), "{policy}");
    }
    for loads in ["<img", "<iframe", "<link rel=\"stylesheet", " src=", "@import", "url(", " style=\"", " onclick=", "import("] {
        assert!(!page.contains(loads), "the page has {loads}");
    }
    let known = app.client.get(app.url("/docs")).header(header::IF_NONE_MATCH, tag).send().await.unwrap();
    assert_eq!(known.status(), StatusCode::NOT_MODIFIED);
}

/// One piece of code that people are told to run.
struct Example {
    title: String,
    job: String,
    code: String,
}

fn examples(chapters: &[&str]) -> Vec<Example> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("docs/api");
    let texts: String = chapters.iter().map(|name| std::fs::read_to_string(folder.join(name)).unwrap()).collect();
    let word = |info: &str, name: &str| info.split(' ').find_map(|word| word.strip_prefix(name).map(str::to_owned));
    // Between fences: text, code, text, code, …
    let blocks = texts.split("\n```").skip(1).step_by(2).filter_map(|block| block.split_once('\n'));
    blocks
        .filter_map(|(info, code)| Some(Example { title: word(info, "title=")?, job: word(info, "run=")?, code: code.to_owned() }))
        .collect()
}

#[tokio::test]
async fn what_people_are_told_to_run_works() {
    let examples = examples(&["quickstart.md", "streaming.md"]);
    let titles: Vec<&str> = examples.iter().map(|example| example.title.as_str()).collect();
    assert_eq!(titles, ["curl", "Python", "TypeScript", "curl", "Python", "TypeScript"]);
    let app = App::start().await;
    for example in &examples {
        let folder = TempDir::new().unwrap();
        let Some(mut program) = program(example, folder.path()).await else {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "CI=true, and nothing here runs {}", example.title);
            eprintln!("SKIPPED: nothing here runs {}, so its examples were not tried", example.title);
            continue;
        };
        let customer = app.customer(Mode::Test, "0").await;
        program.current_dir(folder.path()).env("ENRICH_URL", app.url("/v1")).env("ENRICH_KEY", customer.secret.reveal());
        let said = output(&mut program).await;
        let said = said.unwrap_or_else(|error| panic!("{} {}: {error}", example.title, example.job));
        let wanted: &[&str] = match example.job.as_str() {
            "quickstart" => &["completed", "3.7", "pan_verification", "PAN"],
            _ => &["run.created", "tool_call", "answer.delta", "run.completed", "3.7"],
        };
        for word in wanted {
            assert!(said.contains(word), "{} {} does not say {word}: {said}", example.title, example.job);
        }
        assert_eq!(app.house.store.of(customer.org).usage(Mode::Test).await.unwrap().used, "3.7".parse().unwrap());
    }
}

/// What is added to the guide's `verify` so that it judges every delivery in `CASES`.
const JUDGES: [(&str, &str); 2] = [
    (
        "Python",
        "import json, os\nfor case in json.loads(os.environ['CASES']):\n    \
         print(verify(case['secret'], case['headers'], case['body'].encode()))\n",
    ),
    (
        "TypeScript",
        "for (const { secret, headers, body } of JSON.parse(process.env.CASES!))\n  \
         console.log(verify(secret, new Headers(headers), Buffer.from(body)));\n",
    ),
];

#[tokio::test]
async fn the_guide_verifies_what_is_genuine_and_fresh_and_nothing_else() {
    let (now, body) = (SystemClock::default().now(), r#"{"id":"evt_1","data":{"answer":"₹ 5"}}"#);
    let (new, old) = (Secret::mint().unwrap(), Secret::mint().unwrap());
    let case = |secret: &Secret, at: Time, body: &str, forged: bool| {
        let signing = Signing { scheme: Scheme::Document, secret: &new, previous: Some(&old) };
        let signed: Map<String, Value> =
            signing.headers("evt_1", at, body.as_bytes()).into_iter().map(|(name, value)| (name.to_lowercase(), value.into())).collect();
        json!({ "secret": secret.reveal(), "headers": signed, "body": if forged { body.replace('5', "6") } else { body.to_owned() } })
    };
    let cases = json!([
        case(&new, now, body, false),
        case(&old, now, body, false),
        case(&Secret::mint().unwrap(), now, body, false),
        case(&new, now, body, true),
        case(&new, now.minus(Duration::from_secs(301)), body, false),
        case(&new, now.plus(Duration::from_secs(400)), body, false),
    ]);
    let examples: Vec<Example> = examples(&["webhooks.md"]).into_iter().filter(|example| example.job == "verify").collect();
    assert_eq!(examples.len(), JUDGES.len());
    for (mut example, (title, judge)) in examples.into_iter().zip(JUDGES) {
        assert_eq!(example.title, title);
        example.code = format!("{}\n{judge}", example.code);
        let folder = TempDir::new().unwrap();
        let Some(mut program) = program(&example, folder.path()).await else {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "CI=true, and nothing here runs {title}");
            eprintln!("SKIPPED: nothing here runs {title}, so the guide's example was not tried");
            continue;
        };
        let said = output(program.current_dir(folder.path()).env("CASES", cases.to_string())).await;
        let said = said.unwrap_or_else(|error| panic!("{title}: {error}")).to_lowercase();
        assert_eq!(said.lines().collect::<Vec<_>>(), ["true", "true", "false", "false", "false", "false"], "{title}");
    }
}

/// The program that runs an example, with everything it needs. `None`: it cannot be had here.
async fn program(example: &Example, folder: &Path) -> Option<Command> {
    match example.title.as_str() {
        "curl" => {
            let mut shell = Command::new("sh");
            shell.args(["-euc", &example.code]);
            Some(shell)
        }
        "Python" => {
            let mut python = Command::new(python().await?);
            python.args(["-c", &example.code]);
            Some(python)
        }
        _ => {
            let tools = typescript().await?;
            std::fs::write(folder.join("example.mts"), &example.code).unwrap();
            std::os::unix::fs::symlink(&tools, folder.join("node_modules")).unwrap();
            let mut compiler = Command::new("node");
            compiler
                .arg(tools.join("typescript/bin/tsc"))
                .args(["--strict", "--target", "es2022", "--module", "nodenext", "--types", "node"]);
            let said = output(compiler.arg("example.mts").current_dir(folder)).await;
            said.unwrap_or_else(|error| panic!("{} has wrong types: {error}", example.job));
            let mut node = Command::new("node");
            node.arg("example.mjs");
            Some(node)
        }
    }
}

/// A Python with httpx: the one on PATH, or an environment of our own that is kept between runs.
async fn python() -> Option<PathBuf> {
    if output(Command::new("python3").args(["-c", "import httpx"])).await.is_ok() {
        return Some("python3".into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs-python");
    let python = folder.join("bin/python");
    if output(Command::new(&python).args(["-c", "import httpx"])).await.is_err() {
        output(Command::new("python3").args(["-m", "venv"]).arg(&folder)).await.ok()?;
        output(Command::new(&python).args(["-m", "pip", "install", "--quiet", "httpx==0.28.1"])).await.ok()?;
    }
    Some(python)
}

/// The folder of modules with a compiler of TypeScript, kept between runs.
async fn typescript() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("docs-node");
    let modules = folder.join("node_modules");
    if !modules.join("typescript/bin/tsc").exists() || !modules.join("@types/node").exists() {
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--ignore-scripts", "typescript@5.9.3", "@types/node@22.18.0", "--prefix"])
            .arg(&folder);
        output(&mut npm).await.ok()?;
    }
    Some(modules)
}

/// What a program says, if it ends well and in time.
async fn output(program: &mut Command) -> Result<String, String> {
    let ended = program.stdin(Stdio::null()).kill_on_drop(true).output();
    let ended = tokio::time::timeout(EXAMPLE_TIME_MAX, ended).await.map_err(|_| "took too long".to_owned())?;
    let ended = ended.map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    if ended.status.success() { Ok(said) } else { Err(format!("{said}{}", String::from_utf8_lossy(&ended.stderr))) }
}
