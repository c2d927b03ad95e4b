//! OFAC's lists: three CSV files without headings, joined by the entry's number. `-0-` stands for nothing.

use super::{BYTES_MAX, ENTRIES_MAX, Error, TEXT_BYTES_MAX, bounded, day_in};
use crate::list::{Entry, Kind, List, Source, Which};
use std::collections::HashMap;

const SDN_COLUMNS: usize = 12;
const ALT_COLUMNS: usize = 5;
const ADD_COLUMNS: usize = 6;
/// The old end-of-file mark, which these files have.
const END_MARK: u8 = 0x1A;
/// Of a hundred rows of aliases or addresses, how many may belong to nobody: more, and the files are of two days.
const STRANGERS_OF_100_MAX: usize = 5;

struct Part {
    file: String,
    text: Vec<u8>,
    source: Source,
}

/// The files, as they come.
#[derive(Default)]
pub(super) struct Parts {
    sdn: Option<Part>,
    alt: Option<Part>,
    add: Option<Part>,
}

impl Parts {
    /// Tells by the number of columns which file it is.
    pub(super) fn add(&mut self, file: &str, text: Vec<u8>, source: Source) -> Result<(), Error> {
        debug_assert!(text.len() <= BYTES_MAX, "it was bounded when it was unpacked");
        let mut first = csv::ByteRecord::new();
        let found = reader(&text).read_byte_record(&mut first).unwrap_or(false);
        let place = match first.len() {
            SDN_COLUMNS if found => &mut self.sdn,
            ALT_COLUMNS if found => &mut self.alt,
            ADD_COLUMNS if found => &mut self.add,
            _ => return Err(Error::Unknown(file.into())),
        };
        if place.is_some() {
            return Err(Error::Together(format!("{file} is the second file of its kind: load one list at a time")));
        }
        *place = Some(Part { file: file.into(), text, source });
        Ok(())
    }

    /// The list that the files are, if there were any.
    pub(super) fn list(self, date: Option<&str>) -> Result<Option<List>, Error> {
        let Some(sdn) = self.sdn else {
            return match self.alt.or(self.add) {
                Some(part) => Err(Error::Together(format!("{} belongs to an SDN file: load them together", part.file))),
                None => Ok(None),
            };
        };
        let date = match date {
            Some(date) => Some(date.to_owned()),
            None => day_in(&sdn.source.file),
        };
        let date = date.ok_or_else(|| Error::NoDate(sdn.file.clone()))?;
        let mut entries = entries(&sdn)?;
        let places: HashMap<String, usize> = entries.iter().enumerate().map(|(place, entry)| (entry.id.clone(), place)).collect();
        let mut sources = vec![sdn.source];
        if let Some(alt) = self.alt {
            attach(&alt, ALT_COLUMNS, &places, &mut entries, |entry, row| entry.name(&row[3], row[2].contains("weak")))?;
            sources.push(alt.source);
        }
        if let Some(add) = self.add {
            attach(&add, ADD_COLUMNS, &places, &mut entries, |entry, row| Entry::add(&mut entry.countries, &row[4]))?;
            sources.push(add.source);
        }
        Ok(Some(List { which: Which::OfacSdn, date, sources, entries }))
    }
}

fn reader(text: &[u8]) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text)
}

/// Hands over each row, its texts without quotes and without what stands for nothing.
fn rows(part: &Part, columns: usize, mut row: impl FnMut(Vec<String>) -> Result<(), Error>) -> Result<(), Error> {
    let mut reader = reader(&part.text);
    let mut record = csv::ByteRecord::new();
    let malformed = |line: u64, why| Error::Malformed { file: part.file.clone(), line, why };
    // Within the quotes of a last column, nothing else tells that a file was cut.
    if !part.text.ends_with(b"\n") && !part.text.ends_with(&[END_MARK]) {
        let line = part.text.iter().filter(|byte| **byte == b'\n').count();
        return Err(malformed(u64::try_from(line).unwrap_or(u64::MAX).saturating_add(1), "the last row has no end: the file breaks off"));
    }
    while reader.read_byte_record(&mut record).map_err(|_| malformed(0, "it is no CSV"))? {
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() == 1 && record.get(0).is_some_and(|text| text.trim_ascii() == [END_MARK]) {
            continue;
        }
        if record.len() != columns {
            return Err(malformed(line, "it has other columns than the first: the file breaks off or is damaged"));
        }
        if record.as_slice().len() > TEXT_BYTES_MAX {
            return Err(malformed(line, "the row is too long"));
        }
        row(record.iter().map(text).collect())?;
    }
    Ok(())
}

fn text(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim();
    if text == "-0-" { String::new() } else { text.to_owned() }
}

