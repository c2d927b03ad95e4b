//! Which parts of two names belong together.

use crate::accent::{accent, bare, heard};
use crate::fold::Part;
use crate::part::How;

/// Letters, or consonants, of parts that are written together in another spelling, and how near it must be.
const JOINED_LETTERS_MIN: usize = 6;
const JOINED_LETTERS_APART_MAX: usize = 4;
const JOINED_CONSONANTS_MIN: usize = 3;
const JOINED_ACCENT_MIN: u32 = 88;

/// Parts of the one name and parts of the other.
#[derive(Clone, Debug)]
pub(crate) struct Pair {
    pub(crate) given: Vec<usize>,
    pub(crate) registered: Vec<usize>,
    pub(crate) points: u32,
    pub(crate) how: How,
}

/// How alike two single parts are.
pub(crate) type Likeness = fn(&Part, &Part) -> Option<(u32, How)>;

/// Pairs parts, these candidates besides, the surest first; ties go to parts at like places.
pub(crate) fn pair_up(a: &[Part], b: &[Part], likeness: Likeness, mut candidates: Vec<Pair>) -> Vec<Pair> {
    for (i, one) in a.iter().enumerate() {
        for (j, other) in b.iter().enumerate() {
            if let Some((points, how)) = likeness(one, other) {
                candidates.push(Pair { given: vec![i], registered: vec![j], points, how });
            }
        }
    }
    joined(a, b, |i, run, points| candidates.push(Pair { given: vec![i], registered: run, points, how: How::Joined }));
    joined(b, a, |j, run, points| candidates.push(Pair { given: run, registered: vec![j], points, how: How::Joined }));
    initials(a, b, |i, run| candidates.push(Pair { given: vec![i], registered: run, points: 80, how: How::Initial }));
    initials(b, a, |j, run| candidates.push(Pair { given: run, registered: vec![j], points: 80, how: How::Initial }));
    candidates.sort_by_key(|pair| (std::cmp::Reverse(pair.points), pair.given[0].abs_diff(pair.registered[0])));
    let mut pairs: Vec<Pair> = Vec::new();
    for candidate in candidates {
        let taken = pairs.iter().any(|pair| {
            candidate.given.iter().any(|i| pair.given.contains(i)) || candidate.registered.iter().any(|j| pair.registered.contains(j))
        });
        if !taken {
            pairs.push(candidate);
        }
    }
    pairs
}

/// Parts of one name that are written as two or three in the other: Ramakrishnan, Rama Krishnan.
fn joined(whole: &[Part], pieces: &[Part], mut found: impl FnMut(usize, Vec<usize>, u32)) {
    for (index, part) in whole.iter().enumerate().filter(|(_, part)| part.letters.len() > 1) {
        for start in 0..pieces.len() {
            let mut text = String::new();
            for (end, piece) in pieces.iter().enumerate().skip(start).take(3) {
                text.push_str(&piece.letters);
                if end == start {
                    continue;
                }
                let skeletal = part.skeletal || pieces[start..=end].iter().any(|piece| piece.skeletal);
                if let Some(points) = written_together(part, &text, skeletal) {
                    found(index, (start..=end).collect(), points);
                }
            }
        }
    }
}

/// How sure it is that several parts, run together, are this one.
fn written_together(part: &Part, text: &str, skeletal: bool) -> Option<u32> {
    if text == part.letters {
        return Some(98);
    }
    if skeletal {
        let (points, consonants) = bare(&part.heard, &heard(text))?;
        return (consonants >= JOINED_CONSONANTS_MIN && points >= JOINED_ACCENT_MIN).then(|| points.min(92));
    }
    if text.len() < JOINED_LETTERS_MIN
        || text.len().abs_diff(part.letters.len()) > JOINED_LETTERS_APART_MAX
        || text.as_bytes().first() != part.letters.as_bytes().first()
    {
        return None;
    }
    if crate::sound(text) == part.sound {
        return Some(94);
    }
    accent(&heard(text), &part.heard).filter(|points| *points >= JOINED_ACCENT_MIN).map(|points| points - 2)
}

/// Initials of one name that are written together: RK, Rahul Kumar.
fn initials(short: &[Part], long: &[Part], mut found: impl FnMut(usize, Vec<usize>)) {
    for (index, part) in short.iter().enumerate() {
        let length = part.letters.len();
        if !(2..=3).contains(&length) || part.letters.contains(['a', 'e', 'i', 'o', 'u']) {
            continue;
        }
        for start in 0..(long.len() + 1).saturating_sub(length) {
            let run = &long[start..start + length];
            let firsts = run.iter().filter_map(|part| part.letters.bytes().next());
            if firsts.eq(part.letters.bytes()) && !run.iter().any(Part::is_initial) {
                found(index, (start..start + length).collect());
            }
        }
    }
}

/// The parts that no pair has, and that are looked for.
pub(crate) fn left_over(parts: &[Part], used: impl Fn(usize) -> bool) -> Vec<usize> {
    (0..parts.len()).filter(|index| !parts[*index].title && !parts[*index].particle && !used(*index)).collect()
}
