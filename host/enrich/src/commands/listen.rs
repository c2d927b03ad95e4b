//! `enrich listen`: hands webhook deliveries to a program on this machine, which no server could reach.

use super::run::key;
use crate::client::{Answered, Client, Delivery, Error, Listening, NewListener, Settled};
use crate::config::Environment;
use crate::out::Out;
use crate::show::Look;
use crate::{providers, server};
use anyhow::{Context, Result, bail};
use clap::ValueEnum;
use egress::Policy;
use futures::StreamExt;
use futures::stream::FuturesUnordered;
use journal::NoticeKind;
use run::{Clock, SystemClock};
use serde::Serialize;
use std::process::ExitCode;
use url::Url;
use webhook::{Attempt, Outcome};

/// Hand webhook deliveries to a program on this machine.
///
/// For whoever writes a receiver: it registers an endpoint without a public URL, pulls what would have been sent there and posts it to
/// your program, with the headers, the signature and the body that it will get in earnest. What your program answers counts as it
/// would: a 2xx acknowledges the delivery, anything else brings it again after 30 seconds, then later and later. Ctrl-C removes the
/// endpoint; if the command dies, the server removes it after five minutes.
///
/// It hears of live runs with a live key, of test runs with a test key. The secret is read from ENRICH_KEY or from the file that
/// ENRICH_KEY_FILE names.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  export ENRICH_KEY=sk-tm-test-…
  enrich listen --forward-to http://127.0.0.1:3000/enrich
  enrich trigger run.completed              # in another terminal: makes one happen
  enrich listen --forward-to 127.0.0.1:3000 --events run.failed,run.cancelled --json

The signing secret is shown once, at the beginning, and is a new one each time: give it to your program to verify with.
A receiver with a certificate of your own: name the authority in ENRICH_EGRESS_CA.")]
pub struct Args {
    /// Where your program listens. Without http:// or https:// it is http://.
    #[arg(long, value_name = "URL", value_parser = target)]
    pub forward_to: Url,
    /// Types of events to hear of, with commas between; without it, all: run.completed, run.failed, run.cancelled,
    /// run.interrupted, run.requires_approval.
    #[arg(long, value_name = "TYPES", value_delimiter = ',', value_parser = event_type)]
    pub events: Option<Vec<NoticeKind>>,
    /// How deliveries are signed: as the API's documentation verifies them, or for libraries of Standard Webhooks.
    #[arg(long, value_name = "SCHEME", value_enum, default_value_t)]
    pub signature_scheme: Scheme,
    /// The server.
    #[arg(long, value_name = "URL", env = "ENRICH_URL", default_value = "http://127.0.0.1:8080")]
    pub url: String,
}

/// How deliveries are signed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Scheme {
    /// The key is the text of the secret.
    #[default]
    Document,
    /// The key is what the secret encodes.
    Standard,
}

