//! Names of people. There is no list of names: what a name is follows from the words around it and from how it is written.
//!
//! A run of words that are in no list of common words may be a name ([`super::run`]); what stands before it says how surely
//! ([`super::lead`]). Capitals need little more; without them something must point at a name and something must end it.

use super::lead::Lead;
use super::run::{Reader, Run, is_shouted, is_verbal};
use super::vocabulary::Class;
use super::words::Words;
use super::{Found, Kind, State};
use std::ops::Range;

/// Who is named.
pub(crate) struct Named {
    /// The most likely subject first.
    pub(crate) people: Vec<Found>,
    /// Whether a label names that one.
    pub(crate) labelled: bool,
    /// From here on, in bytes, whoever wrote the request speaks of himself.
    pub(crate) end: usize,
}

/// People in a request.
pub(crate) fn find(words: &Words<'_>, taken: &[Found]) -> Named {
    let mut reader = Reader::new(words, taken);
    let parted = reader.parted();
    for (_, words) in &parted {
        words.iter().for_each(|words| reader.taken[words.clone()].fill(true));
    }
    let end = reader.signature();
    let mut runs: Vec<(Lead, Range<usize>)> = Vec::new();
    let mut doubtful: Vec<(Lead, Run)> = Vec::new();
    let mut index = 0;
    // Single names follow one another behind a label of several.
    let mut listing = false;
    while index < end {
        let Some(run) = reader.run(index) else {
            index += 1;
            continue;
        };
        index = run.words.end;
        let listed = runs.last().is_some_and(|(_, last)| last.end == run.words.start || last.end + 1 == run.words.start);
        let lead = reader.lead(run.words.start, listed);
        if lead == Lead::Never || !reader.is_person(&run) || reader.is_speaker(&run.words) || reader.is_sentence(lead, &run.words) {
            continue;
        }
        // "tenants: Shalini, Pooja"
        listing = run.capital && run.len() == 1 && (listing && listed || lead == Lead::Titled && reader.is_plural(run.words.start - 1));
        let lead = if listing { lead.max(Lead::Titled) } else { lead };
        if reader.is_believed(lead, &run) {
            runs.push((lead, run.words));
        } else {
            doubtful.push((lead, run));
        }
    }
    // "KA-53-MD-2218 (Chethan), 23BH4410C (Anil Suri)": what is written beside one number as who it belongs to is so beside the others.
    if runs.iter().any(|(_, words)| reader.is_aside(words)) {
        let aside = |(_, run): &&(Lead, Run)| reader.is_single(run) && reader.is_aside(&run.words);
        runs.extend(doubtful.iter().filter(aside).map(|(lead, run)| (*lead, run.words.clone())));
    }
    // Where people are written with capitals, "for logo design" is nobody.
    if runs.iter().any(|(_, words)| reader.is_capital(words.start)) {
        runs.retain(|(lead, words)| *lead != Lead::Pointed || reader.is_capital(words.start) || !reader.is_pointed(words.start));
    }
    if runs.is_empty() && parted.is_empty() && !taken.iter().any(|one| one.kind == Kind::Name) {
        runs = reader.likeliest(&doubtful, !taken.is_empty());
    }
    let sure = runs.iter().position(|(lead, _)| *lead == Lead::Labelled);
    if let Some(first) = sure {
        runs[..=first].rotate_right(1);
    }
    let mut found: Vec<Found> = parted.into_iter().map(|(found, _)| found).collect();
    let labelled = sure.is_some() || !found.is_empty();
    for next in runs.iter().map(|(_, run)| reader.found(run)) {
        if !found.iter().any(|earlier| earlier.value == next.value) {
            found.push(next);
        }
    }
    // "Mr Fonseka" is who is called Ruwan Fonseka elsewhere.
    let wholes: Vec<String> = found.iter().map(|one| one.value.clone()).filter(|value| value.contains(' ')).collect();
    found.retain(|one| one.value.contains(' ') || !wholes.iter().any(|whole| whole.split(' ').any(|part| part == one.value)));
    Named { people: found, labelled, end: words.words.get(end).map_or(words.text.len(), |word| word.start) }
}

