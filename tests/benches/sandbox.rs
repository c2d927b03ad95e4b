//! What metering and guarding cost: a bare instance against a whole call of a check, and turns of a workflow.
//!
//! `cargo bench -p tests --bench sandbox`. Each figure is the median of several rounds' medians; what is compared is measured in
//! turns, so that a busy machine slows both. It prints; it judges nothing.
#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench that cannot go on stops; ratios of times are no money")]

use journal::event::{Approval, CheckAnswered, CheckAsked, CheckInput, CheckOutput, Entry, Event, Outcome, Started};
use journal::{CallId, Credits, Json, Private, Time};
use sandbox::{Answer, Call, CheckInfo, End, Grants, Options, Order, Sandbox};
use serde_json::json;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tests::guests;

const ROUNDS: usize = 7;
const TIMES: usize = 2_000;

struct Nowhere;

#[async_trait::async_trait]
impl egress::Outbound for Nowhere {
    async fn send(&self, _: egress::Request) -> Result<egress::Response, egress::Error> {
        Err(egress::Error::Timeout)
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

async fn round<F: Future<Output = ()>>(act: impl Fn() -> F) -> Duration {
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let start = Instant::now();
        act().await;
        times.push(start.elapsed());
    }
    median(times)
}

/// The engine without anything of ours: no fuel, no bounds, no clock, no way out.
mod bare {
    use wasmtime::component::{Component, HasSelf, Linker};
    use wasmtime::{Config, Enabled, Engine, InstanceAllocationStrategy, PoolingAllocationConfig, Store};

    wasmtime::component::bindgen!({
        path: "../wit/check/1.0.0",
        world: "check",
        imports: { "enrich:check/http": async | trappable, default: trappable },
        exports: { default: async },
    });
    use self::enrich::check::{clock, http, log, types};

    pub(super) struct Nothing;

    impl types::Host for Nothing {}
    impl http::Host for Nothing {
        async fn fetch(&mut self, _: http::Request) -> wasmtime::Result<Result<http::Response, http::HttpError>> {
            wasmtime::bail!("nothing")
        }
    }
    impl clock::Host for Nothing {
        fn now(&mut self) -> wasmtime::Result<u64> {
            wasmtime::bail!("nothing")
        }
    }
    impl log::Host for Nothing {
        fn log(&mut self, _: log::Level, _: String) -> wasmtime::Result<()> {
            Ok(())
        }
    }

    /// What meters a guest.
    #[derive(Clone, Copy)]
    pub(super) enum Meter {
        None,
        Fuel,
        Epoch,
    }

    pub(super) struct Bare {
        engine: Engine,
        component: CheckPre<Nothing>,
        meter: Meter,
    }

    impl Bare {
        pub(super) fn load(bytes: &[u8], meter: Meter) -> Bare {
            let mut pool = PoolingAllocationConfig::new();
            pool.linear_memory_keep_resident(2 << 20)
                .table_keep_resident(64 << 10)
                .async_stack_keep_resident(64 << 10)
                .max_memory_size(128 << 20)
                .pagemap_scan(Enabled::Auto);
            let mut config = Config::new();
            config.allocation_strategy(InstanceAllocationStrategy::Pooling(pool)).concurrency_support(false);
            config.memory_reservation(128 << 20).memory_guard_size(32 << 20).max_wasm_stack(256 << 10).async_stack_size(1 << 20);
            config.consume_fuel(matches!(meter, Meter::Fuel)).epoch_interruption(matches!(meter, Meter::Epoch));
            let engine = Engine::new(&config).unwrap();
            let component = Component::from_binary(&engine, bytes).unwrap();
            let mut linker = Linker::new(&engine);
            Check::add_to_linker::<_, HasSelf<Nothing>>(&mut linker, |state| state).unwrap();
            let component = CheckPre::new(linker.instantiate_pre(&component).unwrap()).unwrap();
            Bare { engine, component, meter }
        }

