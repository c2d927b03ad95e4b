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
use tests::customer::QUICKSTART;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::Command;
use tokio::sync::{Mutex, mpsc};
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
    let mut examples = examples(&["quickstart.md", "streaming.md"]);
    examples.retain(|example| example.title != "Browser");
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

#[tokio::test]
async fn a_plan_is_approved_and_a_day_passes_as_the_guides_say() {
    let app = App::start().await;
    for (chapter, job, word, status) in
        [("approval.md", "approval", "\"status\":\"running\"", "completed"), ("test-mode.md", "clock", "{\"timers\":1,", "cancelled")]
    {
        let example = &examples(&[chapter])[0];
        assert_eq!((example.title.as_str(), example.job.as_str()), ("curl", job));
        let customer = app.customer(Mode::Test, "0").await;
        let run = customer.parked().await["id"].as_str().unwrap().to_owned();
        let folder = TempDir::new().unwrap();
        let mut program = program(example, folder.path()).await.unwrap();
        program.env("ENRICH_URL", app.url("/v1")).env("ENRICH_KEY", customer.secret.reveal()).env("run", &run);
        let said = output(&mut program).await.unwrap_or_else(|error| panic!("{chapter}: {error}"));
        assert!(said.contains(word), "{chapter} does not say {word}: {said}");
        assert_eq!(customer.ended(&run).await["status"], status, "{chapter}");
    }
}

/// Without its ways to the outside, which tests have not, and without a sandbox, which containers do not allow to root.
const CHROMIUM: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

#[tokio::test]
async fn a_browser_shows_the_answer_as_the_guide_says() {
    let example = examples(&["streaming.md"]).into_iter().find(|example| example.title == "Browser").unwrap();
    let app = App::start().await;
    let customer = app.customer(Mode::Test, "0").await;
    let run = customer.verify(QUICKSTART).await["id"].as_str().unwrap().to_owned();
    let (_, made) = customer.post(&format!("/v1/runs/{run}/stream-token"), &json!({})).await;
    // What the guide leaves to the page: the run, the token, where the API is, and what `show` does. Its listeners come first.
    let page = format!(
        "<!doctype html><base href=\"{}\"><script type=\"module\">\nconst run = \"{run}\", token = {}, shown = [];\n\
         const show = (text) => shown.push(text);\n{}\nsource.addEventListener(\"run.completed\", () => fetch(location.origin, \
         {{ method: \"POST\", body: JSON.stringify({{ shown, closed: source.readyState === EventSource.CLOSED }}) }}));\n</script>",
        app.url("/"),
        made["token"],
        example.code,
    );
    let site = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, profile) = (format!("http://{}/", site.local_addr().unwrap()), TempDir::new().unwrap());
    let mut chromium = Command::new("chromium");
    chromium.args(CHROMIUM).arg(format!("--user-data-dir={}", profile.path().display())).arg(address);
    let Ok(mut browser) = chromium.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).spawn() else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "CI=true, and there is no Chromium");
        eprintln!("SKIPPED: there is no Chromium here, so the browser's example was not tried");
        customer.ended(&run).await;
        return;
    };
    let told = tokio::time::timeout(EXAMPLE_TIME_MAX, visited(&site, &page)).await.unwrap();
    browser.kill().await.unwrap();
    let answer = customer.ended(&run).await["answer"].clone();
    let shown: String = told["shown"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    assert_eq!((json!(shown), &told["closed"]), (answer, &json!(true)), "all of the answer, and no connection is left");
}

/// Serves the page to whoever comes, until somebody posts: what was posted.
async fn visited(site: &TcpListener, page: &str) -> Value {
    let length = page.len();
    let answer = format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{page}");
    let (tell, mut told) = mpsc::channel(1);
    loop {
        tokio::select! {
            told = told.recv() => return told.unwrap(),
            // Side by side: a browser also connects without asking anything.
            visitor = site.accept() => { tokio::spawn(visit(visitor.unwrap().0, answer.clone(), tell.clone())); }
        }
    }
}

async fn visit(mut visitor: TcpStream, answer: String, tell: mpsc::Sender<Value>) {
    let (mut request, mut chunk) = (String::new(), [0; 16_384]);
    while let Ok(read @ 1..) = visitor.read(&mut chunk).await {
        request.push_str(&String::from_utf8_lossy(&chunk[..read]));
        let Some((head, body)) = request.split_once("\r\n\r\n") else { continue };
        if head.starts_with("GET") {
            return visitor.write_all(answer.as_bytes()).await.unwrap();
        }
        if let Ok(told) = serde_json::from_str(body) {
            return tell.send(told).await.unwrap();
        }
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

/// One at a time makes ready what examples need, and whoever comes later finds it there.
static MAKING_READY: Mutex<()> = Mutex::const_new(());

/// A Python with httpx: the one on PATH, or an environment of our own that is kept between runs.
async fn python() -> Option<PathBuf> {
    let _alone = MAKING_READY.lock().await;
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
    let _alone = MAKING_READY.lock().await;
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