impl Reader<'_, '_> {
    /// Whether somebody is named by the run, whatever else the request says.
    fn is_believed(&self, lead: Lead, run: &Run) -> bool {
        let several = self.is_several(run);
        let bounded = self.is_bounded(&run.words);
        let abstraction =
            || self.words.words[run.words.clone()].iter().any(|word| word.text.ends_with("tion") || word.text.ends_with("ness"));
        let verbal = !run.capital && (is_verbal(self.words.words[run.words.start].text) || abstraction());
        match lead {
            _ if verbal && lead != Lead::Labelled => false,
            Lead::Never => false,
            Lead::Labelled => several || (bounded && (run.capital || self.is_marked(run.words.start))),
            Lead::Titled => run.capital || bounded,
            Lead::Pointed if self.is_own(run) => true,
            _ if self.is_relative(&run.words) => true,
            _ if run.capital => several,
            Lead::Pointed => several && bounded,
            // "arjun rampal's phone"
            Lead::Begins | Lead::Unsaid if self.is_owner(&run.words) => several,
            Lead::Begins | Lead::Unsaid if self.is_object(&run.words) => several && run.len() <= 3,
            Lead::Begins => several && run.len() <= 4 && self.is_line(&run.words),
            Lead::Unsaid => false,
        }
    }

    /// Whether the words stand in brackets behind something that was found.
    fn is_aside(&self, words: &Range<usize>) -> bool {
        let behind = words.start.checked_sub(1).is_some_and(|before| self.is_taken(before));
        behind && self.words.gap(words.start) == " (" && self.words.gap(words.end).starts_with(')')
    }

    /// "arjun rampal's phone", "suresh kumar ki gaadi"
    fn is_owner(&self, words: &Range<usize>) -> bool {
        self.is_possessive(words.end - 1) || matches!(self.plain(words.end), "ka" | "ke" | "ki") && self.words.gap(words.end) == " "
    }

    /// "pls do amit kumar kyc", "amit kumar pan verification"
    fn is_object(&self, words: &Range<usize>) -> bool {
        let asked = self.words.gap(words.end) == " " && (self.is(words.end, Class::Request) || self.is(words.end, Class::Pan));
        let begins =
            words.start.checked_sub(1).is_none_or(|before| self.words.gap(words.start).contains('\n') || self.is(before, Class::Function));
        asked && begins
    }

    /// One word behind what somebody is to the writer, with an end: "my maid sunita, …".
    fn is_own(&self, run: &Run) -> bool {
        let words = &run.words;
        let Some(role) = words.start.checked_sub(1) else { return false };
        let own = self.is_called(role) || self.is(role, Class::Role) && self.is_own_word(role);
        let ends = words.end >= self.len()
            || self.words.gap(words.end).contains([',', ';', '.', '?', '!', '(', ':', '\n'])
            || self.is_taken(words.end)
            || self.is_owner(words)
            || self.words.words[words.end].class.is_label()
            || run.capital && self.is_bounded(words);
        own && words.len() == 1 && ends && self.words.gap(words.start) == " " && !is_shouted(self.words.words[words.start].text)
    }

    /// "sunita w/o rajesh"
    fn is_relative(&self, words: &Range<usize>) -> bool {
        let relation = matches!(self.plain(words.end), "s" | "d" | "w" | "h" | "c");
        relation && self.plain(words.end + 1) == "o" && self.words.gap(words.end + 1) == "/" && self.words.gap(words.end) == " "
    }

