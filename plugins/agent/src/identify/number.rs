//! Numbers of people, vehicles, accounts and businesses: where they stand, by a label before them or by their shape alone.
//!
//! One pass over the text. A label decides; without one only what can hardly be anything else is believed ([`form`]).

use super::announce;
use super::code::{Run, is_glued_before, is_glued_behind};
use super::form::{self, Written};
use super::label::{self, Label};
use super::lexicon::Classes;
use super::vocabulary::{BETWEEN, Class, FILLER};
use super::words::Words;
use super::{Found, Kind, State, given};
use std::cell::OnceCell;
use std::ops::Range;

/// Pieces that one is written in at most: an IBAN in fours.
const PIECES_MAX: usize = 9;
/// Characters of one piece that may still be meant as a number, too long as it is.
const ATTEMPT_MAX: usize = 40;
/// Words between a label and a number that it announces.
const REACH: usize = 9;

/// Before "licence" or "registration", they make it another document's.
const OTHERS: &[&str] = &["driver", "drivers", "driving", "s", "gst", "company", "business", "arms", "marriage", "birth"];

/// Kinds that need no label, by how surely their shape tells them.
const CERTAIN: [Kind; 8] = [Kind::Iban, Kind::Lei, Kind::Vin, Kind::EmiratesId, Kind::Ssn, Kind::Aadhaar, Kind::Ifsc, Kind::VehicleNumber];

/// All such numbers that stand outside of what is `taken`.
pub(crate) fn find(words: &Words<'_>, taken: &[Found]) -> Vec<Found> {
    let runs = words.runs.as_slice();
    let cased = words.text.contains(char::is_uppercase);
    let reader = Reader { words, cased, runs, taken, mentioned: OnceCell::new() };
    let mut found: Vec<Found> = Vec::new();
    let mut index = 0;
    // The last label that no number stands right behind.
    let mut open: Option<(Kind, usize)> = None;
    while index < runs.len() {
        let next = match reader.label(index) {
            Some((kind, behind)) => {
                let next = reader.labelled(kind, behind);
                // "account of Acme with IFSC HDFC0001234: 5010…": another number in between closes no label.
                match &next {
                    None => open = Some((kind, behind)),
                    Some(found) => open = open.filter(|(waiting, _)| *waiting != found.kind),
                }
                next
            }
            None => reader.unlabelled(index).or_else(|| reader.again(found.last()?, index)).or_else(|| reader.announced(open?, index)),
        };
        match next {
            Some(next) => {
                let end = next.span.end;
                while index < runs.len() && runs[index].start < end {
                    index += 1;
                }
                if !found.iter().any(|earlier| earlier.kind == next.kind && earlier.value == next.value) {
                    found.push(next);
                }
            }
            None => index += 1,
        }
    }
    found
}

/// What says that a number is of its kind, from the least to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Nothing,
    /// "account …"
    Labelled,
    /// "account: …", "a/c …"
    Marked,
    /// "account number …"
    Numbered,
}

/// Pieces put together.
#[derive(Default)]
struct Joined {
    upper: String,
    pieces: Vec<usize>,
    hyphens: bool,
    end: usize,
}

impl Joined {
    fn written(&self) -> Written<'_> {
        Written { upper: &self.upper, pieces: &self.pieces, hyphens: self.hyphens }
    }

    fn masks(&self) -> usize {
        self.upper.chars().filter(|c| super::code::is_mask(*c)).count()
    }
}

struct Reader<'r, 'a> {
    words: &'r Words<'a>,
    /// Something is written in capitals.
    cased: bool,
    runs: &'r [Run<'a>],
    taken: &'r [Found],
    /// Kinds that a label somewhere speaks of.
    mentioned: OnceCell<Vec<Kind>>,
}