fn entries(sdn: &Part) -> Result<Vec<Entry>, Error> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    rows(sdn, SDN_COLUMNS, |row| {
        let malformed = |why| Error::Malformed { file: sdn.file.clone(), line: u64::try_from(entries.len() + 1).unwrap_or(u64::MAX), why };
        if row[0].is_empty() || !row[0].bytes().all(|byte| byte.is_ascii_digit()) || row[0].len() > 12 {
            return Err(malformed("the entry's number is none"));
        }
        if row[1].is_empty() {
            return Err(malformed("the entry has no name"));
        }
        if !seen.insert(row[0].clone()) {
            return Err(malformed("the entry's number stands twice"));
        }
        if entries.len() >= ENTRIES_MAX {
            return Err(Error::TooMany { file: sdn.file.clone(), what: "entries", most: ENTRIES_MAX });
        }
        let kind = match row[2].as_str() {
            "individual" => Kind::Person,
            "vessel" => Kind::Vessel,
            "aircraft" => Kind::Aircraft,
            _ => Kind::Entity,
        };
        let mut entry = Entry { id: row[0].clone(), kind, ..Entry::default() };
        entry.name(&row[1], false);
        row[3].split("] [").for_each(|programme| Entry::add(&mut entry.programmes, programme));
        Entry::add(&mut entry.countries, &row[9]);
        row[11].split(';').for_each(|remark| remarked(&mut entry, remark.trim().trim_end_matches('.')));
        bounded(&sdn.file, &entry)?;
        entries.push(entry);
        Ok(())
    })?;
    Ok(entries)
}

/// What a remark tells: dates of birth, nationalities, names, numbers of documents.
fn remarked(entry: &mut Entry, remark: &str) {
    let remark = remark.strip_prefix("alt. ").unwrap_or(remark);
    if let Some(date) = remark.strip_prefix("DOB ") {
        if let Some(date) = born(date) {
            Entry::add(&mut entry.born, &date);
        }
    } else if let Some(country) = remark.strip_prefix("nationality ").or_else(|| remark.strip_prefix("citizen ")) {
        Entry::add(&mut entry.countries, country);
    } else if let Some(name) = remark.strip_prefix("a.k.a. ").or_else(|| remark.strip_prefix("f.k.a. ")) {
        entry.name(name.trim_matches('\''), true);
    } else if ["Passport", "No.", "Number", "ID", "Cedula", "IMO", "C.U.R.P.", "R.F.C.", "D.N.I.", "RUC", "RFC", "SSN", "MMSI"]
        .iter()
        .any(|word| remark.split([' ', ',']).any(|part| part == *word))
    {
        let number = remark.split(" (").next().unwrap_or(remark);
        if let Some(number) = number.split_whitespace().rev().find(|word| word.bytes().any(|byte| byte.is_ascii_digit())) {
            entry.identifier(number);
        }
    }
}

/// `04 Mar 1955`, `Mar 1955`, `circa 1955`, `1955 to 1957`: the surest beginning of it.
fn born(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = text.trim_start_matches("circa ").split_whitespace().collect();
    let month = |word: &str| MONTHS.iter().position(|month| *month == word).map(|index| index + 1);
    let year = |word: &str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    match words.as_slice() {
        [day, name, of, ..] if year(of) && day.len() <= 2 => {
            Some(format!("{of}-{:02}-{:02}", month(name)?, day.parse::<u8>().ok().filter(|day| (1..=31).contains(day))?))
        }
        [name, of, ..] if year(of) => Some(format!("{of}-{:02}", month(name)?)),
        [of, ..] if year(of) => Some((*of).to_owned()),
        _ => None,
    }
}

/// Puts rows of aliases or addresses to their entries.
fn attach(
    part: &Part,
    columns: usize,
    places: &HashMap<String, usize>,
    entries: &mut [Entry],
    put: impl Fn(&mut Entry, &[String]),
) -> Result<(), Error> {
    let (mut all, mut strangers) = (0_usize, 0_usize);
    rows(part, columns, |row| {
        all += 1;
        match places.get(&row[0]).and_then(|place| entries.get_mut(*place)) {
            Some(entry) => {
                put(entry, &row);
                bounded(&part.file, entry)?;
            }
            None => strangers += 1,
        }
        Ok(())
    })?;
    if strangers * 100 > all * STRANGERS_OF_100_MAX {
        return Err(Error::Together(format!("{} belongs to another SDN file: {strangers} of its {all} rows are nobody's", part.file)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::born;

    #[test]
    fn dates_of_birth_come_in_many_ways() {
        for (text, expected) in [
            ("04 Mar 1955", Some("1955-03-04")),
            ("Mar 1955", Some("1955-03")),
            ("1955", Some("1955")),
            ("circa 1955", Some("1955")),
            ("1955 to 1957", Some("1955")),
            ("circa 12 Dec 1960", Some("1960-12-12")),
            ("99 Mar 1955", None),
            ("04 Foo 1955", None),
            ("unknown", None),
        ] {
            assert_eq!(born(text).as_deref(), expected, "{text}");
        }
    }
}
