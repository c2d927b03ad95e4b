//! How many durable appends a second, and what they cost this process: `throughput URL [CLIENTS] [RUNS]`.
//!
//! Each client carries run after run through five commits, as a verification of three checks does: admitted; started with its
//! plan and its three questions; two answers; the third with narration, report and end. Give it a database of its
//! own, fresh or grown by itself.

use journal::event::{
    Approval, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Created, Ended, Event, Narrated, Outcome, Pins, Private, Report,
    Reported, Request, Started, Text,
};
use journal::{CallId, Credits, Json, KeyId, Mode, OrgId, Record, RunId, Status, ThreadId, Time};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Instant;
use store::{Admission, Admitted, Append, Lease, Limits, MasterKey, NewKey, NewOrg, Ownership, Store};

type Failure = Box<dyn std::error::Error + Send + Sync>;

static CLOCK: AtomicI64 = AtomicI64::new(1_780_000_000_000_000);

fn now() -> Time {
    Time::from_micros(CLOCK.fetch_add(10, Ordering::Relaxed))
}

fn chance() -> [u8; 10] {
    let mut bytes = [0; 10];
    bytes[2..].copy_from_slice(&CLOCK.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed()).to_be_bytes());
    bytes
}

/// Milliseconds of processor time that this process has used, user and system, to the 10 ms.
fn cpu_ms() -> Result<u64, Failure> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    Ok((fields[11].parse::<u64>()? + fields[12].parse::<u64>()?) * 10)
}

struct Client {
    store: Store,
    org: OrgId,
    key: KeyId,
    appends: Arc<AtomicU64>,
}

impl Client {
    async fn append(&self, run: RunId, record: &mut Record, events: Vec<Event>) -> Result<(), Failure> {
        let base = record.head();
        record.extend(now(), events)?;
        let lease = Ownership::Hold(Lease { node: "bench".into(), until: now() });
        let append = Append { run, base, record: record.clone(), lease };
        self.store.append(append).await?;
        self.appends.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    async fn run(&self) -> Result<(), Failure> {
        let created = Created {
            format: journal::event::FORMAT,
            org: self.org,
            mode: Mode::Live,
            thread: ThreadId::new(now(), &chance()),
            key: self.key,
            workflow: Some("kyc-verification".into()),
            pins: Pins {
                component: "0".repeat(64),
                wit: "1.0.0".into(),
                procedure: "1".repeat(64),
                approval: Approval::Auto,
                checks: Vec::new(),
            },
            auto_approve: false,
            continues: false,
            max_credits: None,
            retry_of: None,
            private: Private::Known(Request { message: "Verify identity: Rahul Sharma, PAN ABCDE1234F".into(), metadata: None }),
        };
        let mut record = Record::begin(now(), created)?;
        let run = RunId::new(now(), &chance());
        let lease = Some(Lease { node: "bench".into(), until: now() });
        let admission = Admission { run, record: record.clone(), new_thread: true, idempotency: None, lease, workflows: None };
        match self.store.admit(admission).await? {
            Admitted::Fresh => {}
            other => return Err(format!("not admitted: {other:?}").into()),
        }
        self.appends.fetch_add(1, Ordering::Relaxed);
        let input = Json::parse(r#"{"pan":"ABCDE1234F","name":"Rahul Sharma"}"#)?;
        let asked: Vec<_> = [2_000_000, 1_500_000, 200_000]
            .map(|price| CheckAsked {
                call: CallId::new(now(), &chance()),
                group: record.head() + 2,
                check: "pan_verification".into(),
                hold: Credits::from_micros(price),
                private: Private::Known(CheckInput { input: input.clone() }),
            })
            .into();
        let mut events = vec![Event::Started(Started { memory: Vec::new() })];
        events.extend(asked.iter().cloned().map(Event::CheckAsked));
        self.append(run, &mut record, events).await?;
        let output = Json::parse(r#"{"registered_name":"Rahul Sharma","status":"valid","type":"individual","aadhaar_linked":true}"#)?;
        for (place, asked) in asked.iter().enumerate() {
            let mut events = vec![Event::CheckAnswered(CheckAnswered {
                call: asked.call,
                check: asked.check.clone(),
                outcome: Outcome::Success,
                credits: asked.hold,
                latency_ms: 210,
                carried_from: None,
                recent: None,
                private: Private::Known(CheckOutput { output: output.clone(), message: None }),
            })];
            if place == 2 {
                let text = "Identity verified: the PAN belongs to Rahul Sharma and the phone is active. ".repeat(4);
                events.push(Event::Narrated(Narrated { private: Private::Known(Text { text }) }));
                let report = Json::of(&vec![output.as_str(); 4])?;
                events.push(Event::Reported(Reported { private: Private::Known(Report { report }) }));
                let credits_used = Credits::from_micros(3_700_000);
                events.push(Event::Ended(Ended { status: Status::Completed, reason: None, error: None, credits_used }));
            }
            self.append(run, &mut record, events).await?;
        }
        Ok(())
    }
}

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("throughput URL [CLIENTS] [RUNS]")?;
    let clients: u64 = arguments.next().map_or(Ok(64), |text| text.parse())?;
    let runs: u64 = arguments.next().map_or(Ok(5_000), |text| text.parse())?;
    // So that a second measure of the same database makes other ids.
    CLOCK.fetch_add(i64::from(std::process::id()) * 1_000_000_000, Ordering::Relaxed);
    let store = Store::open(&url, MasterKey::from_bytes([7; 32])).await?;
    let org = OrgId::new(now(), &chance());
    let key = KeyId::new(now(), &chance());
    let many = Some(u32::MAX);
    let limits = Limits { creations_per_minute: many, active_runs_max: many, reads_per_minute: many };
    store.of(org).create(&NewOrg { id: org, name: "Bench".into(), unlimited: true, contacts: Vec::new(), at: now() }).await?;
    let mut sha256 = [0; 32];
    sha256[..10].copy_from_slice(&chance());
    store.of(org).set_limits(limits, now()).await?;
    let (name, last4) = ("bench".to_owned(), "0000".to_owned());
    let new = NewKey {
        id: key,
        mode: Mode::Live,
        name,
        sha256,
        last4,
        auto_approve: false,
        scopes: store::Scopes::EVERYTHING,
        expires_at: None,
        at: now(),
    };
    store.of(org).create_key(&new).await?;

    let appends = Arc::new(AtomicU64::new(0));
    let left = Arc::new(AtomicI64::new(i64::try_from(runs)?));
    let (began, cpu) = (Instant::now(), cpu_ms()?);
    let tasks: Vec<_> = (0..clients)
        .map(|_| {
            let (left, appends) = (left.clone(), appends.clone());
            let client = Client { store: store.clone(), org, key, appends };
            tokio::spawn(async move {
                while left.fetch_sub(1, Ordering::Relaxed) > 0 {
                    client.run().await?;
                }
                Ok::<_, Failure>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    let (wall, cpu) = (began.elapsed().as_millis().max(1), cpu_ms()? - cpu);
    let appends = appends.load(Ordering::Relaxed);
    println!(
        "{clients} clients: {} runs/s, {} appends/s, {} µs CPU per run, {} µs per append",
        u128::from(runs) * 1_000 / wall,
        u128::from(appends) * 1_000 / wall,
        cpu * 1_000 / runs,
        cpu * 1_000 / appends
    );
    Ok(())
}