impl Reader<'_, '_> {
    /// The label that begins with run `index`, and the run behind it.
    fn label(&self, index: usize) -> Option<(Kind, usize)> {
        let (kind, phrase, count) = announce::longest(self.runs.get(index..)?)?;
        let behind = index + count;
        if phrase == "a c" && self.gap(index + 1) != "/" {
            return None;
        }
        // "driver RC", but "Ravi (driver), RC …"
        let before = index
            .checked_sub(1)
            .filter(|_| !self.gap(index).contains([',', ';', ':', '\n', '(', ')']))
            .map_or("", |before| self.runs[before].text);
        let others = OTHERS.iter().any(|other| before.eq_ignore_ascii_case(other)) || kind == Kind::TradeLicence && self.is_others(index);
        (!(others && count == 1 && matches!(kind, Kind::TradeLicence | Kind::VehicleNumber))).then_some((kind, behind))
    }

    /// "liquor licence", "our Microsoft license": of those without a word that says so, a licence to trade stands behind none but these.
    fn is_others(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1).filter(|_| self.gap(index) == " ") else { return false };
        let plain = self.runs[before].text.to_lowercase();
        let class = Classes::of(&plain);
        !(class.has_any(&[Class::Function, Class::Filler, Class::Legal, Class::Request, Class::Ending]) || class.has(Class::Licensing))
    }

    fn gap(&self, index: usize) -> &str {
        let from = index.checked_sub(1).map_or(0, |before| self.runs[before].end());
        self.runs.get(index).and_then(|run| self.words.text.get(from..run.start)).unwrap_or_default()
    }

    /// What stands behind a label.
    fn labelled(&self, kind: Kind, behind: usize) -> Option<Found> {
        let mut first = behind;
        let skipped = |text: &str| FILLER.iter().chain(BETWEEN).any(|filler| text.eq_ignore_ascii_case(filler));
        while first < behind + 5 && self.runs.get(first).is_some_and(|run| skipped(run.text)) {
            first += 1;
        }
        let start = self.runs.get(first)?.start;
        let between = self.words.text.get(self.runs[behind - 1].end()..start)?;
        let ended =
            between.contains([',', ';', '\n', '?', '!', '(', ')']) || between.contains(". ") && !between.to_lowercase().contains("no.");
        if ended || self.is_taken(start) {
            return None;
        }
        let begins = self.runs.get(first).is_some_and(|run| is_numbered(kind, run.text) || self.is_series(kind, run, "-"));
        let numbered = self.runs[behind..first]
            .iter()
            .any(|run| ["no", "number", "num", "nos"].iter().any(|word| run.text.eq_ignore_ascii_case(word)));
        let short = ["c", "acct", "acc"].iter().any(|word| self.runs[behind - 1].text.eq_ignore_ascii_case(word));
        let told = match (numbered, between.contains([':', '#', '=']) || short) {
            (true, _) => Told::Numbered,
            (false, true) => Told::Marked,
            (false, false) => Told::Labelled,
        };
        // "the trade licence of 2024"
        let year = |run: &Run<'_>| run.text.len() == 4 && run.text.starts_with(['1', '2']);
        let dated = kind == Kind::TradeLicence && told == Told::Labelled && self.runs.get(first).is_some_and(year);
        (begins && !dated).then(|| self.read(kind, first, told)).flatten()
    }

    /// "the EIN of Acme Widgets is 12-3456789", "UAN of Meena Rao - 1003 …": what a label announced earlier in the sentence.
    fn announced(&self, (kind, behind): (Kind, usize), index: usize) -> Option<Found> {
        let run = &self.runs[index];
        let close = index.checked_sub(1).filter(|before| *before >= behind && index - behind <= REACH)?;
        let said = self.runs[close].text.eq_ignore_ascii_case("is") || self.gap(index).contains(['-', ':', '=', '–', '—']);
        if !said || !is_numbered(kind, run.text) || self.is_taken(run.start) || is_glued_before(self.words.text, run.start) {
            return None;
        }
        // "EIN of Acme Inc. phone: …"
        if matches!(label::before(self.words, run.start), Some(Label::Pan | Label::Phone | Label::Company)) {
            return None;
        }
        let between = self.words.text.get(self.runs[behind - 1].end()..run.start)?;
        let ended = between.contains([',', ';', '\n', '?', '!', '|']) || ends_sentence(between);
        self.read(kind, index, Told::Labelled).filter(|found| !ended && is_formed(found))
    }

    /// "UANs 101209384756, 100918273645": one more of a kind whose numbers are all of one length.
    fn again(&self, last: &Found, index: usize) -> Option<Found> {
        let run = &self.runs[index];
        let listed = matches!(last.kind, Kind::Ein | Kind::RoutingNumber | Kind::Ssn | Kind::Trn | Kind::Uan);
        let joined = matches!(self.words.text.get(last.span.end..run.start), Some(", " | " & " | " and " | " / "));
        let next = (listed && joined && !self.is_taken(run.start)).then(|| self.read(last.kind, index, Told::Labelled)).flatten();
        next.filter(is_formed)
    }

    fn unlabelled(&self, index: usize) -> Option<Found> {
        let run = &self.runs[index];
        let digit = run.text.starts_with(|c: char| c.is_ascii_digit() || super::code::is_mask(c));
        if run.text.len() < 2 || (!digit && !run.text.starts_with(|c: char| c.is_ascii_alphabetic())) || self.is_taken(run.start) {
            return None;
        }
        // "+971 50 …"
        if self.words.text.get(..run.start).is_some_and(|before| before.ends_with('+')) {
            return None;
        }
        // Most runs are words; none of these begins with more letters than six.
        let letters = run.text.bytes().take_while(u8::is_ascii_alphabetic).count();
        if letters > 6
            || (letters == run.text.len() && letters > 4)
            || is_glued_before(self.words.text, run.start)
            || self.words.is_linked(run.start)
        {
            return None;
        }
        let found =
            CERTAIN.into_iter().filter(|kind| form::may_begin(*kind, run.text)).find_map(|kind| self.read(kind, index, Told::Nothing))?;
        // "my vehicle is 1HGCM82633A004352"
        let at = self.words.index_at(run.start);
        let vehicle = (1..=2).filter_map(|back| at.checked_sub(back)).any(|before| self.words.words[before].plain == "vehicle");
        let fits = label::before(self.words, run.start) != Some(Label::Other) || found.kind == Kind::Vin && vehicle;
        fits.then_some(found)
    }

    /// The longest number of a kind that begins with run `first`; what was meant as one where it is labelled.
    fn read(&self, kind: Kind, first: usize, told: Told) -> Option<Found> {
        let labelled = told > Told::Nothing;
        let most = *form::length(kind).end();
        let start = self.runs[first].start;
        let mut joined = Joined::default();
        let mut whole: Option<(usize, String)> = None;
        let mut attempt: Option<(usize, State)> = None;
        for run in self.runs.iter().skip(first).take(PIECES_MAX) {
            if !joined.pieces.is_empty() && !self.joins(kind, &mut joined, run, labelled) {
                break;
            }
            joined.upper.extend(run.text.chars().map(|char| char.to_ascii_uppercase()));
            joined.pieces.push(run.text.chars().count());
            joined.end = run.end();
            let count = joined.upper.chars().count();
            if count > most + if labelled { 5 } else { 0 } && (!labelled || joined.pieces.len() > 1 || count > ATTEMPT_MAX) {
                break;
            }
            let masks = joined.masks().max(crosses(kind, &joined.upper));
            let glued = is_glued_behind(self.words.text, joined.end);
            if masks > 0 {
                if self.is_masked(kind, &joined, labelled) && !glued {
                    attempt = Some((joined.end, State::Incomplete(format!("{masks} of its characters are masked"))));
                }
                continue;
            }
            let believed = labelled && form::fault(kind, &joined.written()).is_none() || !labelled && self.is_certain(kind, &joined, run);
            if believed && !glued {
                whole = Some((joined.end, form::normal(kind, &joined.upper, self.words.text.get(start..joined.end)?)));
            } else if labelled && is_attempt(kind, &joined, told) {
                let fault = form::fault(kind, &joined.written()).unwrap_or_else(|| "it is part of a longer number".into());
                attempt = Some((joined.end, State::Malformed(fault)));
            } else if let Some(state) = (!labelled && !glued).then(|| self.failed(kind, &joined)).flatten() {
                attempt = Some((joined.end, state));
            }
        }
        if let Some((end, value)) = whole {
            return Some(Found::new(self.words.text, kind, start..end, value, State::Whole));
        }
        let (end, state) = attempt?;
        Some(self.as_written(kind, start..end, state))
    }

    fn is_certain(&self, kind: Kind, joined: &Joined, last: &Run<'_>) -> bool {
        // Without capitals they are codes only where nothing is written in capitals.
        let lower = matches!(kind, Kind::Ifsc | Kind::VehicleNumber) && last.text.contains(|c: char| c.is_ascii_lowercase());
        !(lower && self.cased) && form::length(kind).contains(&joined.upper.len()) && form::is_certain(kind, &joined.written())
    }

    fn is_masked(&self, kind: Kind, joined: &Joined, labelled: bool) -> bool {
        let count = joined.upper.chars().count();
        let fits = form::length(kind).contains(&count) || (labelled && matches!(kind, Kind::Iban | Kind::AccountNumber) && count >= 6);
        let aadhaar = || kind == Kind::Aadhaar && joined.pieces == [4, 4, 4] && self.is_mentioned(kind);
        let emirati = || kind == Kind::EmiratesId && joined.pieces == [3, 4, 7, 1] && joined.upper.starts_with("784");
        fits && (labelled || kind == Kind::Ssn && joined.pieces == [3, 2, 4] || aadhaar() || emirati())
    }

    /// Whether a label of the kind stands anywhere.
    fn is_mentioned(&self, kind: Kind) -> bool {
        let labels = || (0..self.runs.len()).filter_map(|index| Some(self.label(index)?.0)).collect();
        self.mentioned.get_or_init(labels).contains(&kind)
    }

    /// Why what nothing labels is no number of a kind that the request speaks of, though it has the form of one.
    fn failed(&self, kind: Kind, joined: &Joined) -> Option<State> {
        let digits = |range: Range<usize>| joined.upper.get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let formed = match kind {
            Kind::Iban => form::iban_length(joined.upper.get(..2)?) == Some(joined.upper.len()) && digits(2..4),
            Kind::EmiratesId => joined.upper.starts_with("784") && joined.upper.len() == 15,
            Kind::Ssn => joined.pieces == [3, 2, 4] && joined.hyphens && given::fault(kind, &joined.upper).is_some(),
            _ => false,
        };
        let fault = formed.then(|| form::fault(kind, &joined.written())).flatten()?;
        self.is_mentioned(kind).then_some(State::Malformed(fault))
    }

    /// Whether `run` goes on with what was read.
    fn joins(&self, kind: Kind, joined: &mut Joined, run: &Run<'_>, labelled: bool) -> bool {
        let gap = self.words.text.get(joined.end..run.start).unwrap_or_default();
        let crossed = joined.upper.contains('X') && run.text.eq_ignore_ascii_case("x");
        // "mh 12 ab 1234": what are words elsewhere are none behind a state and a district.
        let behind_district = kind == Kind::VehicleNumber && joined.pieces == [2, 2] && joined.upper.get(..2).is_some_and(form::is_state);
        let series = behind_district && run.text.len() <= 2 && run.text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let series = series || self.is_series(kind, run, gap) && joined.pieces.len() <= 3;
        let piece = crossed || series || is_numbered(kind, run.text);
        let hyphen = gap == "-";
        let touches = match kind {
            // "DED 616529": whoever issued it, and the number.
            Kind::TradeLicence => hyphen || gap == " " && is_issuer(&joined.upper) && run.text.bytes().all(|byte| byte.is_ascii_digit()),
            Kind::AccountNumber | Kind::Cik | Kind::Vin | Kind::Lei => gap == " " || hyphen,
            // "6530/6165/8398", but "…/9876543210"
            Kind::Aadhaar | Kind::Uan | Kind::EmiratesId | Kind::Ssn if labelled && gap == "/" => run.text.len() <= 7,
            _ => matches!(gap, " " | "-" | " - " | "." | "\u{a0}"),
        };
        joined.hyphens |= hyphen;
        let word =
            form::is_numeric(kind) && !run.text.chars().all(|c| c.is_ascii_digit() || super::code::is_mask(c) || matches!(c, 'x' | 'X'));
        touches && piece && !word && !self.is_taken(run.start)
    }

    /// Letters that are a piece of a number and no word: "KA 01 AB 1234", "GB82 WEST …", "CN-1234567", "CNRB 0002817".
    fn is_series(&self, kind: Kind, run: &Run<'_>, gap: &str) -> bool {
        let kinds = matches!(kind, Kind::VehicleNumber | Kind::Iban | Kind::TradeLicence) || kind == Kind::Ifsc && run.text.len() == 4;
        let letters = run.text.len() <= 5 && run.text.bytes().all(|byte| byte.is_ascii_alphabetic());
        let shouted = run.text.bytes().all(|byte| byte.is_ascii_uppercase());
        let plain = run.text.bytes().all(|byte| byte.is_ascii_lowercase()) && (gap == "-" || !Classes::of(run.text).is_common());
        kinds && letters && (shouted || (plain && kind != Kind::TradeLicence))
    }

    fn as_written(&self, kind: Kind, span: Range<usize>, state: State) -> Found {
        let text = self.words.text.get(span.clone()).unwrap_or_default().to_owned();
        Found::new(self.words.text, kind, span, text, state)
    }

    fn is_taken(&self, at: usize) -> bool {
        self.taken.iter().any(|taken| taken.span.contains(&at))
    }
}

