//! What the registration mark of a vehicle says by itself.
//!
//! Most marks are a state's two letters, the number of a registering authority, up to three letters of a series and a number up to
//! 9999. Besides there are the Bharat series, which moves with its owner, marks of missions, of the armed forces, of vintage and
//! not yet registered vehicles, and what was given out before 1989.

use super::districts::HIGHEST;
use crate::{states, text};

/// Kinds of marks, as words.
pub const KINDS: &[&str] = &["state", "bharat", "diplomatic", "armed_forces", "vintage", "temporary", "before_1989"];
/// Letters of vehicle classes that the armed forces use.
const FORCES_CLASSES: &str = "ABCDEFHKPRX";
/// The Bharat series began in this year.
const BHARAT_YEAR_MIN: u16 = 2021;
/// Letters and digits of the longest mark.
const LENGTH_MAX: usize = 13;

/// A text that can be a registration mark, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    normal: String,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    State { state: String, authority: String },
    Bharat { year: u16, series: String },
    Diplomatic,
    Forces { class: char },
    Vintage { state: String },
    Temporary { month: u16, state: String },
    Old,
}

use Kind::{Bharat, Diplomatic, Forces, Old, State, Temporary, Vintage};

impl Mark {
    /// Reads a mark, ignoring case and what people put between its parts. The error is a sentence without its characters.
    pub fn parse(text: &str) -> Result<Mark, &'static str> {
        if text::is_masked(text) && text.chars().any(|c| "*#?•●_…".contains(c)) {
            return Err("The registration mark is incomplete: parts of it are hidden.");
        }
        let compact = text::compact(text);
        let normal: String = compact.chars().filter(|c| !".:/·↑⇧".contains(*c)).collect();
        if normal.is_empty() {
            return Err("A registration mark has letters and digits.");
        }
        if !normal.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err("A registration mark has Latin letters, digits and separators only.");
        }
        if normal.len() > LENGTH_MAX {
            return Err("The registration mark is too long.");
        }
        read(&runs(&normal)).ok_or("No registration mark of India has letters and digits in this order.")
    }

    /// The normal form: upper case without separators; authority and number with their leading zeros, except Delhi's authorities.
    pub fn as_str(&self) -> &str {
        &self.normal
    }

    /// Which kind it is, as a word of [`KINDS`].
    pub fn kind(&self) -> &'static str {
        match self.kind {
            State { .. } => "state",
            Bharat { .. } => "bharat",
            Diplomatic => "diplomatic",
            Forces { .. } => "armed_forces",
            Vintage { .. } => "vintage",
            Temporary { .. } => "temporary",
            Old => "before_1989",
        }
    }

    /// The state that registered it. `None`: the mark names none, or none that is known.
    pub fn state(&self) -> Option<&'static str> {
        match &self.kind {
            State { state, .. } | Vintage { state } | Temporary { state, .. } => states::by_plate(state),
            _ => None,
        }
    }

    /// The registering authority: `KA05`.
    pub fn authority(&self) -> Option<String> {
        match &self.kind {
            State { state, authority } => Some(format!("{state}{authority}")),
            _ => None,
        }
    }

    /// Why this may be no real mark in the year `this_year`, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self, this_year: u16) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        match &self.kind {
            State { state, authority } => {
                if self.state().is_none() {
                    doubts.push("The first two letters name no known state.");
                }
                let highest = HIGHEST.iter().find(|(known, _)| known == state).map(|(_, highest)| *highest);
                let number: u8 = authority.parse().unwrap_or_default();
                if number == 0 || highest.is_some_and(|highest| number > highest) {
                    doubts.push("No registering authority of the state is known by this number.");
                }
            }
            Bharat { year, series } => {
                if !(BHARAT_YEAR_MIN..=this_year).contains(year) {
                    doubts.push("The Bharat series was not given out in the year that the mark names.");
                }
                if series.contains(['I', 'O']) {
                    doubts.push("The Bharat series has no letters I and O.");
                }
            }
            Forces { class } if !FORCES_CLASSES.contains(*class) => {
                doubts.push("The letter after the year names no known class of vehicle.")
            }
            Vintage { .. } if self.state().is_none() => doubts.push("The first two letters name no known state."),
            Temporary { month, .. } => {
                if self.state().is_none() {
                    doubts.push("The letters after the month name no known state.");
                }
                if !(1..=12).contains(month) {
                    doubts.push("The first two digits name no month.");
                }
            }
            Old => doubts.push("It has a form that was given out before 1989 alone."),
            Diplomatic | Forces { .. } | Vintage { .. } => {}
        }
        let numbered = matches!(self.kind, State { .. } | Bharat { .. } | Vintage { .. } | Temporary { .. } | Old);
        if numbered && runs(&self.normal).iter().any(|run| run.starts_with("000") && run.bytes().all(|digit| digit == b'0')) {
            doubts.push("The number 0000 is not given out.");
        }
        doubts
    }
}

