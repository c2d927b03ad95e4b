//! Two names side by side: which parts belong together, what is left over, and what follows.

use super::fold::{Folded, Part};
use super::likeness::{How, likeness};

/// What a comparison comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// 0 to 100.
    pub score: u32,
    /// What the score means.
    pub verdict: Verdict,
    /// One row for each part or pair of parts, in the order of the name given, then the parts that only the other has.
    pub rows: Vec<Row>,
}

/// What a comparison means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The names are one person's, as far as names can say.
    Match,
    /// A person should look.
    Review,
    /// They are not.
    Mismatch,
}

/// One part of a name and its counterpart. One of the two may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// In the name given.
    pub given: Option<String>,
    /// In the name on record.
    pub registered: Option<String>,
    /// The rule by which they agree. None where one is missing.
    pub how: Option<How>,
    /// A title, for which nothing is taken off.
    pub title: bool,
}

/// The least score of a match.
const MATCH_MIN: u32 = 85;
/// The least score that a person should look at.
const REVIEW_MIN: u32 = 60;
/// The most that agreement in a single written-out part can come to when more were given.
const ONE_PART_MAX: u32 = MATCH_MIN - 1;
/// Points off for each part that one name alone has.
const MISSING_PART: u32 = 4;
/// The same, for an initial.
const MISSING_INITIAL: u32 = 2;
/// Points off when the parts stand in another order.
const OTHER_ORDER: u32 = 1;
/// A pair below this is two names, not one.
const AGREES_MIN: u32 = 78;
/// Points given back when only the last parts disagree: a surname changes with marriage.
const SURNAME_ALONE: u32 = 10;

struct Pair {
    given: Vec<usize>,
    registered: Vec<usize>,
    points: u32,
    how: How,
}

/// Compares two folded names; neither is empty.
pub fn compare(given: &Folded, registered: &Folded) -> Comparison {
    let (a, b) = (given.parts.as_slice(), registered.parts.as_slice());
    let pairs = pair_up(a, b);
    let left = |parts: &[Part], used: &dyn Fn(&Pair) -> &[usize]| -> Vec<usize> {
        (0..parts.len()).filter(|index| !parts[*index].title && !pairs.iter().any(|pair| used(pair).contains(index))).collect()
    };
    let (left_a, left_b) = (left(a, &|pair| &pair.given), left(b, &|pair| &pair.registered));
    let score = score(a, b, &pairs, &left_a, &left_b);
    let verdict = match score {
        MATCH_MIN.. => Verdict::Match,
        REVIEW_MIN.. => Verdict::Review,
        _ => Verdict::Mismatch,
    };
    Comparison { score, verdict, rows: rows(a, b, &pairs) }
}