        pub(super) async fn call(&self, check: &str, input: &str) -> bool {
            let mut store = Store::new(&self.engine, Nothing);
            match self.meter {
                Meter::None => {}
                Meter::Fuel => {
                    store.set_fuel(1_000_000_000).unwrap();
                    store.fuel_async_yield_interval(Some(250_000)).unwrap();
                }
                Meter::Epoch => store.set_epoch_deadline(1_000),
            }
            let instance = self.component.instantiate_async(&mut store).await.unwrap();
            let call = types::Call { id: "call_0".into(), check: check.into(), input: input.into() };
            instance.call_perform(&mut store, &call).await.unwrap().is_ok()
        }
    }
}

async fn checks(name: &str, bytes: &[u8], check: &str, input: &str) {
    use bare::{Bare, Meter};
    let [none, fuel, epoch] = [Meter::None, Meter::Fuel, Meter::Epoch].map(|meter| Bare::load(bytes, meter));
    let guarded = Sandbox::new(Options::default()).unwrap().check(bytes).unwrap();
    let (grants, id) = (Grants::default(), CallId::new(Time::from_micros(0), &[1; 10]));
    let call = Call { id, check: check.into(), input: Json::parse(input).unwrap(), asked_at: Time::from_micros(0) };
    let mut rounds: [Vec<Duration>; 4] = Default::default();
    for _ in 0..ROUNDS {
        for (times, bare) in rounds.iter_mut().zip([&none, &fuel, &epoch]) {
            times.push(round(|| async { assert!(bare.call(check, input).await) }).await);
        }
        let whole = || async { assert!(matches!(guarded.perform(&call, &grants, &Nowhere).await, Answer::Success(_))) };
        rounds[3].push(round(whole).await);
    }
    let [none, fuel, epoch, whole] = rounds.map(median);
    let ratio = |time: Duration| time.as_secs_f64() / none.as_secs_f64();
    println!("{name}: bare {none:?}, with fuel {fuel:?} ({:.2}x), with epochs {epoch:?} ({:.2}x)", ratio(fuel), ratio(epoch));
    println!("{name}: whole metered call {whole:?} ({:.2}x of bare)", ratio(whole));
}

/// Whole metered calls of checks that ask a provider, the simulator answering at once: its time is in the figure.
async fn asking(package: &str, calls: &[(&str, &str)]) {
    let component = Sandbox::new(Options::default()).unwrap().check(guests::component(package)).unwrap();
    let provider = |described: &sandbox::ProviderDescription| {
        let secrets = described.secrets.iter().map(|name| (name.clone(), sandbox::Secret::new("test")));
        (described.name.clone(), sandbox::Provider { base_url: described.base_url.clone(), secrets: secrets.collect() })
    };
    let grants = Grants { providers: component.manifest().providers.iter().map(provider).collect(), ..Grants::default() };
    for (check, input) in calls {
        let id = CallId::new(Time::from_micros(0), &[1; 10]);
        let call =
            Call { id, check: (*check).into(), input: Json::parse(*input).unwrap(), asked_at: Time::from_micros(1_790_000_000_000_000) };
        let simulator = simulator::Simulator::default();
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let whole = || async { assert!(matches!(component.perform(&call, &grants, &simulator).await, Answer::Success(_))) };
            rounds.push(round(whole).await);
        }
        println!("{check}: whole metered call, answered by the simulator, {:?}", median(rounds));
    }
}

/// A journal of so many calls, asked and answered one after another.
fn history(answers: u64) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut push = |event| {
        let seq = entries.len() as u64 + 1;
        entries.push(Entry { seq, at: Time::from_micros(1), event });
        seq + 1
    };
    let mut next = push(Event::Started(Started { memory: Vec::new() }));
    for number in 0..answers {
        let mut random = [0; 10];
        random[2..].copy_from_slice(&number.to_be_bytes());
        let call = CallId::new(Time::from_micros(0), &random);
        let private = Private::Known(CheckInput { input: Json::of(&json!({ "pan": "ABCPE1234F" })).unwrap() });
        push(Event::CheckAsked(CheckAsked { call, group: next, check: "pan".into(), hold: Credits::ZERO, private }));
        let output = json!({ "valid": true, "registered_name": "PRIYA SHARMA", "category": "Individual", "status": "E", "seeding": "Y" });
        let private = Private::Known(CheckOutput { output: Json::of(&output).unwrap(), message: None });
        let (check, outcome, credits) = ("pan".into(), Outcome::Success, Credits::ZERO);
        next = push(Event::CheckAnswered(CheckAnswered {
            call,
            check,
            outcome,
            credits,
            latency_ms: 1,
            carried_from: None,
            recent: None,
            private,
        }));
    }
    entries
}

fn pan() -> CheckInfo {
    CheckInfo { name: "pan".into(), summary: "Asks.".into(), input_schema: Json::parse("{}").unwrap(), price: Credits::ZERO }
}

async fn turns() {
    let workflow = Sandbox::new(Options::default()).unwrap().workflow(guests::component("hostile-workflow")).unwrap();
    let order = |answers: usize| Order {
        message: "Verify.".into(),
        procedure: Json::of(&json!({ "steps": vec![json!({ "call": [["pan", { "pan": "ABCPE1234F" }]] }); answers] })).unwrap(),
        checks: Arc::new(std::iter::once(pan()).collect()),
        memory: Vec::new(),
        approval: Approval::Never,
    };
    for answers in [0_usize, 10, 100] {
        let (order, entries) = (order(answers), history(answers as u64));
        let mut rounds = Vec::new();
        for _ in 0..ROUNDS {
            let turn = || async { assert_eq!(workflow.turn(&order, &entries).await.unwrap().end, Some(End::Complete)) };
            rounds.push(round(turn).await);
        }
        println!("turn with {answers} recorded answers: {:?}", median(rounds));
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let names = r#"{"name":"Priya Sharma","registered_name":"SHARMA PRIYA"}"#;
    checks("trivial guest", guests::component("hostile-check"), "trivial", "{}").await;
    checks("name_match", guests::component("names"), "name_match", names).await;
    let routing = r#"{"routing_number":"021000021"}"#;
    checks("routing_number", guests::component("us"), "routing_number", routing).await;
    let emirates = [
        ("emirates_id_verification", r#"{"emirates_id":"784-1990-4718326-6","date_of_birth":"1990-03-14","nationality":"ARE"}"#),
        ("trade_licence_ae", r#"{"trade_licence":"CN-2847163","trn":"100295817300003"}"#),
    ];
    asking("uae", &emirates).await;
    let anywhere = [
        ("iban_verification", r#"{"iban":"AE07 0331 2345 6789 0123 456"}"#),
        ("lei_lookup", r#"{"lei":"549300GULFDUNES02225"}"#),
        ("email_intelligence", r#"{"email":"mariam.alsuwaidi@dunes-data.ae"}"#),
        ("domain_intelligence", r#"{"url":"https://www.dunes-data.ae/about"}"#),
        ("social_profile", r#"{"url":"https://github.com/mariam-alsuwaidi"}"#),
        ("adverse_media", r#"{"name":"Mariam Al Suwaidi"}"#),
    ];
    asking("global", &anywhere).await;
    turns().await;
}
