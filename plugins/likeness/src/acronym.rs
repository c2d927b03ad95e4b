//! Initials of a company's words, written as one word: NIOC, National Iranian Oil Company.

use crate::business::{is_little, is_own};
use crate::fold::Part;
use crate::pair::Pair;
use crate::part::How;

/// Letters of such a word. With three alone there are too many others.
const LETTERS_MIN: usize = 3;
const LETTERS_MAX: usize = 10;
const LETTERS_SURE: usize = 4;
const POINTS: u32 = 80;
const POINTS_SURE: u32 = 90;

/// Words of `short` that are the initials of a run of words of `long`, which has this legal form: its place, the run's, and the points.
fn found(short: &[Part], long: &[Part], form: &str) -> Vec<(usize, Vec<usize>, u32)> {
    let mut found = Vec::new();
    for (index, part) in short.iter().enumerate() {
        let letters = part.letters.as_str();
        if !(LETTERS_MIN..=LETTERS_MAX).contains(&letters.len()) || part.is_number() || !is_own(part) {
            continue;
        }
        if let Some(run) = (0..long.len()).find_map(|start| run(letters, long, start, form)) {
            let points = if letters.len() >= LETTERS_SURE { POINTS_SURE } else { POINTS };
            found.push((index, run, points));
        }
    }
    found
}

/// The words from `start` on whose initials these are. Little words may be among the initials or not, and so may the legal form.
fn run(letters: &str, long: &[Part], start: usize, form: &str) -> Option<Vec<usize>> {
    let mut rest = letters.bytes().peekable();
    let mut run = Vec::new();
    for (place, part) in long.iter().enumerate().skip(start) {
        let Some(next) = rest.peek() else { break };
        if part.letters.as_bytes().first() == Some(next) && part.letters.len() > 1 {
            rest.next();
        } else if run.is_empty() || !is_little(part) {
            return None;
        }
        run.push(place);
    }
    let left: String = rest.map(char::from).collect();
    // Mitdco, PDVSA: the legal form is told too, or begun.
    let ended = !left.is_empty() && form.starts_with(&left) && run.last() == long.len().checked_sub(1).as_ref();
    ((left.is_empty() || ended) && run.len() + usize::from(ended) >= LETTERS_MIN).then_some(run)
}

/// Pairs of such words and the words they stand for, either way.
pub(crate) fn pairs(a: &[Part], b: &[Part], forms: (&str, &str)) -> Vec<Pair> {
    let pair = |given, registered, points| Pair { given, registered, points, how: How::Acronym };
    let there = found(a, b, forms.1).into_iter().map(|(i, run, points)| pair(vec![i], run, points));
    let back = found(b, a, forms.0).into_iter().map(|(j, run, points)| pair(run, vec![j], points));
    there.chain(back).collect()
}

/// Words of one name that are initials of its others, as in `Daedong Credit Bank (DCB)`: each with those others.
pub(crate) fn of_itself(parts: &[Part], form: &str) -> Vec<(usize, Vec<usize>)> {
    found(parts, parts, form).into_iter().filter(|(place, run, _)| !run.contains(place)).map(|(place, run, _)| (place, run)).collect()
}