/// A text cut where letters and digits meet.
fn runs(text: &str) -> Vec<&str> {
    let mut runs = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.bytes().next() {
        let end = rest.bytes().position(|byte| byte.is_ascii_digit() != first.is_ascii_digit()).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        runs.push(run);
        rest = after;
    }
    runs
}

fn read(runs: &[&str]) -> Option<Mark> {
    let letters = |run: &str, count: std::ops::RangeInclusive<usize>| count.contains(&run.len()) && run.as_bytes()[0].is_ascii_uppercase();
    let digits = |run: &str, count: std::ops::RangeInclusive<usize>| count.contains(&run.len()) && run.as_bytes()[0].is_ascii_digit();
    match *runs {
        ["T", when, state, number, series]
            if digits(when, 4..=4) && letters(state, 2..=2) && digits(number, 1..=4) && letters(series, 1..=2) =>
        {
            let month = when[..2].parse().unwrap_or_default();
            let normal = format!("T{when}{state}{number:0>4}{series}");
            Some(Mark { normal, kind: Temporary { month, state: state.into() } })
        }
        [state, authority, series, number]
            if letters(state, 2..=2) && digits(authority, 1..=2) && letters(series, 1..=3) && digits(number, 1..=4) =>
        {
            Some(of_state(state, authority, series, number))
        }
        // No series yet: the authority has two digits, where there are enough.
        [state, number] if letters(state, 2..=2) && digits(number, 5..=6) => {
            let (authority, number) = number.split_at(number.len() - 4);
            Some(of_state(state, authority, "", number))
        }
        [year, "BH", number, series] if digits(year, 2..=2) && digits(number, 1..=4) && letters(series, 1..=2) => {
            let normal = format!("{year}BH{number:0>4}{series}");
            Some(Mark { normal, kind: Bharat { year: 2000 + year.parse::<u16>().ok()?, series: series.into() } })
        }
        [mission, "CD" | "CC" | "UN", number] if digits(mission, 1..=3) && digits(number, 1..=4) => {
            Some(Mark { normal: runs.concat(), kind: Diplomatic })
        }
        [year, class, number, check] if digits(year, 2..=2) && letters(class, 1..=1) && digits(number, 4..=6) && letters(check, 1..=1) => {
            Some(Mark { normal: runs.concat(), kind: Forces { class: class.chars().next()? } })
        }
        [prefix, number] if letters(prefix, 6..=6) && &prefix[2..4] == "VA" && digits(number, 1..=4) => {
            Some(Mark { normal: format!("{prefix}{number:0>4}"), kind: Vintage { state: prefix[..2].into() } })
        }
        [prefix, number] if letters(prefix, 1..=3) && digits(number, 4..=4) || letters(prefix, 1..=1) && digits(number, 5..=5) => {
            Some(Mark { normal: runs.concat(), kind: Old })
        }
        _ => None,
    }
}

/// Delhi writes its authorities without a leading zero, all others with one.
fn of_state(state: &str, authority: &str, series: &str, number: &str) -> Mark {
    let authority = match state {
        "DL" if authority.len() == 2 => authority.strip_prefix('0').unwrap_or(authority).to_owned(),
        "DL" => authority.to_owned(),
        _ => format!("{authority:0>2}"),
    };
    // Without a series, a Delhi authority of one digit could not be told from the number.
    let authority = if series.is_empty() { format!("{authority:0>2}") } else { authority };
    Mark { normal: format!("{state}{authority}{series}{number:0>4}"), kind: State { state: state.into(), authority } }
}

#[cfg(test)]
mod tests;
