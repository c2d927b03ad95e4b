//! The United Nations' consolidated list: one XML document of persons and entities.

use super::{ENTRIES_MAX, Error, TEXT_BYTES_MAX, bounded, day, day_in};
use crate::list::{Entry, Kind, List, Source, Which};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Elements within one another; the format has six.
const DEPTH_MAX: usize = 16;

/// Reads the document.
pub(super) fn read(file: &str, text: &[u8], source: Source) -> Result<List, Error> {
    let text = std::str::from_utf8(text).map_err(|_| Error::Malformed { file: file.into(), line: 1, why: "it is no UTF-8" })?;
    let mut reader = Reader::from_str(text);
    let mut walk = Walk { file, text, ..Walk::default() };
    loop {
        let event = reader.read_event();
        let at = reader.buffer_position();
        match event {
            Ok(Event::Start(start)) => walk.open(&start, at)?,
            Ok(Event::Empty(start)) => {
                walk.open(&start, at)?;
                walk.close(at)?;
            }
            Ok(Event::End(_)) => walk.close(at)?,
            Ok(Event::Text(words)) => walk.say(&words, at)?,
            Ok(Event::CData(words)) => walk.say(&words, at)?,
            Ok(Event::GeneralRef(reference)) => walk.refer(&reference, at)?,
            Ok(Event::DocType(_)) => return Err(walk.wrong("it declares entities of its own, which no official list does", at)),
            Ok(Event::Eof) => break,
            Ok(Event::Decl(_) | Event::PI(_) | Event::Comment(_)) => {}
            Err(_) => return Err(walk.wrong("it is no well-formed XML", at)),
        }
    }
    if !walk.path.is_empty() {
        return Err(walk.wrong("it breaks off", u64::try_from(text.len()).unwrap_or(u64::MAX)));
    }
    let date = walk.date.ok_or_else(|| if walk.known { Error::NoDate(file.into()) } else { Error::Unknown(file.into()) })?;
    Ok(List { which: Which::UnConsolidated, date, sources: vec![source], entries: walk.entries })
}

/// Where the reader is, and what was found.
#[derive(Default)]
struct Walk<'a> {
    file: &'a str,
    text: &'a str,
    path: Vec<String>,
    /// What the innermost element says.
    words: String,
    known: bool,
    date: Option<String>,
    entries: Vec<Entry>,
    entry: Entry,
    /// First to fourth name.
    given: [String; 4],
    /// The alias that is open.
    alias: (String, bool),
    /// The years that are open.
    years: [String; 2],
}

