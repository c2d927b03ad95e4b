//! Reads official files. Every one of them is taken for hostile: what it may cost is bounded before it is read.

mod ofac;
mod un;
mod unpack;

use crate::list::{Entry, List, Source};
use data_encoding::HEXLOWER;
use std::path::Path;

/// Bytes of a file, unpacked.
pub const BYTES_MAX: usize = 256 << 20;
/// Entries of a list.
pub const ENTRIES_MAX: usize = 500_000;
/// Names of an entry, and as many of each other thing that is told of it.
pub const NAMES_MAX: usize = 1_000;
/// Bytes of one text in a file.
pub(crate) const TEXT_BYTES_MAX: usize = 64 << 10;

/// A file as it came.
#[derive(Clone, Copy)]
pub struct File<'a> {
    /// Its name; what it is called in errors.
    pub name: &'a str,
    /// Its bytes, packed with gzip or not.
    pub bytes: &'a [u8],
}

/// Why files are no list.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Unpacked it would be too large.
    #[error("{0} has more than {BYTES_MAX} bytes when it is unpacked: no official list is so large")]
    TooLarge(String),
    /// It is packed, and breaks off or is damaged.
    #[error("{0} cannot be unpacked: it breaks off or is damaged, fetch it again")]
    Packed(String),
    /// Nothing that is known begins so.
    #[error("{0} is in no format that is known: OFAC's SDN, ALT and ADD files (CSV), or the UN's consolidated list (XML)")]
    Unknown(String),
    /// A row or an element is not as the format has it.
    #[error("{file}, line {line}: {why}")]
    Malformed {
        /// The file.
        file: String,
        /// From 1.
        line: u64,
        /// What is wrong, without what the file says.
        why: &'static str,
    },
    /// More than a list may have.
    #[error("{file} has more than {most} {what}: no official list has so many")]
    TooMany {
        /// The file.
        file: String,
        /// Of what.
        what: &'static str,
        /// The bound.
        most: usize,
    },
    /// The file has nobody on it.
    #[error("{0} lists nobody: a list that lost its content must not replace one that has it")]
    Empty(String),
    /// Files that belong to a list that is not there, or two of one kind.
    #[error("{0}")]
    Together(String),
    /// The file does not say of which day it is.
    #[error("nothing says of which day {0} is: give --date YYYY-MM-DD, or a file whose name has the date in it")]
    NoDate(String),
}

/// Reads files that are lists, or parts of one, given together. `date`: the day of a list whose files do not tell it.
pub fn read(files: &[File], date: Option<&str>) -> Result<Vec<List>, Error> {
    let mut ofac = ofac::Parts::default();
    let mut lists = Vec::new();
    for file in files {
        let text = unpack::unpacked(file)?;
        let source = Source { file: base(file.name), sha256: HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, &text).as_ref()) };
        let plain = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&text);
        if plain.trim_ascii_start().first() == Some(&b'<') {
            lists.push(un::read(file.name, plain, source)?);
        } else {
            ofac.add(file.name, plain.to_vec(), source)?;
        }
    }
    lists.extend(ofac.list(date)?);
    for (index, list) in lists.iter().enumerate() {
        if lists[..index].iter().any(|other| other.which == list.which) {
            return Err(Error::Together(format!("two files are the {}: load one", list.which.title())));
        }
        if list.entries.is_empty() {
            return Err(Error::Empty(list.sources.first().map_or_else(String::new, |source| source.file.clone())));
        }
    }
    Ok(lists)
}

fn base(name: &str) -> String {
    Path::new(name).file_name().map_or_else(|| name.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// A day in a text: the first `YYYY-MM-DD`, or `YYYYMMDD`.
pub(crate) fn day_in(text: &str) -> Option<String> {
    let digits: Vec<char> = text.chars().collect();
    (0..digits.len()).find_map(|start| {
        let rest: String = digits[start..].iter().take(10).collect();
        day(&rest)
    })
}

/// A text that is a day.
pub(crate) fn day(text: &str) -> Option<String> {
    let (year, month, day) = (text.get(..4)?, text.get(5..7)?, text.get(8..10)?);
    let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten();
    let dashed = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
    let is_day = dashed && number(year)? >= 1900 && (1..=12).contains(&number(month)?) && (1..=31).contains(&number(day)?);
    is_day.then(|| text.to_owned())
}

/// Refuses an entry that has more than entries have.
pub(crate) fn bounded(file: &str, entry: &Entry) -> Result<(), Error> {
    let most = [entry.names.len(), entry.born.len(), entry.countries.len(), entry.identifiers.len(), entry.programmes.len()];
    if most.iter().any(|count| *count > NAMES_MAX) {
        return Err(Error::TooMany { file: file.into(), what: "names or other details of one entry", most: NAMES_MAX });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_found_in_a_files_name() {
        for (text, expected) in [
            ("ofac_sdn_2021-07-07.csv.gz", Some("2021-07-07")),
            ("2026-02-27T00:00:09.554Z", Some("2026-02-27")),
            ("sdn.csv", None),
            ("x-2021-13-07", None),
            ("é2021-07-07", Some("2021-07-07")),
        ] {
            assert_eq!(day_in(text).as_deref(), expected, "{text}");
        }
    }
}
