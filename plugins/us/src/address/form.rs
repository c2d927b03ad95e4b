//! What an address in the United States says by itself: its state, its ZIP code, and whether the two belong together.

use super::zip_data::{EXCEPTIONS, STATES};

/// States, the district, territories and what stands for one in military addresses: letters, name.
const NAMES: [(&str, &str); 62] = [
    ("AL", "alabama"),
    ("AK", "alaska"),
    ("AZ", "arizona"),
    ("AR", "arkansas"),
    ("CA", "california"),
    ("CO", "colorado"),
    ("CT", "connecticut"),
    ("DE", "delaware"),
    ("DC", "district of columbia"),
    ("FL", "florida"),
    ("GA", "georgia"),
    ("HI", "hawaii"),
    ("ID", "idaho"),
    ("IL", "illinois"),
    ("IN", "indiana"),
    ("IA", "iowa"),
    ("KS", "kansas"),
    ("KY", "kentucky"),
    ("LA", "louisiana"),
    ("ME", "maine"),
    ("MD", "maryland"),
    ("MA", "massachusetts"),
    ("MI", "michigan"),
    ("MN", "minnesota"),
    ("MS", "mississippi"),
    ("MO", "missouri"),
    ("MT", "montana"),
    ("NE", "nebraska"),
    ("NV", "nevada"),
    ("NH", "new hampshire"),
    ("NJ", "new jersey"),
    ("NM", "new mexico"),
    ("NY", "new york"),
    ("NC", "north carolina"),
    ("ND", "north dakota"),
    ("OH", "ohio"),
    ("OK", "oklahoma"),
    ("OR", "oregon"),
    ("PA", "pennsylvania"),
    ("RI", "rhode island"),
    ("SC", "south carolina"),
    ("SD", "south dakota"),
    ("TN", "tennessee"),
    ("TX", "texas"),
    ("UT", "utah"),
    ("VT", "vermont"),
    ("VA", "virginia"),
    ("WA", "washington"),
    ("WV", "west virginia"),
    ("WI", "wisconsin"),
    ("WY", "wyoming"),
    ("PR", "puerto rico"),
    ("VI", "virgin islands"),
    ("GU", "guam"),
    ("AS", "american samoa"),
    ("MP", "northern mariana islands"),
    ("FM", "federated states of micronesia"),
    ("MH", "marshall islands"),
    ("PW", "palau"),
    ("AA", "armed forces americas"),
    ("AE", "armed forces europe"),
    ("AP", "armed forces pacific"),
];
/// Characters of an address in one line.
pub const CHARACTERS_MAX: u32 = 512;
/// What may stand after the ZIP code.
const COUNTRY: [&str; 5] = ["usa", "us", "u.s.a", "u.s", "united states"];

/// House numbers that are written as words, and routes.
const FIRST_WORDS: [&str; 12] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "rr", "hc"];
/// Mail that is kept until it is fetched.
const COUNTER: &str = "general delivery";

/// An address, read as far as its words say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// One line, single spaces, without the country.
    pub line: String,
    /// The state that it names.
    pub state: Option<&'static str>,
    /// ZIP code of five digits.
    pub zip: Option<String>,
    /// The four digits after it.
    pub plus_four: Option<String>,
}

