//! Pairs of names, and whether they are one holder's.

use crate::disturb::{self, Dice, Disturb, SAME};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

/// Two names.
pub(crate) struct Pair {
    pub(crate) class: &'static str,
    pub(crate) one: String,
    pub(crate) other: String,
    pub(crate) same: bool,
}

/// The data sets.
pub(crate) struct Data {
    /// Names of each entry of the lists, people apart from companies.
    people: Vec<Vec<String>>,
    entities: Vec<Vec<String>>,
    /// Single Indian names.
    india: Vec<String>,
    companies: Vec<String>,
}

/// Pairs of each class.
const PAIRS: usize = 400;

pub(crate) fn unpacked(path: &Path) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).ok()?).read_to_end(&mut out).ok()?;
    Some(out)
}

/// `SHARMA, Rahul` as it is spoken.
fn spoken(name: &str) -> String {
    match name.split_once(", ") {
        Some((last, first)) if !first.contains(',') => format!("{first} {last}"),
        _ => name.to_owned(),
    }
}

/// The entries of a list in the order of their numbers: whether each is a person, its name and its aliases.
pub(crate) fn ofac(folder: &Path) -> Option<Vec<(bool, Vec<String>)>> {
    let rows = |file: &str| -> Option<Vec<csv::StringRecord>> {
        let text = String::from_utf8_lossy(&unpacked(&folder.join("sanctions").join(file))?).into_owned();
        Some(csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).records().flatten().collect())
    };
    let mut names: BTreeMap<String, (bool, Vec<String>)> = BTreeMap::new();
    for row in rows("ofac_sdn_2021-07-07.csv.gz")?.iter().filter(|row| row.len() == 12) {
        let person = row[2].trim() == "individual";
        if person || row[2].trim() == "-0-" {
            let name = if person { spoken(&row[1]) } else { row[1].to_owned() };
            names.insert(row[0].to_owned(), (person, vec![name]));
        }
    }
    for row in rows("ofac_alt_2021-07-07.csv.gz")?.iter().filter(|row| row.len() == 5) {
        if let Some((person, names)) = names.get_mut(&row[0]) {
            names.push(if *person { spoken(&row[3]) } else { row[3].to_owned() });
        }
    }
    Some(names.into_values().collect())
}

impl Data {
    pub(crate) fn read(folder: &Path) -> Option<Data> {
        let listed = ofac(folder)?;
        let all = |want: bool| listed.iter().filter(|(person, _)| *person == want).map(|(_, names)| names.clone()).collect();
        let india = String::from_utf8(unpacked(&folder.join("india/name_tokens.txt.gz"))?).ok()?;
        let companies = std::fs::read_to_string(folder.join("companies/sec_company_tickers.csv")).ok()?;
        let mut reader = csv::Reader::from_reader(companies.as_bytes());
        let companies: BTreeSet<String> = reader.records().flatten().filter_map(|row| row.get(3).map(str::to_owned)).collect();
        let india = india.lines().map(str::to_owned).filter(|name| (4..12).contains(&name.len())).collect();
        Some(Data { people: all(true), entities: all(false), india, companies: companies.into_iter().collect() })
    }
}

/// Half of what there is: the tuned one, or the other.
pub(crate) fn half<T>(all: &[T], tuned: bool) -> Vec<&T> {
    all.iter().enumerate().filter(|(index, _)| (index % 2 == 0) == tuned).map(|(_, one)| one).collect()
}

fn dice(tuned: bool) -> Dice {
    Dice(if tuned { 1 } else { 2 })
}