impl Walk<'_> {
    fn wrong(&self, why: &'static str, at: u64) -> Error {
        let read = usize::try_from(at).unwrap_or(usize::MAX).min(self.text.len());
        let lines = self.text.as_bytes()[..read].iter().filter(|byte| **byte == b'\n').count();
        Error::Malformed { file: self.file.into(), line: u64::try_from(lines + 1).unwrap_or(u64::MAX), why }
    }

    fn open(&mut self, start: &BytesStart, at: u64) -> Result<(), Error> {
        let name = start.name().as_ref().to_owned();
        if self.path.is_empty() {
            if name != "CONSOLIDATED_LIST" {
                return Err(Error::Unknown(self.file.into()));
            }
            self.known = true;
            let generated = start.attributes().with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == "dateGenerated");
            self.date = generated.and_then(|attribute| day_in(&attribute.value));
        }
        if self.path.len() >= DEPTH_MAX {
            return Err(self.wrong("its elements stand too deep within one another", at));
        }
        self.words.clear();
        self.path.push(name);
        Ok(())
    }

    fn say(&mut self, words: &str, at: u64) -> Result<(), Error> {
        if self.words.len() + words.len() > TEXT_BYTES_MAX {
            return Err(self.wrong("a text is too long", at));
        }
        self.words.push_str(words);
        Ok(())
    }

    /// The five characters that XML knows, and characters by their numbers.
    fn refer(&mut self, reference: &BytesRef, at: u64) -> Result<(), Error> {
        if let Ok(Some(letter)) = reference.resolve_char_ref() {
            return self.say(letter.encode_utf8(&mut [0; 4]), at);
        }
        match &**reference {
            "amp" => self.say("&", at),
            "lt" => self.say("<", at),
            "gt" => self.say(">", at),
            "quot" => self.say("\"", at),
            "apos" => self.say("'", at),
            _ => Err(self.wrong("it names an entity that XML does not know", at)),
        }
    }

    fn close(&mut self, at: u64) -> Result<(), Error> {
        let Some(name) = self.path.pop() else { return Err(self.wrong("it closes what is not open", at)) };
        let words = std::mem::take(&mut self.words);
        let within = self.path.last().map(String::as_str).unwrap_or_default();
        let words = words.trim();
        match (within, name.as_str()) {
            ("INDIVIDUAL" | "ENTITY", "FIRST_NAME") => self.given[0] = words.into(),
            ("INDIVIDUAL", "SECOND_NAME") => self.given[1] = words.into(),
            ("INDIVIDUAL", "THIRD_NAME") => self.given[2] = words.into(),
            ("INDIVIDUAL", "FOURTH_NAME") => self.given[3] = words.into(),
            ("INDIVIDUAL" | "ENTITY", "REFERENCE_NUMBER") => self.entry.id = words.into(),
            ("INDIVIDUAL" | "ENTITY", "UN_LIST_TYPE") => Entry::add(&mut self.entry.programmes, words),
            ("INDIVIDUAL" | "ENTITY", "NAME_ORIGINAL_SCRIPT") => self.alias_of(words, false),
            ("INDIVIDUAL_ALIAS" | "ENTITY_ALIAS", "ALIAS_NAME") => self.alias.0 = words.into(),
            ("INDIVIDUAL_ALIAS" | "ENTITY_ALIAS", "QUALITY") => self.alias.1 = words.eq_ignore_ascii_case("low"),
            (_, "INDIVIDUAL_ALIAS" | "ENTITY_ALIAS") => {
                let (text, weak) = std::mem::take(&mut self.alias);
                self.alias_of(&text, weak);
            }
            ("NATIONALITY", "VALUE") | ("INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS", "COUNTRY") => {
                Entry::add(&mut self.entry.countries, words);
            }
            ("INDIVIDUAL_DATE_OF_BIRTH", "DATE") => {
                let date = words.get(..10).and_then(day);
                date.iter().for_each(|date| Entry::add(&mut self.entry.born, date));
            }
            ("INDIVIDUAL_DATE_OF_BIRTH", "YEAR" | "FROM_YEAR") => self.years[0] = words.into(),
            ("INDIVIDUAL_DATE_OF_BIRTH", "TO_YEAR") => self.years[1] = words.into(),
            (_, "INDIVIDUAL_DATE_OF_BIRTH") => self.born(),
            ("INDIVIDUAL_DOCUMENT", "NUMBER") => self.entry.identifier(words),
            ("INDIVIDUALS", "INDIVIDUAL") => self.finish(Kind::Person, at)?,
            ("ENTITIES", "ENTITY") => self.finish(Kind::Entity, at)?,
            _ => {}
        }
        Ok(())
    }

    fn alias_of(&mut self, text: &str, weak: bool) {
        // A list within one alias: "a) …; b) …".
        text.split(';').for_each(|name| self.entry.name(name, weak));
    }

    /// The years that a date of birth names; a span of some years is told by each of them.
    fn born(&mut self) {
        let [from, to] = std::mem::take(&mut self.years);
        let year = |text: &str| text.parse::<u32>().ok().filter(|year| (1800..=2200).contains(year));
        let Some(from) = year(&from) else { return };
        let to = year(&to).filter(|to| (from..from + 20).contains(to)).unwrap_or(from);
        (from..=to).for_each(|year| Entry::add(&mut self.entry.born, &year.to_string()));
    }

    fn finish(&mut self, kind: Kind, at: u64) -> Result<(), Error> {
        let given = std::mem::take(&mut self.given);
        let mut entry = Entry { kind, ..std::mem::take(&mut self.entry) };
        let aliases = std::mem::take(&mut entry.names);
        entry.name(&given.join(" "), false);
        aliases.iter().for_each(|name| entry.name(&name.text, name.weak));
        if entry.names.is_empty() || entry.id.is_empty() {
            return Err(self.wrong("an entry has no name or no number", at));
        }
        bounded(self.file, &entry)?;
        if self.entries.len() >= ENTRIES_MAX {
            return Err(Error::TooMany { file: self.file.into(), what: "entries", most: ENTRIES_MAX });
        }
        self.entries.push(entry);
        Ok(())
    }
}
