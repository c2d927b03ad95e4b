//! Runs of words that may be a person's name, by how they are written.

use super::vocabulary::Class;
use super::words::{Word, Words, is_letter};
use super::{Found, Kind, State};
use std::ops::Range;

/// Words of a name.
pub(crate) const WORDS_MAX: usize = 6;

/// A request, read for names.
pub(crate) struct Reader<'a, 'w> {
    pub(crate) words: &'w Words<'a>,
    /// For each word, whether it is part of something else that was found.
    pub(crate) taken: Vec<bool>,
    /// All is written in capitals, so that they tell nothing.
    shouted: bool,
}

/// A run of words, and how they are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) words: Range<usize>,
    /// Capitals tell its words from those around it.
    pub(crate) capital: bool,
}

impl Run {
    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }
}

impl<'a, 'w> Reader<'a, 'w> {
    pub(crate) fn new(words: &'w Words<'a>, found: &[Found]) -> Self {
        let mut taken = vec![false; words.words.len()];
        for one in found {
            let from = words.index_at(one.span.start);
            // "PAN-ABCDE1234F" is one word, of which the number is a part.
            let from = from.checked_sub(1).filter(|before| words.words[*before].end() > one.span.start).unwrap_or(from);
            taken[from..words.index_at(one.span.end)].fill(true);
        }
        let shouted = words.words.iter().filter(|word| word.text.len() > 3).all(|word| !word.text.contains(char::is_lowercase));
        Reader { words, taken, shouted }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.words.len()
    }

    pub(crate) fn word(&self, index: usize) -> Option<&'w Word<'a>> {
        self.words.words.get(index)
    }

