//! Screening against whole official lists: how many names an hour, who is found again under a changed name, and who is taken for somebody
//! listed who is not.
//!
//! `cargo bench -p tests --bench screening`. Reads `../shared/data` beside the repository, and says so where it is not there. `BENCH_QUERIES`
//! says how many names are asked for speed. It prints, it judges nothing.
#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench that cannot go on stops; shares are no money")]

// The changes are those that names are compared under.
#[path = "../../plugins/likeness/benches/names/disturb.rs"]
mod disturb;

use disturb::Dice;
use journal::{CallId, Json, Time};
use lists::{Door, Entry, File, Index, Kind, Shelf};
use sandbox::{Answer, Call, Check, Options, Sandbox};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tests::bench::{percentile, ratio, setting};
use tests::shelf::shelf;

/// Names of each class.
const NAMES: usize = 300;
const CHECK: &str = "sanctions_screening";

/// Asks the check, as a run would.
struct Screen {
    check: Check,
    door: Door,
}

impl Screen {
    async fn ask(&self, name: &str) -> Value {
        let id = CallId::new(Time::from_micros(0), &[1; 10]);
        let input = Json::of(&json!({"name": name})).unwrap();
        let call = Call { id, check: CHECK.into(), input, asked_at: Time::from_micros(1) };
        match self.check.perform(&call, &shelf().grants(Duration::from_secs(10)), &self.door).await {
            Answer::Success(output) => output.value(),
            other => panic!("{other:?}"),
        }
    }

    /// What is said of `entry`, or of anybody: `hit`, `review`, or nothing.
    async fn said(&self, name: &str, entry: Option<&str>) -> Option<String> {
        let output = self.ask(name).await;
        let hits = output["hits"].as_array().unwrap();
        let meant = hits.iter().find(|hit| entry.is_none_or(|entry| hit["entry"] == entry))?;
        Some(meant["result"].as_str().unwrap().to_owned())
    }
}

/// Plain measures over every listed name.
struct Plain {
    name: &'static str,
    score: fn(&str, &str) -> f64,
}

const PLAIN: [Plain; 2] = [
    Plain { name: "token-sort ratio", score: strsim::normalized_levenshtein },
    Plain { name: "sorted Jaro-Winkler", score: strsim::jaro_winkler },
];

fn sorted(name: &str) -> String {
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let mut parts: Vec<String> = parts.map(str::to_lowercase).collect();
    parts.sort();
    parts.join(" ")
}

/// The best score among names.
fn best<'a>(measure: &Plain, asked: &str, names: impl IntoIterator<Item = &'a String>) -> f64 {
    let asked = sorted(asked);
    names.into_iter().map(|name| (measure.score)(&asked, name)).fold(0.0, f64::max)
}

/// `SHARMA, Rahul` as it is spoken.
fn spoken(name: &str) -> String {
    match name.split_once(", ") {
        Some((last, first)) => format!("{first} {last}"),
        None => name.to_owned(),
    }
}

fn data() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let folder = std::env::var("NAMES_DATA").map_or(folder, Into::into);
    folder.join("sanctions").is_dir().then_some(folder)
}