fn capitalised(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Draws until a class is full, or nothing more comes.
pub(crate) fn draw(pairs: &mut Vec<Pair>, class: &'static str, same: bool, mut next: impl FnMut() -> Option<(String, String)>) {
    let found = (0..PAIRS * 20).filter_map(|_| next()).take(PAIRS);
    pairs.extend(found.map(|(one, other)| Pair { class, one, other, same }));
}

/// People's names: half of them listed, half made of Indian parts.
pub(crate) fn people(data: &Data, tuned: bool) -> Vec<Pair> {
    let (listed, india) = (half(&data.people, tuned), half(&data.india, tuned));
    let mut dice = dice(tuned);
    let mut pairs = Vec::new();
    let part = |dice: &mut Dice| capitalised(india[dice.below(india.len())]);
    let name = |dice: &mut Dice| -> String {
        match dice.below(2) {
            0 => listed[dice.below(listed.len())][0].clone(),
            _ => (0..2 + dice.below(2)).map(|_| part(dice)).collect::<Vec<_>>().join(" "),
        }
    };
    for (class, disturb) in SAME {
        draw(&mut pairs, class, true, || {
            let name = name(&mut dice);
            let other = disturb(&name, &mut dice)?;
            (name.split_whitespace().count() > 1).then_some((name, other))
        });
    }
    draw(&mut pairs, "siblings", false, || {
        let (one, last) = (part(&mut dice), part(&mut dice));
        let other = (0..500).map(|_| part(&mut dice)).find(|other| other.as_bytes()[0] == one.as_bytes()[0] && *other != one)?;
        Some((format!("{one} {last}"), format!("{other} {last}")))
    });
    draw(&mut pairs, "a maiden name (review)", false, || {
        let (first, one, other) = (part(&mut dice), part(&mut dice), part(&mut dice));
        Some((format!("{first} {one}"), format!("{first} {other}")))
    });
    draw(&mut pairs, "an initial of another", false, || {
        let (first, other, last) = (part(&mut dice), part(&mut dice), part(&mut dice));
        (first.as_bytes()[0] != other.as_bytes()[0]).then(|| (format!("{first} {last}"), format!("{}. {last}", &other[..1])))
    });
    draw(&mut pairs, "strangers", false, || Some((name(&mut dice), name(&mut dice))));
    pairs
}

/// Companies' names.
pub(crate) fn companies(data: &Data, tuned: bool) -> Vec<Pair> {
    const FORMS: [(&str, &str); 8] = [
        ("INC", "Incorporated"),
        ("INC", ""),
        ("CORP", "Corporation"),
        ("LTD", "Limited"),
        ("CO", "Company"),
        ("PLC", "Public Limited Company"),
        ("LLC", "Limited Liability Company"),
        ("LP", "Limited Partnership"),
    ];
    let all = half(&data.companies, tuned);
    let mut dice = dice(tuned);
    let mut pairs = Vec::new();
    let name = |dice: &mut Dice| all[dice.below(all.len())].clone();
    draw(&mut pairs, "another way to write the form", true, || {
        let name = name(&mut dice);
        let (short, long) = FORMS[dice.below(FORMS.len())];
        let plain = name.trim_end_matches('.').to_uppercase();
        let rest = plain.strip_suffix(short)?.trim_end_matches([' ', ',']).to_owned();
        (rest.len() > 3 && plain.ends_with(&format!(" {short}"))).then(|| (name, format!("{rest} {long}")))
    });
    let disturbed: [(&'static str, Disturb); 5] = [
        ("a slip of the pen", disturb::slip),
        ("homoglyphs", disturb::homoglyphs),
        ("invisible characters", disturb::invisible),
        ("vowels dropped", disturb::vowels),
        ("the same", |name, _| Some(name.to_lowercase())),
    ];
    for (class, disturb) in disturbed {
        draw(&mut pairs, class, true, || {
            let name = name(&mut dice);
            let other = disturb(&name, &mut dice)?;
            Some((name, other))
        });
    }
    let mut by_first: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for name in &all {
        let first: String = name.split_whitespace().next().unwrap_or_default().to_uppercase();
        by_first.entry(first).or_default().push(name);
    }
    // The first word in common and the next another: trusts and series of one house aside.
    let kin: Vec<&Vec<&String>> =
        by_first.iter().filter(|(first, names)| first.len() > 2 && names.len() > 1).map(|(_, names)| names).collect();
    let words = |name: &str| name.split_whitespace().take(2).map(|word| word.trim_matches([',', '.']).to_uppercase()).collect::<Vec<_>>();
    let own = |word: &str| word.len() > 4 && !["CORP", "INC", "LTD", "GROUP", "HOLDINGS", "COMPANY", "HOLDING"].contains(&word);
    draw(&mut pairs, "the first word in common", false, || {
        let names = kin[dice.below(kin.len())];
        let (one, other) = (names[dice.below(names.len())], names[dice.below(names.len())]);
        let (a, b) = (words(one).pop()?, words(other).pop()?);
        (a != b && own(&a) && own(&b)).then(|| (one.clone(), other.clone()))
    });
    draw(&mut pairs, "strangers", false, || Some((name(&mut dice), name(&mut dice))));
    pairs
}

/// Aliases as the list has them, strong and weak, spelled alike or not at all; and other entries' with a part in common.
pub(crate) fn listed(data: &Data, tuned: bool) -> Vec<Pair> {
    let mut dice = dice(tuned);
    let mut pairs = Vec::new();
    for (entries, same, other) in [
        (half(&data.people, tuned), "people: one entry", "people: others, a part in common"),
        (half(&data.entities, tuned), "entities: one entry", "entities: others, a part in common"),
    ] {
        let mut bearers: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, names) in entries.iter().enumerate() {
            names[0]
                .split_whitespace()
                .filter(|part| part.len() > 3)
                .for_each(|part| bearers.entry(part.to_uppercase()).or_default().push(place));
        }
        let shared: Vec<&Vec<usize>> = bearers.values().filter(|places| places.len() > 1).collect();
        draw(&mut pairs, same, true, || {
            let names = entries[dice.below(entries.len())];
            (names.len() > 1).then(|| (names[0].clone(), names[1 + dice.below(names.len() - 1)].clone()))
        });
        draw(&mut pairs, other, false, || {
            let places = shared[dice.below(shared.len())];
            let (one, two) = (places[dice.below(places.len())], places[dice.below(places.len())]);
            (one != two && entries[one][0] != entries[two][0]).then(|| (entries[one][0].clone(), entries[two][0].clone()))
        });
    }
    pairs
}
