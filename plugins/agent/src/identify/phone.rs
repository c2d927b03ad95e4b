//! Telephone numbers: international with `+` or `00` and a country code, or Indian as people in India write them.
//!
//! A number without a country code is taken for an Indian one only where it has the shape of an Indian mobile number; another
//! country is never guessed. A number with masked digits is found and reported as incomplete.

use super::label::{self, Label};
use super::place::Place;
use super::vocabulary::Class;
use super::words::Words;
use super::{Found, Kind, State, calling};

/// Digits of an international number.
const DIGITS_MIN: usize = 8;
const DIGITS_MAX: usize = 15;
const SEPARATORS_MAX: usize = 3;
/// Groups that one number is written in, with room for a number beside it.
const GROUPS_MAX: usize = 12;

/// Digits and masks that touch one another.
struct Group {
    /// Masked digits are `x`.
    digits: String,
    end: usize,
}

/// Groups that separators join, read from one place.
struct Candidate {
    start: usize,
    international: bool,
    groups: Vec<Group>,
}

pub(crate) fn find(words: &Words<'_>, taken: &[Found], place: Place) -> Vec<Found> {
    let text = words.text;
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while let Some(char) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let over = taken.iter().find(|taken| taken.span.contains(&at)).map(|taken| taken.span.end);
        let Some(candidate) = over.map_or_else(|| read(words, at), |_| None) else {
            at = over.unwrap_or(at + char.len_utf8());
            continue;
        };
        let label = label::before(words, candidate.start);
        let linked = words.is_linked(at);
        let (next, end) = if linked { (None, candidate.first_end()) } else { judge(text, &candidate, label, place) };
        at = end;
        found.extend(next.filter(|next| !found.iter().any(|earlier| earlier.value == next.value)));
    }
    found
}

/// The candidate that begins at byte `at`, if one does.
fn read(words: &Words<'_>, at: usize) -> Option<Candidate> {
    let text = words.text;
    let rest = text.get(at..)?;
    let first = rest.chars().next()?;
    if !(first == '+' || first == '(' || first.is_ascii_digit() || is_mask(first)) {
        return None;
    }
    let mut behind = text.get(..at)?.chars().rev();
    let (before, earlier) = (behind.next(), behind.next());
    // "Ph.98123 45610" begins a number, "3.98123" goes on with one.
    let point = before == Some('.') && !earlier.is_some_and(char::is_alphabetic);
    let touches = point || before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '/' | '@' | '*' | '•' | '+'));
    // "Mob9825014477", "mob-98250 14477"
    let label = || words.index_at(at).checked_sub(1).filter(|before| matches!(words.gap(before + 1), "" | "-"));
    if touches && !label().is_some_and(|label| words.words[label].class.has(Class::Phone)) {
        return None;
    }
    let mut groups: Vec<Group> = Vec::new();
    let mut separators = 0;
    let mut international = false;
    for (offset, char) in rest.char_indices() {
        let here = at + offset;
        if char.is_ascii_digit() || is_mask(char) {
            let digit = if char.is_ascii_digit() { char } else { 'x' };
            if groups.len() >= GROUPS_MAX && groups.last().is_some_and(|group| group.end < here) {
                break;
            }
            let touching = groups.last().is_some_and(|group| group.end == here);
            match groups.last_mut().filter(|_| touching) {
                Some(group) => {
                    group.digits.push(digit);
                    group.end = here + char.len_utf8();
                }
                None => groups.push(Group { digits: digit.into(), end: here + char.len_utf8() }),
            }
            separators = 0;
        } else if char == '+' && groups.is_empty() && !international {
            international = true;
        } else if is_separator(char) && separators < SEPARATORS_MAX {
            separators += 1;
        } else {
            // Letters that touch: no number, or not the last group of one.
            if char.is_alphabetic() && groups.last().is_some_and(|group| group.end == here) {
                groups.pop();
            }
            break;
        }
    }
    (!groups.is_empty()).then_some(Candidate { start: at, international, groups })
}

