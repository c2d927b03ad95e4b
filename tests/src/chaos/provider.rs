//! A provider with a memory of its own: it answers as the simulator does, and writes down every request before it answers.

use super::dice::Dice;
use crate::receiver::{Received, read};
use egress::{Outbound, Request, Response};
use serde_json::Value;
use simulator::Simulator;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// How long it takes: mostly little, sometimes long enough that any fault finds the call in flight.
const LATENCY_MS: (u64, u64) = (5, 150);
const LATENCY_SLOW_MS: (u64, u64) = (500, 2_500);
const SLOW_HUNDREDTHS: u64 = 10;

/// A request as the provider understood it: the endpoint and the identifier that was asked about.
pub type Question = (String, String);

/// Listens until it is dropped.
pub struct Provider {
    /// Its base URL.
    pub url: String,
    record: Arc<Mutex<Record>>,
    task: JoinHandle<()>,
}

/// What it did.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// How often each question was answered with more than a refusal.
    pub answered: BTreeMap<Question, u32>,
    /// The ids that came with requests, each charged once.
    pub ids: BTreeSet<String>,
    /// Requests that repeated an id, and were refused for it.
    pub refused: u64,
}

impl Provider {
    /// Listens on loopback.
    ///
    /// # Panics
    ///
    /// If there is no free port.
    pub async fn start(dice: Dice) -> Provider {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let record = Arc::default();
        Provider { url, task: tokio::spawn(accept(listener, dice, Arc::clone(&record))), record }
    }

    /// What it did so far.
    pub fn record(&self) -> Record {
        self.record.lock().unwrap().clone()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn accept(listener: TcpListener, mut dice: Dice, record: Arc<Mutex<Record>>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        tokio::spawn(serve(stream, dice.branch(), Arc::clone(&record)));
    }
}

async fn serve(mut stream: TcpStream, mut dice: Dice, record: Arc<Mutex<Record>>) {
    let _ = stream.set_nodelay(true);
    while let Ok(Some(received)) = read(&mut stream).await {
        let (low, high) = if dice.chance(SLOW_HUNDREDTHS) { LATENCY_SLOW_MS } else { LATENCY_MS };
        let latency = dice.millis(low, high);
        // Half of the time passes before it counts, half after: a caller that dies in between has been served.
        tokio::time::sleep(latency / 2).await;
        let answer = answer(received, &record).await;
        tokio::time::sleep(latency / 2).await;
        let head =
            format!("HTTP/1.1 {} Said\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", answer.status, answer.body.len());
        if stream.write_all(&[head.as_bytes(), &answer.body].concat()).await.is_err() {
            return;
        }
    }
}

async fn answer(received: Received, record: &Mutex<Record>) -> Response {
    let mut words = received.line.split(' ');
    let (method, path) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let body: Value = serde_json::from_slice(&received.body).unwrap_or_default();
    let (host, question) = match path.strip_prefix("/v2/PhoneNumbers/") {
        Some(number) => ("lookups.twilio.com", number.split('?').next().unwrap_or_default().replace("%2B", "+")),
        None => {
            let identifier = ["pan", "GSTIN", "cin"].iter().find_map(|name| body[*name].as_str());
            ("api.cashfree.com", identifier.unwrap_or_default().to_owned())
        }
    };
    if let Some(id) = body["verification_id"].as_str()
        && !record.lock().unwrap().ids.insert(id.to_owned())
    {
        record.lock().unwrap().refused += 1;
        let body = r#"{"type":"validation_error","code":"verification_id_already_exists","message":"The id was used before."}"#;
        return Response { status: 409, headers: Vec::new(), body: body.into() };
    }
    let endpoint = if host.starts_with("lookups") { "/v2/PhoneNumbers".to_owned() } else { path.clone() };
    let request = Request {
        url: format!("https://{host}{path}").parse().unwrap(),
        method,
        headers: received.headers.into_iter().collect(),
        body: Some(received.body.into()),
        deadline: Duration::from_secs(10),
        response_bytes_max: 1 << 20,
    };
    let answer = Simulator::default().send(request).await.unwrap();
    if answer.status == 200 || answer.status == 404 {
        *record.lock().unwrap().answered.entry((endpoint, question)).or_default() += 1;
    }
    answer
}