impl Address {
    /// Reads an address. The error is a sentence without the text.
    pub fn parse(text: &str) -> Result<Address, &'static str> {
        let line = one_line(text);
        let line = without_country(&line).to_owned();
        if !line.chars().any(char::is_alphanumeric) {
            return Err("An address has letters or digits.");
        }
        if line.chars().nth(CHARACTERS_MAX as usize).is_some() {
            return Err("An address is at most 512 characters long.");
        }
        let (before, zip) = trailing_zip(&line);
        let (zip, plus_four) = zip.map_or((None, None), |(zip, plus_four)| (Some(zip.to_owned()), plus_four.map(str::to_owned)));
        let state = trailing_state(before);
        Ok(Address { line, state, zip, plus_four })
    }

    /// The state in which the ZIP code is delivered. `None`: there is no code, or its first three digits are not in use.
    pub fn zip_state(&self) -> Option<&'static str> {
        state_of_zip(self.zip.as_deref()?)
    }

    /// Whether it is a post office box.
    pub fn is_box(&self) -> bool {
        let bare: String = self.line.to_ascii_lowercase().chars().filter(|char| !matches!(char, '.' | ' ')).collect();
        ["pobox", "postofficebox"].iter().any(|words| bare.split(',').any(|part| part.starts_with(words)))
    }

    /// Whether it is a military one.
    pub fn is_military(&self) -> bool {
        let words = |state: &str| matches!(state, "AA" | "AE" | "AP");
        self.state.is_some_and(words) || self.zip_state().is_some_and(words)
    }

    /// Whether it begins with a house number, in figures or as a word, or with what stands in place of one: a route of mail carriers, or a
    /// post office's counter.
    fn begins_like_one(&self) -> bool {
        let first = self.line.split([' ', ',']).next().unwrap_or_default();
        first.bytes().any(|byte| byte.is_ascii_digit())
            || FIRST_WORDS.iter().any(|word| word.eq_ignore_ascii_case(first))
            || self.line.get(..COUNTER.len()).is_some_and(|start| start.eq_ignore_ascii_case(COUNTER))
    }

    /// Why it may be no address in the United States, in sentences without its words. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        match (self.state, &self.zip, self.zip_state()) {
            (None, None, _) => doubts.push("It names neither a state nor a ZIP code."),
            (_, Some(_), None) => doubts.push("No ZIP code begins with these three digits."),
            (Some(state), Some(_), Some(of_zip)) if state != of_zip => {
                doubts.push("The ZIP code is delivered in another state than the one named.")
            }
            _ => {}
        }
        if !self.is_box() && !self.is_military() && !self.begins_like_one() {
            doubts.push("It does not begin with a house number.");
        }
        doubts
    }
}

/// The state in which a ZIP code of five digits is delivered.
pub fn state_of_zip(zip: &str) -> Option<&'static str> {
    if zip.len() != 5 || !zip.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if let Ok(place) = EXCEPTIONS.binary_search_by(|(code, _)| (*code).cmp(zip)) {
        return Some(EXCEPTIONS[place].1);
    }
    let prefix: usize = zip[..3].parse().ok()?;
    STATES.get(2 * prefix..2 * prefix + 2).filter(|state| *state != "--")
}

fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for part in text.split(['\n', '\r', ';']).flat_map(|part| part.split(',')) {
        let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
        if !part.is_empty() {
            line += if line.is_empty() { "" } else { ", " };
            line += &part;
        }
    }
    line
}

fn without_country(mut line: &str) -> &str {
    while let Some(shorter) = COUNTRY.iter().find_map(|country| without(country, line)) {
        line = shorter;
    }
    line
}

/// What stands before the country at the end of a line.
fn without<'a>(country: &str, line: &'a str) -> Option<&'a str> {
    let bare = line.trim_end_matches(['.', ' ']);
    let start = bare.len().checked_sub(country.len())?;
    let ends = bare.get(start..)?.eq_ignore_ascii_case(country) && bare[..start].ends_with([' ', ',']);
    ends.then(|| bare[..start].trim_end_matches([' ', ',']))
}

/// What stands before the ZIP code at the end, and the code.
fn trailing_zip(line: &str) -> (&str, Option<(&str, Option<&str>)>) {
    let start = line.rfind([' ', ',']).map_or(0, |place| place + 1);
    let word = &line[start..];
    let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let (zip, plus_four) = match word.split_once('-') {
        Some((zip, plus_four)) if digits(plus_four, 4) => (zip, Some(plus_four)),
        Some(_) => return (line, None),
        None if digits(word, 9) => (&word[..5], Some(&word[5..])),
        None => (word, None),
    };
    if digits(zip, 5) { (line[..start].trim_end_matches([' ', ',']), Some((zip, plus_four))) } else { (line, None) }
}

/// The state at the end: two letters, or its name after a comma or a word that is no part of another state's name.
fn trailing_state(line: &str) -> Option<&'static str> {
    let lower = line.trim_end_matches(['.', ' ']).to_lowercase();
    let word = lower.rsplit([' ', ',']).next().unwrap_or_default();
    if let Some((letters, _)) = NAMES.iter().find(|(letters, _)| letters.eq_ignore_ascii_case(word)) {
        return Some(letters);
    }
    let ends = |name: &str| lower.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with([' ', ',']));
    // The longest first: West Virginia ends in Virginia.
    NAMES.iter().filter(|(_, name)| ends(name)).max_by_key(|(_, name)| name.len()).map(|(letters, _)| *letters)
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