fn is_mask(char: char) -> bool {
    matches!(char, 'x' | 'X' | '*' | '•' | '…')
}

fn is_separator(char: char) -> bool {
    matches!(char, ' ' | '-' | '.' | '(' | ')' | '\u{a0}' | '–' | '\u{2011}')
}

impl Candidate {
    fn first_end(&self) -> usize {
        self.groups.first().map_or(self.start + 1, |group| group.end)
    }

    /// Whether so many groups can be one number at all, with room to say that it is too long.
    fn is_short(&self, groups: usize) -> bool {
        self.groups[..groups].iter().map(|group| group.digits.len()).sum::<usize>() <= DIGITS_MAX + 5
    }

    fn digits(&self, groups: usize) -> String {
        self.groups[..groups].iter().map(|group| group.digits.as_str()).collect()
    }

    fn end(&self, groups: usize) -> usize {
        self.groups[groups - 1].end
    }

    fn found(&self, text: &str, groups: usize, state: State, value: Option<String>) -> Found {
        let span = self.start..self.end(groups);
        let value = value.unwrap_or_else(|| text[span.clone()].to_owned());
        Found::new(text, Kind::Phone, span, value, state)
    }
}

/// What the candidate is, and where to read on.
fn judge(text: &str, candidate: &Candidate, label: Option<Label>, place: Place) -> (Option<Found>, usize) {
    let all = candidate.groups.len();
    if matches!(label, Some(Label::Other | Label::Pan | Label::Company)) {
        return (None, candidate.end(all));
    }
    let labelled = label == Some(Label::Phone);
    // The longest run of groups that makes a number: two numbers may stand side by side.
    for groups in (1..=all).rev().filter(|groups| candidate.is_short(*groups)) {
        let digits = candidate.digits(groups);
        if let Some(masks) = masked(candidate, groups, labelled) {
            let state = State::Incomplete(format!("{masks} of its digits are masked"));
            return (Some(candidate.found(text, groups, state, None)), candidate.end(groups));
        }
        let spelled = candidate.groups[0].digits == "91";
        if let Some(number) = local(text, candidate, groups, labelled, place) {
            return (Some(candidate.found(text, groups, State::Whole, Some(number))), candidate.end(groups));
        }
        if let Ok(number) = normal(&digits, candidate.international, labelled || spelled) {
            return (Some(candidate.found(text, groups, State::Whole, Some(number))), candidate.end(groups));
        }
    }
    if !candidate.is_short(all) {
        return (None, candidate.first_end());
    }
    let digits = candidate.digits(all);
    let meant = (labelled && digits.len() >= 5) || (candidate.international && digits.len() >= 4);
    match normal(&digits, candidate.international, labelled) {
        Err(reason) if meant && !digits.contains('x') => {
            (Some(candidate.found(text, all, State::Malformed(reason), None)), candidate.end(all))
        }
        _ => (None, candidate.first_end()),
    }
}

/// How many digits are masked, where the groups have the look of a telephone number with masked digits.
fn masked(candidate: &Candidate, groups: usize, labelled: bool) -> Option<usize> {
    let digits = candidate.digits(groups);
    let masks = digits.matches('x').count();
    let shown = digits.len() - masks;
    let fits = masks >= 2 && shown >= 2 && (DIGITS_MIN..=DIGITS_MAX).contains(&digits.len());
    // Twelve in fours is how identity numbers and cards are masked.
    let in_fours = groups > 1 && candidate.groups[..groups].iter().all(|group| group.digits.len() == 4);
    let mobile = matches!(digits.len(), 10..=12) && digits.starts_with(|c: char| c.is_ascii_digit() && c >= '6') && !in_fours;
    (fits && (labelled || candidate.international || mobile)).then_some(masks)
}

