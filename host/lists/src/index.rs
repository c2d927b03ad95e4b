//! Who could be meant by a name: found by how its parts sound, by their consonants and by runs of letters.

use crate::list::{Entry, List, plain};
use crate::{BadArtefact, Which};
use std::collections::HashMap;

/// A list within an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelved {
    /// Which it is.
    pub which: Which,
    /// The day it is of.
    pub date: String,
    /// The digest of the artefact it is kept as.
    pub digest: String,
    /// How many are on it.
    pub entries: usize,
}

/// One name of one entry.
struct Named {
    entry: u32,
    /// What all its keys weigh.
    weight: u32,
    /// What those of its consonants weigh.
    bones: u32,
}

/// Lists in memory.
#[derive(Default)]
pub struct Index {
    lists: Vec<Shelved>,
    /// With the place of its list.
    entries: Vec<(usize, Entry)>,
    named: Vec<Named>,
    /// Places of names, by key.
    names: HashMap<u64, Vec<u32>>,
    /// Places of entries, by number of a document.
    identifiers: HashMap<String, Vec<u32>>,
}

/// Somebody who could be meant.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The list.
    pub list: &'a Shelved,
    /// Its entry.
    pub entry: &'a Entry,
}

/// Of a hundred names, how many may share a run of letters that is still looked up.
const COMMON_OF_100_MAX: usize = 5;
/// Lists of fewer names are looked through whole.
const SMALL: usize = 1_000;

impl Index {
    /// The index of kept lists, each with its artefact's digest.
    pub fn of(artefacts: &[(String, Vec<u8>)]) -> Result<Index, BadArtefact> {
        let mut index = Index::default();
        for (digest, bytes) in artefacts {
            index.add(List::of(bytes)?, digest.clone());
        }
        Ok(index)
    }

    /// Puts a list in.
    pub fn add(&mut self, list: List, digest: String) {
        let place = self.lists.len();
        self.lists.push(Shelved { which: list.which, date: list.date, digest, entries: list.entries.len() });
        for entry in list.entries {
            let number = u32::try_from(self.entries.len()).unwrap_or(u32::MAX);
            for name in &entry.names {
                self.name(number, &name.text);
            }
            for identifier in &entry.identifiers {
                self.identifiers.entry(identifier.clone()).or_default().push(number);
            }
            self.entries.push((place, entry));
        }
    }

    fn name(&mut self, entry: u32, text: &str) {
        let keys = likeness::keys(&likeness::fold(text));
        let place = u32::try_from(self.named.len()).unwrap_or(u32::MAX);
        let bones = keys.iter().map(|key| key.weight).filter(|weight| *weight == likeness::BONES_WEIGHT).sum();
        self.named.push(Named { entry, weight: keys.iter().map(|key| key.weight).sum(), bones });
        for key in keys {
            self.names.entry(key.hash).or_default().push(place);
        }
    }

    /// The lists that it has.
    pub fn lists(&self) -> &[Shelved] {
        &self.lists
    }

    /// Who could be meant, the likeliest first, at most so many; whoever bears the identifier stands before all others.
    pub fn candidates(&self, name: &str, identifiers: &[String], most: usize) -> Vec<Candidate<'_>> {
        let by_number = identifiers.iter().filter_map(|identifier| self.identifiers.get(&plain(identifier))).flatten();
        let mut found: HashMap<u32, u32> = by_number.map(|entry| (*entry, u32::MAX)).collect();
        let keys = likeness::keys(&likeness::fold(name));
        let asked: u32 = keys.iter().map(|key| key.weight).sum();
        // A name without vowels shares consonants and nothing else: what else a name has does not make it less likely.
        let skeletal = keys.iter().all(|key| key.weight == likeness::BONES_WEIGHT);
        let mut shared: HashMap<u32, u32> = HashMap::new();
        for key in &keys {
            let Some(places) = self.names.get(&key.hash) else { continue };
            // What half the world shares tells nobody apart, unless it is a name written out.
            let common = places.len() * 100 > self.named.len() * COMMON_OF_100_MAX && self.named.len() > SMALL;
            if common && key.weight == likeness::LETTERS_WEIGHT {
                continue;
            }
            places.iter().for_each(|place| *shared.entry(*place).or_default() += key.weight);
        }
        for (place, weight) in shared {
            let Some(named) = usize::try_from(place).ok().and_then(|place| self.named.get(place)) else { continue };
            let whole = if skeletal { named.bones } else { named.weight };
            let likely = weight * 2_000 / (asked + whole).max(1);
            let best = found.entry(named.entry).or_default();
            *best = (*best).max(likely);
        }
        let mut found: Vec<(u32, u32)> = found.into_iter().collect();
        found.sort_unstable_by_key(|(entry, likely)| (std::cmp::Reverse(*likely), *entry));
        let entry = |(entry, _): &(u32, u32)| {
            let (list, entry) = self.entries.get(usize::try_from(*entry).ok()?)?;
            Some(Candidate { list: self.lists.get(*list)?, entry })
        };
        found.iter().take(most).filter_map(entry).collect()
    }
}