fn target(text: &str) -> Result<Url, String> {
    let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    let url = Url::parse(&whole).map_err(|error| format!("{error}; one looks like http://127.0.0.1:3000/enrich"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("neither http:// nor https://".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("no user can be named".into());
    }
    Ok(url)
}

pub(super) fn event_type(text: &str) -> Result<NoticeKind, String> {
    text.parse().map_err(|_| format!("one of {}", NoticeKind::ALL.map(NoticeKind::as_str).join(", ")))
}

/// What is said of one delivery, for programs.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    event_type: &'a str,
    run_id: Option<&'a str>,
    attempt: u32,
    status: Option<u16>,
    error: Option<&'a str>,
    latency_ms: u32,
    delivery: Option<&'a Settled>,
}

/// Passes deliveries on until it is stopped.
pub async fn carry_out(args: Args, out: Out) -> Result<ExitCode> {
    let environment = Environment::of_process();
    let client = Client::new(&args.url, &key(&environment)?)?;
    // The rules of a server's way out are not for a person's own machine: whatever runs here may be asked.
    let anywhere = ["0.0.0.0/0", "::/0"].map(str::parse).into_iter().collect::<Result<_, _>>()?;
    let way = egress::Client::new(&Policy { allow: anywhere, ..providers::way_out(&environment)? }).context("prepare the HTTP client")?;
    let stop = server::stop_signal()?;
    let signature_scheme = match args.signature_scheme {
        Scheme::Document => "document",
        Scheme::Standard => "standard",
    };
    let listening = client.make_listener(&NewListener { ephemeral: true, event_types: args.events, signature_scheme }).await?;
    greet(&listening, &args.forward_to, out)?;
    let passed = tokio::select! {
        () = stop.cancelled() => Ok(()),
        failed = pass_on(&client, &way, &listening.id, &args.forward_to, out) => failed,
    };
    let removed = client.remove_webhook(&listening.id).await;
    passed?;
    removed.context("the endpoint could not be removed; the server does so in five minutes")?;
    Ok(ExitCode::SUCCESS)
}

fn greet(listening: &Listening, target: &Url, out: Out) -> Result<()> {
    let Listening { id, mode, secret } = listening;
    if out.json {
        return out.line(&serde_json::json!({ "webhook": id, "mode": mode, "secret": secret, "forward_to": target.as_str() }));
    }
    let look = Look::of_stdout();
    out.show(&(), || {
        let hears = format!("{id} hears of {mode} runs and passes deliveries on to {target}");
        format!("{hears}\nSigning secret: {}\nCtrl-C ends it.\n", look.strong(secret))
    })
}

/// Pulls and passes on. Ends with an error alone.
async fn pass_on(client: &Client, way: &egress::Client, endpoint: &str, target: &Url, out: Out) -> Result<()> {
    let (clock, look) = (SystemClock::default(), Look::of_stdout());
    loop {
        let pulled = match client.pull(endpoint).await {
            Err(Error::Refused { status: 404, .. }) => {
                bail!("the endpoint is gone: nothing was heard of this command for five minutes, or somebody removed it; start it again")
            }
            pulled => pulled?,
        };
        let mut under_way: FuturesUnordered<_> =
            pulled.iter().map(|delivery| pass(client, way, &clock, endpoint, target, delivery)).collect();
        while let Some(passed) = under_way.next().await {
            let (delivery, told, settled) = passed?;
            tell(delivery, &told, settled.as_ref(), &look, out)?;
        }
    }
}

/// Posts one delivery, and tells the server what came of it.
async fn pass<'a>(
    client: &Client,
    way: &egress::Client,
    clock: &SystemClock,
    endpoint: &str,
    target: &Url,
    delivery: &'a Delivery,
) -> Result<(&'a Delivery, Answered, Option<Settled>)> {
    let headers = delivery.headers.clone().into_iter().collect();
    let Attempt { outcome, latency } = webhook::post(way, target, headers, delivery.body.clone().into(), clock.now()).await;
    let told = Answered {
        lease: delivery.lease.clone(),
        status: outcome.status(),
        retry_after: outcome.retry_after().map(|pause| pause.as_secs().to_string()),
        error: if let Outcome::Failed { class } = outcome { Some(class) } else { None },
        latency_ms: u32::try_from(latency.as_millis()).unwrap_or(u32::MAX),
    };
    let settled = client.settle(endpoint, &delivery.id, &told).await?;
    Ok((delivery, told, settled))
}

fn tell(delivery: &Delivery, told: &Answered, settled: Option<&Settled>, look: &Look, out: Out) -> Result<()> {
    let Delivery { id, event_type, run_id, attempt, .. } = delivery;
    let (status, error, latency_ms) = (told.status, told.error, told.latency_ms);
    if out.json {
        let run_id = run_id.as_deref();
        return out.line(&Line { id, event_type, run_id, attempt: *attempt, status, error, latency_ms, delivery: settled });
    }
    let answer = match (status, error) {
        (Some(status @ 200..=299), _) => look.good(&status.to_string()),
        (Some(status), _) => look.bad(&status.to_string()),
        (None, why) => look.bad(why.unwrap_or("no answer")),
    };
    let about = run_id.as_ref().unwrap_or(id);
    out.show(&(), || format!("{event_type:<21}  {about}  {answer}  {latency_ms} ms{}", after(settled, *attempt)))
}

/// What comes next, where something does.
fn after(settled: Option<&Settled>, attempt: u32) -> String {
    match settled {
        None => "; told too late, it comes again".to_owned(),
        Some(Settled { next_attempt_at: Some(at), .. }) => {
            let time = at.get(11..19).unwrap_or(at);
            format!("; attempt {attempt} of 8, again at {time} UTC")
        }
        Some(Settled { status, .. }) if status == "dead" => "; given up".to_owned(),
        Some(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_url_or_where_a_program_listens() {
        for (text, url) in [
            ("127.0.0.1:3000", "http://127.0.0.1:3000/"),
            ("localhost:3000/enrich", "http://localhost:3000/enrich"),
            ("https://dev.example:8443/hook?a=b", "https://dev.example:8443/hook?a=b"),
        ] {
            assert_eq!(target(text).unwrap().as_str(), url);
        }
        for wrong in ["", "ftp://127.0.0.1/", "http://", "http://me:secret@127.0.0.1/"] {
            assert!(target(wrong).is_err(), "{wrong}");
        }
    }
}