/// The number in E.164 where it is written as Americans do, or as people of the Emirates do and the request is from there.
fn local(text: &str, candidate: &Candidate, groups: usize, labelled: bool, place: Place) -> Option<String> {
    let digits = candidate.digits(groups);
    if candidate.international || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    if place == Place::Emirates && digits.len() == 10 && digits.starts_with("05") {
        return Some(format!("+971{}", &digits[1..]));
    }
    // "501234500": no Indian number has nine digits.
    if place == Place::Emirates && labelled && digits.len() == 9 && digits.starts_with('5') {
        return Some(format!("+971{digits}"));
    }
    // A landline: a city's digit, and seven more.
    if place == Place::Emirates
        && labelled
        && digits.len() == 9
        && digits.starts_with('0')
        && digits[1..].starts_with(['2', '3', '4', '6', '7', '9'])
    {
        return Some(format!("+971{}", &digits[1..]));
    }
    let lengths: Vec<usize> = candidate.groups[..groups].iter().map(|group| group.digits.len()).collect();
    let parted = matches!(lengths.as_slice(), [3, 3, 4] | [1, 3, 3, 4]);
    let national = if digits.len() == 11 { digits.strip_prefix('1')? } else { digits.as_str() };
    let shaped = national.len() == 10 && [0, 3].iter().all(|at| national.as_bytes()[*at] >= b'2');
    let hyphens = text.get(candidate.start..candidate.end(groups)).is_some_and(|text| !text.contains(' '));
    let bracket =
        text.get(candidate.start..).is_some_and(|rest| rest.starts_with('(') && rest.trim_start_matches('(').get(3..4) == Some(")"));
    // An Indian mobile number begins with 6 to 9 too, and may be parted so, by spaces.
    let foreign = national.starts_with(['2', '3', '4', '5']) || digits.len() == 11 || bracket || hyphens;
    let american = match place {
        Place::UnitedStates => parted || labelled,
        Place::Unsaid | Place::Emirates => parted && foreign,
        Place::India => parted && bracket,
    };
    (shaped && american).then(|| format!("+1{national}"))
}

/// The number in E.164, or why it has none, as the rest of a sentence about it. `spelled`: something besides its digits says
/// that 91 in front is a country code.
fn normal(digits: &str, international: bool, spelled: bool) -> Result<String, String> {
    if !digits.chars().all(|c| c.is_ascii_digit()) {
        return Err("some of its digits are masked".into());
    }
    let abroad = if international { Some(digits) } else { digits.strip_prefix("00") };
    if let Some(number) = abroad {
        return foreign(number);
    }
    let national = match digits.len() {
        10 => Some(digits),
        11 => digits.strip_prefix('0'),
        12 if spelled => digits.strip_prefix("91"),
        13 if spelled => digits.strip_prefix("910"),
        _ => None,
    };
    match national {
        Some(national) if national.starts_with(['6', '7', '8', '9']) => Ok(format!("+91{national}")),
        _ => Err("it is no Indian mobile number (10 digits, the first from 6 to 9), and it has no + with a country code".into()),
    }
}

fn foreign(number: &str) -> Result<String, String> {
    let count = number.len();
    if number.starts_with('0') {
        return Err("no country code begins with 0".into());
    }
    for (code, country) in [("91", "an Indian"), ("1", "a North American")] {
        let Some(national) = number.strip_prefix(code) else { continue };
        let national = national.strip_prefix('0').filter(|rest| rest.len() == 10).unwrap_or(national);
        return match national.len() {
            10 => Ok(format!("+{code}{national}")),
            other => Err(format!("{country} number has 10 digits after +{code}, this one has {other}")),
        };
    }
    if !calling::is_called(number) {
        Err("it begins with a calling code that no country has".into())
    } else if (DIGITS_MIN..=DIGITS_MAX).contains(&count) {
        Ok(format!("+{number}"))
    } else {
        Err(format!("an international number has {DIGITS_MIN} to {DIGITS_MAX} digits, this one has {count}"))
    }
}