/// Pairs parts, the surest first; ties go to parts at like places.
fn pair_up(a: &[Part], b: &[Part]) -> Vec<Pair> {
    let mut candidates = Vec::new();
    for (i, one) in a.iter().enumerate() {
        for (j, other) in b.iter().enumerate() {
            if let Some((points, how)) = likeness(one, other) {
                candidates.push(Pair { given: vec![i], registered: vec![j], points, how });
            }
        }
    }
    joined(a, b, |i, run| candidates.push(Pair { given: vec![i], registered: run, points: 98, how: How::Joined }));
    joined(b, a, |j, run| candidates.push(Pair { given: run, registered: vec![j], points: 98, how: How::Joined }));
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
fn joined(whole: &[Part], pieces: &[Part], mut found: impl FnMut(usize, Vec<usize>)) {
    for (index, part) in whole.iter().enumerate() {
        for start in 0..pieces.len() {
            let mut text = String::new();
            for (end, piece) in pieces.iter().enumerate().skip(start).take(3) {
                text.push_str(&piece.letters);
                if end > start && text == part.letters {
                    found(index, (start..=end).collect());
                }
            }
        }
    }
}

/// Initials of one name that are written together: RK, Rahul Kumar.
fn initials(short: &[Part], long: &[Part], mut found: impl FnMut(usize, Vec<usize>)) {
    for (index, part) in short.iter().enumerate() {
        let length = part.letters.chars().count();
        if !(2..=3).contains(&length) || part.letters.contains(['a', 'e', 'i', 'o', 'u']) {
            continue;
        }
        for start in 0..(long.len() + 1).saturating_sub(length) {
            let run = &long[start..start + length];
            let firsts: String = run.iter().filter_map(|part| part.letters.chars().next()).collect();
            if firsts == part.letters && !run.iter().any(Part::is_initial) {
                found(index, (start..start + length).collect());
            }
        }
    }
}

fn score(a: &[Part], b: &[Part], pairs: &[Pair], left_a: &[usize], left_b: &[usize]) -> u32 {
    let real: Vec<&Pair> = pairs.iter().filter(|pair| !pair.given.iter().all(|i| a[*i].title) || pair.how != How::Initial).collect();
    let count = u32::try_from(real.len()).unwrap_or(u32::MAX);
    if count == 0 {
        return 0;
    }
    let points: u32 = real.iter().map(|pair| pair.points).sum();
    // Parts left over on both sides contradict each other; on one side they are merely missing.
    let against = u32::try_from(left_a.len().min(left_b.len())).unwrap_or(u32::MAX);
    let mut score = (points + (count + against) / 2) / (count + against);
    let (longer, parts) = if left_a.len() > left_b.len() { (left_a, a) } else { (left_b, b) };
    let off: u32 = longer.iter().skip(against as usize).map(|i| if parts[*i].is_initial() { MISSING_INITIAL } else { MISSING_PART }).sum();
    score = score.saturating_sub(off);
    let last = |parts: &[Part], left: &[usize]| left.len() == 1 && left[0] + 1 == parts.len();
    if against == 1 && last(a, left_a) && last(b, left_b) {
        score += SURNAME_ALONE;
    }
    let ordered = real.iter().all(|one| real.iter().all(|two| one.given[0] < two.given[0] || one.registered[0] >= two.registered[0]));
    score = score.saturating_sub(if ordered { 0 } else { OTHER_ORDER });
    let agreeing = real.iter().filter(|pair| pair.how != How::Initial && pair.points >= AGREES_MIN).count();
    let written_out = |parts: &[Part]| parts.iter().filter(|part| !part.title && !part.is_initial()).count();
    // One part alone is shared by siblings, and by half a village.
    let doubtful = agreeing < 2 && (written_out(a).max(written_out(b)) > 1 || real.iter().any(|pair| pair.how == How::Initial));
    // A doubtful pair is another name until a person has looked.
    let doubtful = doubtful || against > 0 || real.iter().any(|pair| pair.points < AGREES_MIN);
    if doubtful { score.min(ONE_PART_MAX) } else { score }
}

fn rows(a: &[Part], b: &[Part], pairs: &[Pair]) -> Vec<Row> {
    let text = |parts: &[Part], places: &[usize]| places.iter().map(|i| parts[*i].letters.as_str()).collect::<Vec<_>>().join(" ");
    let mut rows = Vec::new();
    for (index, part) in a.iter().enumerate() {
        match pairs.iter().find(|pair| pair.given.contains(&index)) {
            Some(pair) if pair.given[0] == index => rows.push(Row {
                given: Some(text(a, &pair.given)),
                registered: Some(text(b, &pair.registered)),
                how: Some(pair.how),
                title: part.title,
            }),
            Some(_) => {}
            None => rows.push(Row { given: Some(part.letters.clone()), registered: None, how: None, title: part.title }),
        }
    }
    for (index, part) in b.iter().enumerate() {
        if !pairs.iter().any(|pair| pair.registered.contains(&index)) {
            rows.push(Row { given: None, registered: Some(part.letters.clone()), how: None, title: part.title });
        }
    }
    rows
}

#[cfg(test)]
mod tests;
