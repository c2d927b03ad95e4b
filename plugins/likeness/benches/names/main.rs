//! How well names are told apart, against plain baselines, on pairs made of real names.
//!
//! `cargo bench -p likeness --bench names`, in `plugins/`. Reads `../shared/data` beside the repository, and says so where it is not there. Pairs are drawn
//! with a seed; rules were tuned on one half of the names (`NAMES_HALF=tuned`), the other half is what is printed.
#![expect(clippy::unwrap_used, clippy::float_arithmetic, reason = "a bench that cannot go on stops; shares are no money")]

mod disturb;
mod pairs;
mod registers;

use pairs::{Data, Pair};
use registers::Registers;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::{Duration, Instant};

/// What is measured: how alike two names are, 0 to 1, and from where on they are taken for one.
#[derive(Clone, Copy)]
struct Measure {
    name: &'static str,
    score: fn(&str, &str) -> f64,
    least: f64,
}

const COUNT: usize = 4;

fn ours(one: &str, other: &str) -> f64 {
    f64::from(likeness::compare(&likeness::fold(one), &likeness::fold(other)).score) / 100.0
}

/// Ours where it says match, and where it says at least review; the baselines where they do best on these pairs, in steps of a hundredth.
fn measures(pairs: &[Pair]) -> [Measure; COUNT] {
    let best = |score: fn(&str, &str) -> f64| -> f64 {
        let scored: Vec<(bool, f64)> = pairs.iter().map(|pair| (pair.same, score(&pair.one, &pair.other))).collect();
        let f1 = |least: f64| {
            let mut count = Count::default();
            scored.iter().for_each(|(same, score)| count.add(*same, *score >= least));
            count.f1()
        };
        (50..100).map(|percent| f64::from(percent) / 100.0).max_by(|one, other| f1(*one).total_cmp(&f1(*other))).unwrap()
    };
    [
        Measure { name: "this", score: ours, least: f64::from(likeness::MATCH_MIN) / 100.0 },
        Measure { name: "this, review too", score: ours, least: f64::from(likeness::REVIEW_MIN) / 100.0 },
        Measure { name: "token-sort ratio", score: token_sort, least: best(token_sort) },
        Measure { name: "sorted Jaro-Winkler", score: jaro_winkler, least: best(jaro_winkler) },
    ]
}

fn sorted(name: &str) -> String {
    let mut tokens: Vec<String> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).map(str::to_lowercase).collect();
    tokens.sort();
    tokens.join(" ")
}

fn token_sort(one: &str, other: &str) -> f64 {
    strsim::normalized_levenshtein(&sorted(one), &sorted(other))
}

fn jaro_winkler(one: &str, other: &str) -> f64 {
    strsim::jaro_winkler(&sorted(one), &sorted(other))
}

/// Pairs of one class, as one measure took them.
#[derive(Clone, Copy, Default)]
struct Count {
    right: f64,
    wrong: f64,
    missed: f64,
}

impl Count {
    fn add(&mut self, same: bool, said: bool) {
        self.right += f64::from(u8::from(same && said));
        self.wrong += f64::from(u8::from(!same && said));
        self.missed += f64::from(u8::from(same && !said));
    }

    fn precision(self) -> f64 {
        self.right / (self.right + self.wrong).max(1.0)
    }

    fn recall(self) -> f64 {
        self.right / (self.right + self.missed).max(1.0)
    }

    fn f1(self) -> f64 {
        2.0 * self.right / (2.0 * self.right + self.wrong + self.missed).max(1.0)
    }
}

fn told(tuned: &[Pair], pairs: &[Pair]) {
    let measures = measures(tuned);
    let mut classes: BTreeMap<&str, (usize, bool, [usize; COUNT])> = BTreeMap::new();
    let mut whole = [Count::default(); COUNT];
    for pair in pairs {
        let class = classes.entry(pair.class).or_insert((0, pair.same, [0; COUNT]));
        class.0 += 1;
        for (index, measure) in measures.iter().enumerate() {
            let said = (measure.score)(&pair.one, &pair.other) >= measure.least;
            class.2[index] += usize::from(said == pair.same);
            whole[index].add(pair.same, said);
            if index == 0 && said != pair.same && std::env::var("NAMES_SHOW").is_ok_and(|class| class == pair.class) {
                println!("    {:>3.0} {} | {}", 100.0 * (measure.score)(&pair.one, &pair.other), pair.one, pair.other);
            }
        }
    }
    println!("{:<34}{:>7}  {}", "class (share told right)", "pairs", measures.map(|measure| format!("{:>20}", measure.name)).concat());
    for (class, (count, same, right)) in &classes {
        let shares =
            right.map(|right| format!("{:>20.3}", f64::from(u32::try_from(right).unwrap()) / f64::from(u32::try_from(*count).unwrap())));
        println!("{:<34}{count:>7}  {}", format!("{} {class}", if *same { "=" } else { "≠" }), shares.concat());
    }
    println!("{:<43}{}", "taken for one from", measures.map(|measure| format!("{:>20.2}", measure.least)).concat());
    for (what, figure) in [("precision", Count::precision as fn(Count) -> f64), ("recall", Count::recall), ("F1", Count::f1)] {
        println!("{what:<43}{}", whole.map(|count| format!("{:>20.3}", figure(count))).concat());
    }
}

/// Draws pairs of one half of the names.
type Drawn<'a> = &'a dyn Fn(bool) -> Vec<Pair>;

/// What it takes to read two names, and to compare them.
fn timed(pairs: &[Pair]) {
    let started = Instant::now();
    let read: Vec<_> = pairs.iter().map(|pair| (likeness::fold(&pair.one), likeness::fold(&pair.other))).collect();
    let (reading, started) = (started.elapsed(), Instant::now());
    let score: u32 = read.iter().map(|(one, other)| likeness::compare(one, other).score).sum();
    let micros = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(u32::try_from(pairs.len()).unwrap());
    println!("read in {:.1} µs, compared in {:.1} µs (mean; score {score})", micros(reading), micros(started.elapsed()));
}

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let folder = std::env::var("NAMES_DATA").map_or(folder, Into::into);
    let (Some(data), Some(registers)) = (Data::read(&folder), Registers::read(&folder)) else {
        println!("names: the data sets are not in {}, so nothing is measured", folder.display());
        return;
    };
    let tuned = std::env::var("NAMES_HALF").is_ok_and(|half| half == "tuned");
    let sets: [(&str, Drawn<'_>); 5] = [
        ("People", &|tuned| pairs::people(&data, tuned)),
        ("Companies", &|tuned| pairs::companies(&data, tuned)),
        ("Names of one entry of a list, as the lists have them, against other entries' with a part in common", &|tuned| {
            pairs::listed(&data, tuned)
        }),
        ("People in registers: strong aliases, their own script, and the nearest others", &|tuned| registers.of_people(tuned)),
        ("Companies and organisations in registers", &|tuned| registers.of_entities(tuned)),
    ];
    for (what, drawn) in sets {
        println!("\n{what}\n");
        let pairs = drawn(tuned);
        told(&drawn(true), &pairs);
        timed(&pairs);
    }
}