    /// Whether nothing but a word that stands before much else points at word `start`: "for …", "of …".
    fn is_pointed(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1).filter(|_| self.words.gap(start) == " ") else { return false };
        self.is(before, Class::Pointing) && !self.is(before, Class::Role) && !self.is(before, Class::Request)
    }

    /// "[10:42] Amit Trivedi: …"
    fn is_speaker(&self, words: &Range<usize>) -> bool {
        let timed = words
            .start
            .checked_sub(1)
            .is_some_and(|before| self.words.words[before].text.ends_with(|c: char| c.is_ascii_digit() || matches!(c, 'M' | 'm')));
        let stamped = matches!(self.words.gap(words.start), "] " | " - ") && timed;
        // "On Monday Tom Baker <tom@…> wrote: …"
        let wrote = self.words.gap(words.end).starts_with([' ', ':'])
            && (words.end..words.end + 6).any(|index| self.plain(index) == "wrote" && self.words.gap(index + 1).starts_with(':'));
        stamped && self.words.gap(words.end).starts_with(':') || wrote
    }

    /// Whether the words, of a script whose words are in no list, go on to or from what was found: "पान कार्ड ABCPE1234F दिया".
    fn is_sentence(&self, lead: Lead, words: &Range<usize>) -> bool {
        let before = words.start.checked_sub(1).is_some_and(|before| self.is_taken(before) && self.words.gap(words.start) == " ");
        let behind = self.is_taken(words.end) && matches!(self.words.gap(words.end).trim(), "" | ":" | "=");
        lead < Lead::Pointed && !self.words.words[words.start].is_latin() && (before || behind)
    }

    /// Whether more than a space stands between a label and the name: "name: …", "naam … hai", "name is …".
    fn is_marked(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1) else { return false };
        !self.words.gap(start).trim().is_empty() || self.plain(before) != "name"
    }

    /// Where nobody is surely named: the one word that a request points at, or the pieces of an enumeration.
    fn likeliest(&self, doubtful: &[(Lead, Run)], identified: bool) -> Vec<(Lead, Range<usize>)> {
        let pointed = |(lead, run): &&(Lead, Run)| {
            let sign = run.words.start.checked_sub(1).is_some_and(|before| {
                let belongs = before > 0 && matches!(self.plain(before - 1), "belong" | "belongs" | "belonging" | "registered" | "linked");
                let role = before > 0 && self.is(before - 1, Class::Role);
                let said = matches!(self.plain(before), "of" | "for" | "on")
                    || (self.plain(before) == "is" && role)
                    || (self.plain(before) == "to" && belongs);
                said || self.is(before, Class::Request) || self.is(before, Class::Role)
            });
            *lead == Lead::Pointed && sign && self.is_single(run)
        };
        let piece = |(lead, run): &&(Lead, Run)| {
            let end = run.words.end;
            let ends = end >= self.len() || self.words.gap(end).contains([',', ';', '\n', '|']) || self.is_taken(end);
            let long = (2..=5).contains(&run.len()) || self.is_single(run);
            identified && *lead >= Lead::Begins && long && ends
        };
        let followed = |(lead, run): &&(Lead, Run)| {
            let from = run.words.start.checked_sub(1).is_some_and(|before| self.plain(before) == "from");
            *lead >= Lead::Begins && !from && self.is_single(run) && self.is_taken(run.words.end)
        };
        let lower = |(lead, run): &&(Lead, Run)| identified && *lead == Lead::Pointed && self.is_lower(run);
        let first = doubtful.iter().find(pointed).or_else(|| doubtful.iter().find(piece)).or_else(|| doubtful.iter().find(lower));
        let Some(first) = first else { return Vec::new() };
        let others = doubtful.iter().filter(|other| other.1 != first.1).filter(followed);
        std::iter::once(first).chain(others).map(|(lead, run)| (*lead, run.words.clone())).collect()
    }

    /// Whether the run is one word that may be a name of its own: no acronym, and not the head of a thing's name, as in "Max Life".
    fn is_single(&self, run: &Run) -> bool {
        let end = run.words.end;
        let word = &self.words.words[run.words.start];
        let headed = self.words.gap(end) == " " && self.is(end, Class::Noun) && self.words.words[end].text.starts_with(char::is_uppercase);
        run.capital
            && run.len() == 1
            && !word.common
            && !(is_shouted(word.text) && word.text.is_ascii())
            && !headed
            && self.is_bounded(&run.words)
    }

    /// One word in lower case that is asked about and goes on with what was found or a label: "verify priya, pan …".
    fn is_lower(&self, run: &Run) -> bool {
        let Range { start, end } = run.words;
        let word = &self.words.words[start];
        let asked =
            start.checked_sub(1).is_some_and(|before| self.is(before, Class::Request) || matches!(self.plain(before), "of" | "for"));
        let goes_on = self.is_taken(end) || self.word(end).is_some_and(|next| next.class.is_label());
        let abstraction = ["ance", "ence", "ity", "ment", "ness", "ship", "tion"].iter().any(|end| word.text.ends_with(end));
        let named = run.len() == 1 && word.text.len() > 3 && word.is_alphabetic() && !abstraction && !is_verbal(word.text);
        named && asked && goes_on && matches!(self.words.gap(end), " " | ", " | " (" | " - " | ": ")
    }

    /// Whether a line or a field begins with the words and ends with them or goes on with what was found: "rahul sharma 98123 45610".
    fn is_line(&self, words: &Range<usize>) -> bool {
        let breaks = ['\n', ';', '|'];
        let begins = words.start == 0 || self.words.gap(words.start).contains(breaks);
        let gap = self.words.gap(words.end);
        let labelled = matches!(gap, " " | ", ")
            && self.word(words.end).is_some_and(|word| word.class.has_any(&[Class::Other, Class::Pan, Class::Phone]));
        let ends = gap.contains(breaks)
            || matches!(gap, " (" | " - " | " – " | " / ")
            || labelled
            || self.is_taken(words.end)
            || (words.end == self.len() && words.start > 0);
        begins && ends
    }

    /// Where the signature of a letter begins: "Regards,\nSneha Kulkarni\nCompliance Desk".
    fn signature(&self) -> usize {
        let begins = |index: usize| {
            let closing = |index: usize| self.is(index, Class::Closing);
            let signed = self.words.gap(index + 1).contains([',', '\n', '-', '–', '—']);
            let next = index + 1;
            index > 0 && closing(index) && self.begins_clause(index) && signed && (self.is_eligible(next) || closing(next))
        };
        let ruled = |index: usize| self.words.gap(index).contains("\n--\n") || self.words.gap(index).contains("\n-- \n");
        (0..self.len()).find(|index| begins(*index) || ruled(*index)).unwrap_or(self.len())
    }

    /// Names whose parts have labels of their own, with the words of each: "last name O'Neil, first name Shaquille".
    fn parted(&self) -> Vec<(Found, Vec<Range<usize>>)> {
        // First names, middle names, last names.
        let mut parts: [Vec<Range<usize>>; 3] = Default::default();
        for index in 0..self.len() {
            let (part, behind) = match (self.plain(index), self.plain(index + 1)) {
                ("first" | "given", "name" | "names") => (0, index + 2),
                ("forename" | "forenames" | "firstname" | "fname", _) => (0, index + 1),
                ("first" | "fn", _) if self.words.gap(index + 1).starts_with(':') => (0, index + 1),
                ("last" | "ln", _) if self.words.gap(index + 1).starts_with(':') => (2, index + 1),
                ("middle", "name" | "names") => (1, index + 2),
                ("last" | "family", "name" | "names") => (2, index + 2),
                ("surname" | "lastname" | "lname", _) => (2, index + 1),
                _ => continue,
            };
            // "Given name(s): …", "surname is …"
            let behind = behind + usize::from(self.plain(behind) == "s" && self.words.gap(behind) == "(");
            let behind = behind + usize::from(self.plain(behind) == "is");
            parts[part].extend(self.run(behind).map(|run| run.words));
        }
        let [first, middle, last] = parts;
        if first.len() != last.len() {
            return Vec::new();
        }
        let middle = middle.into_iter().map(Some).chain(std::iter::repeat(None));
        first
            .into_iter()
            .zip(middle)
            .zip(last)
            .map(|((first, middle), last)| self.put_together([Some(first), middle, Some(last)]))
            .collect()
    }

    fn put_together(&self, parts: [Option<Range<usize>>; 3]) -> (Found, Vec<Range<usize>>) {
        let parts: Vec<Range<usize>> = parts.into_iter().flatten().collect();
        let found: Vec<Found> = parts.iter().map(|words| self.found(words)).collect();
        let value = found.iter().map(|part| part.value.as_str()).collect::<Vec<_>>().join(" ");
        let start = found.iter().map(|part| part.span.start).min().unwrap_or_default();
        let end = found.iter().map(|part| part.span.end).max().unwrap_or_default();
        (Found::new(self.words.text, Kind::Name, start..end, value, State::Whole), parts)
    }
}