/// Whether it can be the short name of whoever issues licences.
fn is_issuer(upper: &str) -> bool {
    upper.len() > 1 && upper.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether a sentence ends in the text. The point of a title, an initial or a legal form ends none: "of Acme Ltd. is …".
fn ends_sentence(text: &str) -> bool {
    let class = |word: &str| Classes::of(&word.to_lowercase());
    let legal = |word: &str| class(word).has(Class::Legal) || ["co", "est"].contains(&word.to_lowercase().as_str());
    text.match_indices(". ").any(|(at, point)| {
        let before = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let behind = text[at + point.len()..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let goes_on = !behind.starts_with(char::is_uppercase) || legal(behind);
        !(class(before).has(Class::Title) || before.chars().count() == 1 || legal(before) && goes_on)
    })
}

/// Whether it has the form of its kind, though nobody may ever have been given it.
fn is_formed(found: &Found) -> bool {
    let digits: String = found.value.chars().filter(char::is_ascii_digit).collect();
    found.is_whole() || form::length(found.kind).contains(&digits.len()) && given::fault(found.kind, &digits).is_some()
}

/// Whether it has a digit or a mask.
fn is_numbered(kind: Kind, text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_digit() || super::code::is_mask(c)) || crosses(kind, text) > 0
}

/// How many letters X stand where digits must: they are masks.
fn crosses(kind: Kind, text: &str) -> usize {
    let count = text.chars().filter(|c| matches!(c, 'x' | 'X')).count();
    let digits = || text.chars().filter(|c| c.is_ascii_digit() || super::code::is_mask(*c)).count();
    if count > 1 && form::is_numeric(kind) && digits() + count == text.chars().count() { count } else { 0 }
}

/// Whether a text behind a label was meant as a number of the kind.
fn is_attempt(kind: Kind, joined: &Joined, told: Told) -> bool {
    let upper = joined.upper.as_str();
    let digits = upper.chars().filter(char::is_ascii_digit).count();
    let count = upper.chars().count();
    match kind {
        Kind::VehicleNumber => joined.pieces.len() <= 4 && count >= 5 && digits >= 2 && upper.get(..2).is_some_and(form::is_state),
        // "account 360", "a licence of 2024": anything may stand behind these words, unless more says that a number does.
        Kind::AccountNumber | Kind::TradeLicence => match told {
            Told::Numbered => digits > 0,
            Told::Marked => digits >= 3,
            Told::Labelled | Told::Nothing => false,
        },
        Kind::Ifsc | Kind::Vin => digits >= 2 && joined.pieces.len() == 1 && count + 4 >= *form::length(kind).start(),
        Kind::Iban | Kind::Lei => digits >= 2 && count >= 10,
        _ => digits >= 4 && digits + 2 >= count,
    }
}