fn unpacked(path: &Path) -> String {
    let output = std::process::Command::new("gzip").arg("-dc").arg(path).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn index(folder: &Path) -> (Index, Vec<Entry>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join("sanctions")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read: Vec<(String, Vec<u8>)> = paths.iter().map(|path| (path.display().to_string(), std::fs::read(path).unwrap())).collect();
    let files: Vec<File<'_>> = read.iter().map(|(name, bytes)| File { name, bytes }).collect();
    let begun = Instant::now();
    let found = lists::read(&files, None).unwrap();
    let read = begun.elapsed();
    let entries: Vec<Entry> = found.iter().flat_map(|list| list.entries.clone()).collect();
    let mut index = Index::default();
    let begun = Instant::now();
    for (number, list) in found.into_iter().enumerate() {
        index.add(list, format!("{number:064}"));
    }
    println!("{} entries: read in {read:.2?}, put into the index in {:.2?}", entries.len(), begun.elapsed());
    (index, entries)
}

/// Names of people that nobody lists: two Indian names each, and companies of the stock exchanges.
fn strangers(folder: &Path) -> Vec<String> {
    let mut dice = Dice(11);
    let tokens = unpacked(&folder.join("india/name_tokens.txt.gz"));
    let tokens: Vec<&str> =
        tokens.lines().map(|line| line.split(['\t', ',']).next().unwrap_or(line)).filter(|name| name.len() > 3).collect();
    let companies = std::fs::read_to_string(folder.join("companies/sec_company_tickers.csv")).unwrap();
    let companies: Vec<&str> = companies.lines().skip(1).filter_map(|line| line.splitn(4, ',').nth(3)).collect();
    let person = |dice: &mut Dice| format!("{} {}", tokens[dice.below(tokens.len())], tokens[dice.below(tokens.len())]);
    let mut names: Vec<String> = (0..NAMES * 2).map(|_| person(&mut dice)).collect();
    names.extend((0..NAMES * 2).map(|_| companies[dice.below(companies.len())].trim_matches('"').to_owned()));
    names
}

async fn speed(screen: &Arc<Screen>, names: &[String]) {
    let count = usize::try_from(setting("BENCH_QUERIES", 2_000)).unwrap();
    let asked: Vec<String> = names.iter().cycle().take(count).cloned().collect();
    let mut times = Vec::new();
    for name in &asked {
        let begun = Instant::now();
        screen.ask(name).await;
        times.push(begun.elapsed());
    }
    let alone: Duration = times.iter().sum();
    times.sort_unstable();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let begun = Instant::now();
    let share = asked.len().div_ceil(cores);
    let work = asked.chunks(share).map(|share| {
        let (screen, share) = (Arc::clone(screen), share.to_vec());
        tokio::spawn(async move {
            for name in &share {
                screen.ask(name).await;
            }
        })
    });
    for done in work.collect::<Vec<_>>() {
        done.await.unwrap();
    }
    let together = ratio(count as f64, begun.elapsed().as_secs_f64());
    println!(
        "one after another: p50 {:.2?}, p99 {:.2?}, {:.0}/s; on {cores} cores {together:.0}/s, {:.2} million an hour",
        percentile(&times, 50),
        percentile(&times, 99),
        ratio(count as f64, alone.as_secs_f64()),
        together * 3_600.0 / 1e6
    );
}

async fn told(screen: &Screen, entries: &[Entry], strangers: &[String]) {
    let names: Vec<String> = entries.iter().flat_map(|entry| &entry.names).map(|name| sorted(&name.text)).collect();
    // Where a plain measure takes as few strangers for somebody as this does.
    let (mut hits, mut reviews) = (0, 0);
    for name in strangers {
        match screen.said(name, None).await.as_deref() {
            Some("hit") => hits += 1,
            Some(_) => reviews += 1,
            None => {}
        }
    }
    let least: Vec<f64> = PLAIN
        .iter()
        .map(|measure| {
            let mut scores: Vec<f64> = strangers.iter().map(|name| best(measure, name, &names)).collect();
            scores.sort_by(|one, other| other.total_cmp(one));
            scores[hits.min(scores.len() - 1)]
        })
        .collect();
    println!(
        "\n{} names of nobody listed: {hits} hits, {reviews} reviews; a plain measure's threshold is where it has as many hits",
        strangers.len()
    );
    println!("{:<36}{:>6}{:>8}{:>12}{:>20}{:>22}", "listed people, found again", "names", "hit", "or review", PLAIN[0].name, PLAIN[1].name);
    let people: Vec<&Entry> = entries.iter().filter(|entry| entry.kind == Kind::Person && entry.names[0].text.contains(' ')).collect();
    for (class, disturb) in disturb::SAME {
        let mut dice = Dice(7);
        let (mut asked, mut hit, mut any, mut plain) = (0, 0, 0, [0; PLAIN.len()]);
        while asked < NAMES {
            let entry = people[dice.below(people.len())];
            let Some(changed) = disturb(&spoken(&entry.names[0].text), &mut dice) else { continue };
            asked += 1;
            let said = screen.said(&changed, Some(&entry.id)).await;
            hit += usize::from(said.as_deref() == Some("hit"));
            any += usize::from(said.is_some());
            let own: Vec<String> = entry.names.iter().map(|name| sorted(&name.text)).collect();
            for (index, measure) in PLAIN.iter().enumerate() {
                plain[index] += usize::from(best(measure, &changed, &own) > least[index]);
            }
        }
        let share = |count: usize| ratio(count as f64, asked as f64);
        println!("{class:<36}{asked:>6}{:>8.3}{:>12.3}{:>20.3}{:>22.3}", share(hit), share(any), share(plain[0]), share(plain[1]));
    }
}

#[tokio::main]
async fn main() {
    let Some(folder) = data() else {
        println!("screening: the data sets are not beside the repository, so nothing is measured");
        return;
    };
    let (index, entries) = index(&folder);
    let bytes = library::built_in::CHECKS.iter().find(|guest| guest.name == "screening").unwrap().bytes;
    let check = Sandbox::new(Options::default()).unwrap().check(bytes).unwrap();
    let node = Shelf::default();
    node.put(index);
    let screen = Arc::new(Screen { check, door: Door { shelf: node, beyond: Arc::new(simulator::Simulator::default()) } });
    let strangers = strangers(&folder);
    let mut mixed: Vec<String> = entries.iter().step_by(20).map(|entry| spoken(&entry.names[0].text)).collect();
    mixed.extend(strangers.iter().cloned());
    speed(&screen, &mixed).await;
    told(&screen, &entries, &strangers).await;
}
