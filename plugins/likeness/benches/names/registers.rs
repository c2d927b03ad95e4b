//! Names of listed people and companies as two official registers have them: strong aliases beside the first name, names in their
//! own script, and the names of others that come nearest. Nothing is disturbed: what differs is what clerks wrote.

use crate::disturb::Dice;
use crate::pairs::{Pair, draw, half, ofac, unpacked};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// One entry of a register.
struct Entry {
    name: String,
    aliases: Vec<String>,
    /// The name in its own script.
    script: Option<String>,
}

/// The entries, people apart from companies.
pub(crate) struct Registers {
    people: Vec<Register>,
    entities: Vec<Register>,
}

struct Register {
    entries: Vec<Entry>,
    alias: &'static str,
    script: &'static str,
    nearest: &'static str,
}

impl Registers {
    pub(crate) fn read(folder: &Path) -> Option<Registers> {
        // The aliases of this file are strong; the list has its weak ones elsewhere.
        let ofac = |person: bool| -> Option<Vec<Entry>> {
            let named = ofac(folder)?.into_iter().filter(|(listed, _)| *listed == person).map(|(_, names)| names);
            let entry = |mut names: Vec<String>| Entry { aliases: names.split_off(1), name: names.remove(0), script: None };
            Some(named.map(entry).collect())
        };
        let text = String::from_utf8(unpacked(&folder.join("sanctions/un_2026-02-27.xml.gz"))?).ok()?;
        let un = |tag: &str| values(&text, tag).into_iter().filter_map(|entry| united_nations(entry, tag)).collect();
        let register = |entries, alias, script, nearest| Register { entries, alias, script, nearest };
        Some(Registers {
            people: vec![
                register(ofac(true)?, "OFAC: an alias", "", "OFAC: the nearest other"),
                register(un("INDIVIDUAL"), "UN: an alias", "UN: in its own script", "UN: the nearest other"),
            ],
            entities: vec![
                register(ofac(false)?, "OFAC: an alias", "", "OFAC: the nearest other"),
                register(un("ENTITY"), "UN: an alias", "UN: in its own script", "UN: the nearest other"),
            ],
        })
    }

    /// Pairs of people's names.
    pub(crate) fn of_people(&self, tuned: bool) -> Vec<Pair> {
        pairs(&self.people, tuned)
    }

    /// Pairs of companies' and organisations' names.
    pub(crate) fn of_entities(&self, tuned: bool) -> Vec<Pair> {
        pairs(&self.entities, tuned)
    }
}

fn values<'a>(text: &'a str, tag: &str) -> Vec<&'a str> {
    let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
    let parts = text.split(open.as_str()).skip(1);
    parts.filter_map(|rest| rest.split(close.as_str()).next()).map(str::trim).filter(|value| !value.is_empty()).collect()
}

fn united_nations(entry: &str, tag: &str) -> Option<Entry> {
    let plain = |text: &str| text.replace("&apos;", "'").replace("&quot;", "\"").replace("&amp;", "&");
    let names = ["FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"].map(|part| values(entry, part));
    let name = names.concat().join(" ");
    let aliases = values(entry, &format!("{tag}_ALIAS")).into_iter();
    let strong = aliases.filter(|alias| values(alias, "QUALITY").first().is_some_and(|quality| *quality != "Low"));
    let aliases = strong.flat_map(|alias| values(alias, "ALIAS_NAME")).map(plain).collect();
    // Some lost letters on their way into the list.
    let script = values(entry, "NAME_ORIGINAL_SCRIPT").first().filter(|name| !name.contains('\u{fffd}')).map(|name| plain(name));
    (!name.is_empty()).then(|| Entry { name: plain(&name), aliases, script })
}

fn words(name: &str) -> BTreeSet<String> {
    name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).map(str::to_lowercase).collect()
}

/// For each entry the other that has most of its words, rare ones first; entries of the same words are no counterexample.
fn nearest(entries: &[&Entry]) -> Vec<Option<usize>> {
    let words: Vec<BTreeSet<String>> = entries.iter().map(|entry| words(&entry.name)).collect();
    let mut bearers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, word) in words.iter().enumerate().flat_map(|(place, words)| words.iter().map(move |word| (place, word))) {
        bearers.entry(word).or_default().push(place);
    }
    let nearest = |place: usize| {
        let mut shared: BTreeMap<usize, f64> = BTreeMap::new();
        for places in words[place].iter().filter_map(|word| bearers.get(word.as_str())) {
            let rare = 1.0 / f64::from(u32::try_from(places.len()).unwrap()).sqrt();
            places.iter().filter(|other| **other != place).for_each(|other| *shared.entry(*other).or_default() += rare);
        }
        let others = shared.into_iter().filter(|(other, _)| words[*other] != words[place]);
        others.max_by(|one, two| one.1.total_cmp(&two.1)).map(|(other, _)| other)
    };
    (0..entries.len()).map(nearest).collect()
}

fn pairs(registers: &[Register], tuned: bool) -> Vec<Pair> {
    let mut dice = Dice(if tuned { 3 } else { 4 });
    let mut pairs = Vec::new();
    for register in registers {
        let entries = half(&register.entries, tuned);
        let nearest = nearest(&entries);
        let mut drawn = BTreeSet::new();
        draw(&mut pairs, register.alias, true, || {
            let entry = entries[dice.below(entries.len())];
            let alias = entry.aliases.get(dice.below(entry.aliases.len()))?;
            (words(alias) != words(&entry.name) && drawn.insert(alias)).then(|| (entry.name.clone(), alias.clone()))
        });
        let mut next = entries.iter();
        draw(&mut pairs, register.script, true, || next.next().and_then(|entry| Some((entry.name.clone(), entry.script.clone()?))));
        let mut drawn = BTreeSet::new();
        draw(&mut pairs, register.nearest, false, || {
            let place = dice.below(entries.len());
            let other = nearest[place].filter(|_| drawn.insert(place))?;
            let entry = entries[place];
            // Half of those that are written in their own script stand so here too.
            let name = entry.script.as_ref().filter(|_| place.is_multiple_of(2)).unwrap_or(&entry.name);
            Some((name.clone(), entries[other].name.clone()))
        });
        draw(&mut pairs, "strangers", false, || {
            let (one, other) = (dice.below(entries.len()), dice.below(entries.len()));
            (one != other).then(|| (entries[one].name.clone(), entries[other].name.clone()))
        });
    }
    pairs
}
