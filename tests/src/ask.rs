//! One call of a built-in check: the real component in the real sandbox, and in place of the network the simulator or whoever is given.

use crate::receiver::{Received, read};
use crate::shelf::shelf;
use egress::{Client, Outbound, Policy, Request, Response};
use journal::{CallId, Json, Time};
use sandbox::{Answer, Call, Grants, Limits, Provider, Secret};
use serde_json::Value;
use simulator::Simulator;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// Longer than the simulator ever takes, but where it plays a provider that does not answer.
const DEADLINE: Duration = Duration::from_millis(500);

/// Every secret of a provider on loopback.
pub const SECRET: &str = "hunter2";

/// Calls a check in June 2025.
pub async fn ask(check: &str, input: Value, grants: &Grants, out: &dyn Outbound) -> Answer {
    let id = CallId::new(Time::from_micros(0), &[1; 10]);
    let call = Call { id, check: check.into(), input: Json::of(&input).unwrap(), asked_at: Time::from_micros(1_750_000_000_000_000) };
    shelf().component(check).perform(&call, grants, out).await
}

/// Calls a check as a test run does.
pub async fn simulated(check: &str, input: Value) -> Answer {
    ask(check, input, &shelf().grants(DEADLINE), &Simulator::default()).await
}

/// The answer of a call that must succeed.
pub fn success(answer: Answer) -> Value {
    match answer {
        Answer::Success(output) => output.value(),
        other => panic!("{other:?}"),
    }
}

/// The answer of a call whose record there must not be.
pub fn not_found(answer: Answer) -> Value {
    match answer {
        Answer::NotFound(output) => output.value(),
        other => panic!("{other:?}"),
    }
}

/// How a call failed that must fail.
pub fn failure(answer: Answer) -> (String, bool) {
    match answer {
        Answer::Failed { code, retryable, .. } => (code, retryable),
        other => panic!("{other:?}"),
    }
}

/// No network: counts what would have gone out.
#[derive(Default)]
pub struct Counted(AtomicUsize);

impl Counted {
    /// How many requests there were.
    pub fn requests(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

#[async_trait::async_trait]
impl Outbound for Counted {
    async fn send(&self, _request: Request) -> Result<Response, egress::Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Err(egress::Error::Connection("no network".into()))
    }
}

/// A provider on loopback that gives these answers in turn, the last again and again, until it is dropped.
pub struct Live {
    /// Where it lives.
    pub url: String,
    heard: Arc<Mutex<Vec<Received>>>,
    task: JoinHandle<()>,
}

impl Live {
    /// Listens on loopback. Bodies are JSON; a text is sent as it stands, for answers that are none.
    ///
    /// # Panics
    ///
    /// If there is no free port.
    pub async fn with(answers: Vec<(u16, Value)>) -> Live {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let heard: Arc<Mutex<Vec<Received>>> = Arc::default();
        let book = Arc::clone(&heard);
        let task = tokio::spawn(async move {
            loop {
                let Ok((mut stream, _)) = listener.accept().await else { continue };
                while let Ok(Some(received)) = read(&mut stream).await {
                    let index = book.lock().unwrap().len().min(answers.len() - 1);
                    book.lock().unwrap().push(received);
                    let (status, body) = &answers[index];
                    let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
                    let head = format!("HTTP/1.1 {status} Said\r\ncontent-type: application/json\r\ncontent-length: {}\r\n", body.len());
                    if stream.write_all(format!("{head}\r\n{body}").as_bytes()).await.is_err() {
                        break;
                    }
                }
            }
        });
        Live { url, heard, task }
    }

    /// What it was asked, in order.
    pub fn heard(&self) -> Vec<Received> {
        self.heard.lock().unwrap().clone()
    }

    /// Calls a check in live mode, over a connection. All its providers live here, below the paths of their documentation, and each of
    /// their secrets is [`SECRET`].
    pub async fn ask(&self, check: &str, input: Value) -> Answer {
        let here = |described: &sandbox::ProviderDescription| {
            let base_url = format!("{}{}", self.url, described.base_url.path().trim_end_matches('/')).parse().unwrap();
            let secrets = described.secrets.iter().map(|name| (name.clone(), Secret::new(SECRET))).collect();
            (described.name.clone(), Provider { base_url, secrets })
        };
        let providers = shelf().component(check).manifest().providers.iter().map(here).collect();
        let policy = Policy { allow: vec!["127.0.0.0/8".parse().unwrap()], ca_pem: None };
        ask(check, input, &Grants { providers, limits: Limits::default() }, &Client::new(&policy).unwrap()).await
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.task.abort();
    }
}