    pub(crate) fn plain(&self, index: usize) -> &'w str {
        self.word(index).map_or("", |word| word.plain.as_str())
    }

    pub(crate) fn is(&self, index: usize, class: Class) -> bool {
        self.word(index).is_some_and(|word| word.class.has(class))
    }

    pub(crate) fn is_taken(&self, index: usize) -> bool {
        self.taken.get(index).is_some_and(|taken| *taken)
    }

    /// Whether a sentence, a line or a field begins with the word.
    pub(crate) fn begins_clause(&self, index: usize) -> bool {
        index == 0 || self.words.gap(index).contains([',', ';', ':', '.', '\n', '!', '?', '|', '"', '•', '='])
    }

    /// Whether the value of a field begins with the word: "name: …".
    fn begins_value(&self, index: usize) -> bool {
        let label = index.checked_sub(1).and_then(|before| self.word(before));
        let named = label.is_some_and(|label| label.class.has_any(&[Class::Named, Class::Role, Class::Request]));
        named && self.words.gap(index).contains([':', '='])
    }

    /// Whether a line or an item of a list begins with the word, which is capital as the next one is: "…; May Chen; …".
    fn is_item(&self, index: usize) -> bool {
        let (next, gap) = (index + 1, self.words.gap(index));
        // "Will Rahul …", "Merchant Rahul …"
        let other = || self.word(index).is_none_or(|word| word.class.is_label() || word.class.has_any(&[Class::Function, Class::Title]));
        let item = gap.starts_with([',', ';', '"']) || (index == 0 || gap.contains('\n')) && !other();
        item && self.words.gap(next) == " "
            && self.is_capital(next)
            && self.word(next).is_some_and(|word| !word.common && !is_shouted(word.text))
    }

    /// Whether the word is written as names are. Where all is shouted, no word is.
    pub(crate) fn is_capital(&self, index: usize) -> bool {
        self.word(index).is_some_and(|word| is_capital(word.text) && !(self.shouted && word.text.is_ascii()))
    }

    /// Whether the word can be part of a person's name at all.
    pub(crate) fn is_eligible(&self, index: usize) -> bool {
        let Some(word) = self.word(index) else { return false };
        let particle = word.class.has(Class::Particle);
        // "Do Van Minh", "Tim Cook"; but "Do you …".
        let within = !self.begins_clause(index) || self.begins_value(index) || self.is_item(index) || self.is_behind_initial(index);
        let ambiguous = word.class.has(Class::Ambiguous) && self.is_capital(index) && !is_shouted(word.text) && within;
        word.is_alphabetic()
            && !word.linked
            && !word.bullet
            && !self.is_taken(index)
            && !self.is_option(index)
            && (!word.common || (particle && self.is_capital(index)) || ambiguous || self.is_initial(index) || self.is_quoted_title(index))
            && !(word.plain == "o" && self.words.gap(index).ends_with('/'))
            && word.text != "v"
            && !is_clipped(word.text)
            && !is_crossed(word.text)
            && (self.is_capital(index) || !word.class.has(Class::Organisation))
            && word.plain.starts_with(is_letter)
    }

    /// Whether a word of one letter, which may be a word of the sentence, stands for a name: "A. P. J. Kalam", "MEENA I K".
    pub(crate) fn is_initial(&self, index: usize) -> bool {
        let single = |index: usize| self.word(index).is_some_and(|word| word.text.chars().count() == 1);
        let pair = |index: usize| index > 0 && single(index - 1) && single(index) && matches!(self.words.gap(index), " " | "." | ". ");
        let article = self.plain(index) == "a" && self.begins_clause(index);
        single(index)
            && ((self.is_capital(index) && !article) || self.words.gap(index + 1).starts_with('.') || pair(index + 1) || pair(index))
    }

    /// "John Q. Public", but "I met John Q. Can you …" and "… Rahul S. Public records …".
    fn is_behind_initial(&self, index: usize) -> bool {
        let Some(initial) = index.checked_sub(1).filter(|initial| *initial > 0 && self.words.gap(index) == ". ") else { return false };
        let named = self.is_initial(initial) && matches!(self.words.gap(initial), " " | "." | ". ") && self.is_capital(initial - 1);
        let thing = |word: &Word<'_>| !is_capital(word.text) && word.class.has(Class::Noun) && !word.class.is_label();
        let goes_on = self.words.gap(index + 1) == " " && self.word(index + 1).is_some_and(thing);
        named && self.is_capital(initial) && !self.is(index, Class::Function) && !goes_on
    }

    /// "curl -H …": the option of a command.
    fn is_option(&self, index: usize) -> bool {
        self.word(index).is_some_and(|word| word.text.len() == 1) && self.words.gap(index).ends_with(" -")
    }

    /// "Sri Lakshmi Rao": what stands in quotation marks is whole.
    fn is_quoted_title(&self, index: usize) -> bool {
        let quote = ['"', '“', '”'];
        let closing = (index + 1..=index + WORDS_MAX).map(|next| self.words.gap(next)).find(|gap| gap.contains(quote) || gap.contains(','));
        self.is(index, Class::Title) && self.words.gap(index).ends_with(quote) && closing.is_some_and(|gap| gap.starts_with(quote))
    }

    /// The run that begins with word `from`.
    pub(crate) fn run(&self, from: usize) -> Option<Run> {
        if let Some(words) = self.inverted(from) {
            return Some(Run { words, capital: true });
        }
        if !self.is_eligible(from) || self.is_called(from) && self.is_eligible(from + 1) {
            return None;
        }
        let capital = self.is_capital(from);
        if let Some(words) = self.named(from) {
            return Some(Run { words, capital });
        }
        if let Some(words) = self.value(from).filter(|_| capital) {
            return Some(Run { words, capital });
        }
        let words = self.extent(from, capital)?;
        // "sender Rahul Sharma": where capitals tell, they tell where it begins.
        let lower = !self.shouted && !is_capital(self.words.words[from].text);
        if lower && words.clone().skip(1).any(|index| self.is_capital(index) && self.extent(index, true).is_some_and(|run| run.len() > 1)) {
            return None;
        }
        // "Rahul sharma, …"
        if capital && words.len() == 1 && self.is_eligible(words.end) && self.joins(words.end) {
            let more = self.extent(from, false).filter(|more| (2..=3).contains(&more.len()) && self.is_bounded(more));
            return Some(more.map_or(Run { words, capital }, |words| Run { words, capital: false }));
        }
        Some(Run { words, capital })
    }

    /// The value of a field, where it is written like a name though some of its words are common: "name: Alex Price, …".
    fn value(&self, from: usize) -> Option<Range<usize>> {
        let to = (from + 1..=self.len()).take(WORDS_MAX / 2).find(|to| *to == self.len() || self.words.gap(*to) != " ")?;
        let ends = to == self.len() || self.words.gap(to).contains([',', ';', '\n', '|', '(']);
        let part = |index: usize| {
            self.word(index).is_some_and(|word| {
                let class = word.class;
                let other =
                    class.is_label() || class.has_any(&[Class::Function, Class::Organisation, Class::Title, Class::Legal, Class::Ending]);
                self.is_capital(index) && !is_shouted(word.text) && word.is_alphabetic() && !other && !self.is_taken(index)
            })
        };
        (self.begins_value(from) && ends && to > from + 1 && (from..to).all(part)).then(|| from..self.with_suffix(to))
    }

    /// The value of a field with the surname in front: "name: IYER, Vaidyanathan".
    fn inverted(&self, from: usize) -> Option<Range<usize>> {
        let field = self.begins_value(from) && !self.is(from - 1, Class::Request) && self.plain(from - 1) != "names";
        // Where capitals tell the surname from the rest no label is needed: "KYC of IYER, Vaidyanathan".
        let shouted = |index: usize| self.word(index).is_some_and(|word| word.text.len() > 3 && is_shouted(word.text));
        let two = shouted(from) && shouted(from + 1) && self.words.gap(from + 1) == " " && self.words.gap(from + 2) == ", ";
        let told = !self.shouted && shouted(from) && !shouted(from + 1 + usize::from(two));
        if !field && !told && !self.is_inverted_item(from) {
            return None;
        }
        let part = |index: usize| {
            self.word(index).is_some_and(|word| {
                let common = word.common && !word.class.has(Class::Ambiguous) && word.text.chars().count() > 1;
                let other = common || word.linked || self.is_taken(index) || word.class.has(Class::Organisation);
                is_capital(word.text) && word.is_alphabetic() && !other
            })
        };
        let surname =
            (from..from + 3).find(|index| !(self.is(*index, Class::Particle) && self.words.gap(index + 1) == " "))? + usize::from(two);
        let given = surname + 1;
        if !part(surname) || self.words.gap(given) != ", " {
            return None;
        }
        let end = (given..given + 3).take_while(|index| part(*index) && (*index == given || self.joins(*index))).last()? + 1;
        let gap = self.words.gap(end);
        let ends = end >= self.len()
            || gap.contains(['\n', ';', '|', '(', '"'])
            || gap.starts_with(" -")
            || gap.trim() == "/"
            || gap.starts_with(". ")
            || gap == ", " && self.words.words[end].common;
        ends.then_some(from..end)
    }

    /// "Doe, John; Roe, Jane": where semicolons part them, a comma parts the surname.
    fn is_inverted_item(&self, from: usize) -> bool {
        let pair = |from: usize| self.words.gap(from + 1) == ", " && self.is_capital(from) && self.is_capital(from + 1);
        if !pair(from) {
            return false;
        }
        let behind = (from + 2..from + 4).find(|index| self.words.gap(*index) == "; ");
        let before = (2..4).filter_map(|back| from.checked_sub(back)).any(pair) && self.words.gap(from) == "; ";
        before || behind.is_some_and(pair)
    }

    /// Whether an unknown word says what somebody is to the writer: "my roomate kayla".
    pub(crate) fn is_called(&self, index: usize) -> bool {
        let word = || self.word(index).is_some_and(|word| !word.common && word.text.starts_with(char::is_lowercase));
        self.is_own_word(index) && self.words.gap(index) == " " && word()
    }

    /// Whether the word before it makes it the writer's: "my …".
    pub(crate) fn is_own_word(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|before| matches!(self.plain(before), "my" | "our" | "mera" | "mere" | "meri"))
    }

    fn extent(&self, from: usize, capital: bool) -> Option<Range<usize>> {
        // "H.E. Sheikh Mansour …"
        let from = match (self.plain(from), self.plain(from + 1)) {
            ("h", "e" | "h") if self.is_sheikh(from + 2) => from + 2,
            ("he" | "hh", _) if self.is_sheikh(from + 1) => from + 1,
            _ => from,
        };
        let mut to = from;
        while to < from + WORDS_MAX && self.goes_on(from, to, capital) {
            to += 1;
            // "Sharma's PAN": the possessive ends the name.
            if self.is_possessive(to - 1) {
                break;
            }
        }
        if capital && to > from + 1 {
            to = self.with_suffix(to);
        }
        // "Rahul Sharma S/o …"
        if to > from && self.words.words[to - 1].text.len() == 1 && self.words.gap(to).starts_with('/') {
            to -= 1;
        }
        while to > from && self.is(to - 1, Class::Particle) && (to == self.len() || !is_capital(self.words.words[to - 1].text)) {
            to -= 1;
        }
        let from = if to > from + 2 && self.is_sheikh(from) { from + 1 } else { from };
        (to > from).then_some(from..to)
    }

    fn is_sheikh(&self, index: usize) -> bool {
        matches!(self.plain(index), "sheikh" | "sheikha")
    }

    /// Whether the name that begins with word `from` has word `to`.
    fn goes_on(&self, from: usize, to: usize, capital: bool) -> bool {
        // "Meena Kumari": a title behind a name is a part of it.
        let particle = to > from && self.is(to, Class::Particle);
        let eligible = self.is_eligible(to) || particle && !self.is_taken(to) || (to > from && self.plain(to) == "kumari");
        let nickname = || self.is_nickname(to) && self.is_eligible(to + 1) || self.is_nickname(to - 1);
        eligible && (to == from || self.joins(to) || capital && nickname()) && (!capital || self.is_capital(to) || particle)
    }

    /// Consuelo "Connie" Rivas
    fn is_nickname(&self, index: usize) -> bool {
        matches!((self.words.gap(index), self.words.gap(index + 1)), (" \"", "\" ") | (" “", "” ") | (" (", ") "))
    }

    /// Whether what stands before word `index` joins it to the word before: a space, or the point of an initial or an abbreviation.
    pub(crate) fn joins(&self, index: usize) -> bool {
        let gap = self.words.gap(index);
        let before = &self.words.words[index - 1];
        let short = before.text.chars().count() <= 2 || before.class.has(Class::Abbreviated);
        gap.chars().all(|c| c == ' ' || c == '\u{a0}') && gap.len() <= 4
            || matches!(gap, " '" | " ’" | " ‘" | "' ")
            || gap == "+" && self.words.is_of_query(index)
            || (short && matches!(gap, "." | ". "))
    }

    pub(crate) fn is_possessive(&self, index: usize) -> bool {
        self.word(index).is_some_and(|word| word.bare() != word.text)
    }

    /// Whether something ends behind the words: a comma, a line, the text, or a word that belongs to no name.
    pub(crate) fn is_bounded(&self, words: &Range<usize>) -> bool {
        words.end >= self.len()
            || self
                .words
                .gap(words.end)
                .contains([',', ';', ':', '\n', '(', '.', '|', '-', '–', '—', '+', '&', '/', '?', '!', '"', ')', '='])
            || self.is_possessive(words.end - 1)
            // "Saravanan s/o …"
            || self.words.gap(words.end + 1).starts_with('/')
            || self.words.words[words.end].common
            || self.is_taken(words.end)
            || self.words.words[words.end].text.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether the run is more than one word, or one of a script that writes names without spaces.
    pub(crate) fn is_several(&self, run: &Run) -> bool {
        let word = &self.words.words[run.words.start];
        let count = word.text.chars().count();
        let short = (2..=4).contains(&count)
            || (count <= 20 && ["公司", "集团", "株式会社", "有限会社"].iter().any(|form| word.text.ends_with(form)));
        run.len() > 1
            || (short
                && word.text.chars().all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')))
    }

    /// Whether the words can be somebody's name: neither an organisation nor a place, and not initials alone.
    pub(crate) fn is_person(&self, run: &Run) -> bool {
        let Range { start, end } = run.words;
        let organisation = |index: usize| self.is(index, Class::Organisation);
        // "San Francisco"
        let place = run.len() == 2 && matches!(self.plain(start), "baton" | "fort" | "las" | "los" | "san" | "santa");
        // "Kotak Mahindra Bank", "Austin TX"
        let followed =
            self.is(end, Class::Organisation) && self.words.gap(end) == " " && (!run.capital || is_capital(self.words.words[end].text));
        let state = run.len() == 2 && super::address::is_state(self.words.words[end - 1].text);
        let initials = run.words.clone().all(|index| self.words.words[index].text.chars().count() == 1);
        // "INV-2026", "AAB-1234"
        let coded = self.words.gap(end) == "-" && self.word(end).is_some_and(|word| word.text.starts_with(|c: char| c.is_ascii_digit()));
        let told = || self.named(start).is_some_and(|words| words == run.words);
        let other = run.words.clone().any(organisation) || followed || state;
        !coded && !place && !initials && (!other || told())
    }

    pub(crate) fn found(&self, run: &Range<usize>) -> Found {
        let words = &self.words.words[run.clone()];
        let start = words.first().map_or(0, |word| word.start);
        let end = words.last().map_or(start, |word| word.start + word.bare().len());
        // "KATO, DARIUS T.", "Senthil P.C."
        let pointed =
            words.len() > 1 && (self.words.gap(run.end - 1) == "." || (run.start + 1..run.end).any(|index| self.words.gap(index) == ", "));
        let initial = words.last().is_some_and(|word| word.text.len() == 1) && self.words.gap(run.end).starts_with('.');
        let end = end + usize::from(pointed && initial);
        let text = self.words.text.get(start..end).unwrap_or_default();
        let value = text.split(|c: char| c.is_whitespace() || c == '+').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        Found::new(self.words.text, Kind::Name, start..end, value, State::Whole)
    }
}

/// Begins with a capital, or is written in a script that has none.
pub(crate) fn is_capital(text: &str) -> bool {
    // "al-Rahman", "d'Souza"
    let behind = text.find(['-', '\'', '’']).filter(|at| *at <= 3).map_or(text, |at| text[at..].trim_start_matches(['-', '\'', '’']));
    let begins =
        |text: &str| text.chars().next().is_some_and(|first| first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()));
    begins(text) || begins(behind)
}

/// "nmbr", "chk": three letters or more in lower case without a vowel.
fn is_clipped(text: &str) -> bool {
    text.len() > 2 && text.bytes().all(|byte| byte.is_ascii_lowercase() && !b"aeiouy".contains(&byte))
}

/// "XXXX": what a number is masked with.
fn is_crossed(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| matches!(byte, b'x' | b'X'))
}

/// "planning", "worried": what somebody does or is, and no name in lower case.
pub(crate) fn is_verbal(text: &str) -> bool {
    let named = text.ends_with("med") || text.ends_with("eed") || ["javed", "khaled", "majed", "naved", "rashed"].contains(&text);
    text.starts_with(char::is_lowercase) && (text.len() > 5 && text.ends_with("ing") || text.len() > 4 && text.ends_with("ed") && !named)
}

/// Two letters or more, all of them capitals.
pub(crate) fn is_shouted(text: &str) -> bool {
    text.chars().count() > 1 && !text.contains(char::is_lowercase)
}
