//! Files of sanctions lists: read or refused for a reason; a list that was read is kept as itself, and its own names find it.
#![no_main]
#![allow(dead_code, reason = "only what reads and searches is tried")]

// The crate `lists` itself brings a whole way out with it.
#[path = "../../host/lists/src/index.rs"]
mod index;
#[path = "../../host/lists/src/list.rs"]
mod list;
#[path = "../../host/lists/src/read/mod.rs"]
mod read;

// What those files are made of.
use {csv as _, data_encoding as _, flate2 as _, quick_xml as _, ring as _, serde as _, thiserror as _};

use index::Index;
use likeness::{fold, keys};
use list::{BadArtefact, List, Which};
use read::{ENTRIES_MAX, File, NAMES_MAX, read};

/// Stands between files that are loaded together.
const NEXT: &[u8] = b"\n---\n";
/// Names of one input that are looked up.
const LOOKED_UP_MAX: usize = 20;
const NAMES: [&str; 3] = ["sdn_2021-07-07.csv", "alt.csv", "add.csv"];

// Hash maps without chance.
use fuzz as _;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(NEXT.len()).position(|window| window == NEXT) {
        parts.push(&rest[..at]);
        rest = &rest[at + NEXT.len()..];
    }
    parts.push(rest);
    let files: Vec<File<'_>> = NAMES.iter().zip(parts).map(|(name, bytes)| File { name, bytes }).collect();
    let lists = match read(&files, None) {
        Ok(lists) => lists,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return;
        }
    };
    for list in &lists {
        assert!(!list.entries.is_empty() && list.entries.len() <= ENTRIES_MAX && !list.sources.is_empty());
        for entry in &list.entries {
            assert!(!entry.names.is_empty() && entry.names.len() <= NAMES_MAX, "{entry:?}");
            assert!(entry.names.iter().all(|name| !name.text.trim().is_empty()), "{entry:?}");
            assert!(
                entry.identifiers.iter().all(|number| number.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())),
                "{entry:?}"
            );
        }
        let kept = list.bytes().expect("a list can be kept");
        assert_eq!(&List::of(&kept).expect("what was kept is a list"), list);
        let index = Index::of(&[(List::digest(&kept), kept)]).expect("what was kept is a list");
        let named = list.entries.iter().flat_map(|entry| entry.names.iter().map(move |name| (entry, name)));
        // A name without keys is one that nobody can be looked up by.
        for (entry, name) in named.filter(|(_, name)| !keys(&fold(&name.text)).is_empty()).take(LOOKED_UP_MAX) {
            let found = index.candidates(&name.text, &[], list.entries.len());
            assert!(found.iter().any(|candidate| candidate.entry == entry), "{name:?} does not find its own entry");
        }
    }
});
