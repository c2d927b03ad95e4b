//! What the words before a name say of it.

use super::lexicon::Classes;
use super::run::Reader;
use super::vocabulary::Class;

/// Words between a label and the name.
const REACH: usize = 7;
/// Words between the lines of a letter's head.
const HEAD_MAX: usize = 40;

/// Between a label and a name, besides fillers, roles and titles.
const SKIPPED: &str = "per on in full should be are records aadhaar account and s hai likha";
/// Before "of", they make whoever is named behind it somebody's relative.
const RELATIVES: &str = "brother care cousin daughter father husband mother nephew niece sister son spouse widow wife";
/// Before "by", they make whoever is named behind it one who has to do with the request, and not who it is about.
const ASKED: &str = "approved assigned checked escalated forwarded interviewed introduced prepared processed raised \
    recommended recruited referred requested reviewed verified";
/// Before "for" and "with", they make what is named behind them somebody's employer or bank.
const EMPLOYED: &str = "account accounts bank banking banks employed employee hired insured job loan policy \
    posted work worked working works";

/// Before "a", which is Spanish then, they ask for whoever is named behind it.
const ASKING_OF: &str = "busca buscar busque comprobar compruebe consultar consulte revisar revise verifica verificar verifique";

/// How surely somebody is named at some place, from the least to the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Lead {
    /// Whoever is named there is not who the request is about: a relative, who wrote it, a place.
    Never,
    /// Nothing is said.
    Unsaid,
    /// Something begins there: a sentence, a line, an item of a list.
    Begins,
    /// "verify …", "customer …", "of …".
    Pointed,
    /// "Mr. …"
    Titled,
    /// "name: …"
    Labelled,
}

impl Reader<'_, '_> {
    /// What leads to a name that begins with word `at`. `listed`: the name before this one ends right before its gap.
    pub(crate) fn lead(&self, at: usize, listed: bool) -> Lead {
        if let Some(labelled) = self.label(at) {
            return if labelled { Lead::Labelled } else { Lead::Never };
        }
        let Some(before) = at.checked_sub(1) else { return Lead::Begins };
        let gap = self.words.gap(at);
        let class = self.words.words[before].class;
        let trimmed = gap.trim();
        let late = self.plain(before) == "late" && before > 0;
        if (class.has(Class::Title) || late) && matches!(trimmed, "" | "." | ".:" | ":" | "-") {
            // "S/o Late Shri …"
            let title = |index: &usize| self.is(*index, Class::Title) || self.plain(*index) == "late";
            let first = (0..before).rev().find(|index| !title(index));
            let others = |first: usize| self.is_others(first, self.words.gap(first + 1).trim()) && !self.is(first, Class::Field);
            let others = first.is_some_and(others);
            return if others { Lead::Never } else { Lead::Titled };
        }
        if self.is_others(before, trimmed) {
            return Lead::Never;
        }
        if gap.contains('\n') {
            return Lead::Begins;
        }
        // "applicant: …", "{"customer": …"
        if trimmed.contains([':', '=', '-', '–', '—']) {
            // "account title: …" is who holds it.
            let held = self.plain(before) == "title" && before > 0 && matches!(self.plain(before - 1), "account" | "acct" | "c");
            if class.has(Class::Field) && !held {
                return Lead::Never;
            }
            let colon = trimmed.contains([':', '=']);
            return match class.has(Class::Role) || self.is_plural(before) {
                true if colon => Lead::Titled,
                _ if colon || class.has_any(&[Class::Role, Class::Request]) => Lead::Pointed,
                _ => Lead::Begins,
            };
        }
        // "rahul sharma, priya patel & amit shah"
        if listed && matches!(trimmed, "," | "&" | "/" | "+" | ", &") {
            return Lead::Pointed;
        }
        if !trimmed.is_empty() && !matches!(trimmed, "(" | "\"" | "'" | "“" | "#") {
            return Lead::Begins;
        }
        // "I am Madhavan", "I'm Madhavan"
        let first = self.plain(before) == "am" && before > 0 && self.plain(before - 1) == "i";
        if matches!(self.plain(before), "i'm" | "i’m") || first {
            return Lead::Titled;
        }
        if class.has_any(&[Class::Role, Class::Request, Class::Pointing]) || self.plain(before) == "contact" || self.is_called(before) {
            return Lead::Pointed;
        }
        let text = self.words.words[before].text;
        let whole = matches!(self.words.gap(before), "" | " ");
        let numbered = whole && text.starts_with(|c: char| c.is_ascii_digit()) && !self.is_taken(before);
        match (trimmed.is_empty(), numbered) {
            // "2019 Nissan Rogue"
            (true, true) => Lead::Never,
            (true, false) if self.is_taken(before) => Lead::Begins,
            (true, false) => Lead::Unsaid,
            (false, _) => Lead::Begins,
        }
    }

    /// Whether a label says what somebody is called, and whether that is who the request is about: "name: …", "name as per PAN card
    /// is …", "father's name: …".
    fn label(&self, at: usize) -> Option<bool> {
        let mut index = at;
        let mut others = false;
        for _ in 0..REACH {
            let gap = self.words.gap(index);
            let before = index.checked_sub(1)?;
            let class = self.words.words[before].class;
            // "Father's name: Mr. Ashok Jha"
            let sentence = gap.contains(". ") && !class.has(Class::Title);
            if gap.contains([',', ';', '\n', '!', '?', '|']) || sentence || self.is_taken(before) {
                return None;
            }
            if class.has(Class::Named) {
                // Without a word between the plural labels several things: "names and numbers of …".
                let whose = before.checked_sub(1).filter(|_| !self.ends(before));
                let others = others || whose.is_some_and(|whose| self.is(whose, Class::OthersName) && self.plain(before) != "called");
                return Some(!others);
            }
            let skipped = class.has_any(&[Class::Filler, Class::Role, Class::Title, Class::Pan]) || is_among(self.plain(before), SKIPPED);
            // "name of father: …", but "name as per bank: …"
            let source = before.checked_sub(1).is_some_and(|word| is_among(self.plain(word), "per in on with"));
            others |= class.has(Class::OthersName) && !class.has(Class::Role) && !source;
            if !(skipped || others || source) || gap.contains(['(', '"']) && index != at {
                return None;
            }
            index = before;
        }
        None
    }

    /// "tenants: …"
    pub(crate) fn is_plural(&self, index: usize) -> bool {
        self.plain(index).strip_suffix('s').is_some_and(|single| Classes::of(single).has(Class::Role))
    }

    /// Whether a clause ends before word `index`.
    pub(crate) fn ends(&self, index: usize) -> bool {
        self.words.gap(index).contains([',', ';', '\n', '.', ':'])
    }

    /// Whether the words up to `before` make whoever is named behind them somebody else.
    fn is_others(&self, before: usize, gap: &str) -> bool {
        let earlier = before.checked_sub(1);
        let class = self.words.words[before].class;
        let close = gap.is_empty() || gap == ":" || gap == "-";
        // "S/o …", "care of …"
        let relative = self.plain(before) == "o" && self.words.gap(before) == "/" && close;
        let of = self.plain(before) == "of"
            && gap.is_empty()
            && earlier.is_some_and(|earlier| is_among(self.plain(earlier), RELATIVES) || self.is(earlier, Class::Organisation));
        // "his father Mohan Sharma", but "my wife Anjali Menon"
        let mine = self.is_own_word(before);
        let kin = class.has(Class::OthersName) && !class.has_any(&[Class::Business, Class::Role]) && close && !mine;
        let greeted = class.has(Class::Greeting) && matches!(gap, "" | ",");
        let closed = class.has(Class::Closing) && matches!(gap, "" | "," | "-");
        let placed = class.has(Class::Placed) && gap.is_empty();
        // "his spouse is Reena Kapoor"
        let said = matches!(self.plain(before), "is" | "was") && gap.is_empty();
        let kin = kin || said && earlier.is_some_and(|earlier| self.is(earlier, Class::OthersName) && self.is_others(earlier, ""));
        let said_so = |words: &str| earlier.is_some_and(|earlier| is_among(self.plain(earlier), words));
        // "Referred by: …", "emergency contact: …"
        let asked = self.plain(before) == "by" && close && said_so(ASKED);
        let asked = asked || self.plain(before) == "to" && close && said_so("assigned reporting reports");
        let asked = asked || self.plain(before) == "contact" && close && said_so("alternate emergency");
        // "works for Goldman Sachs", "joins Tech Mahindra"
        let employed = matches!(self.plain(before), "at" | "by" | "for" | "through" | "with") && gap.is_empty() && said_so(EMPLOYED)
            || matches!(self.plain(before), "joined" | "joining" | "joins") && gap.is_empty();
        // "a Royal Enfield"
        let article = matches!(self.plain(before), "a" | "an") && gap.is_empty() && !said_so(ASKING_OF);
        // "vessel “Ocean Pearl”"
        let thing = class.has(Class::Field) && matches!(gap, "" | "\"" | "“" | "'");
        let elsewhere = article || thing || placed || employed;
        elsewhere || relative || of || kin || greeted || closed || asked || self.is_header(before, gap)
    }

    /// "From: …" above a subject: who wrote a letter or is to read it.
    fn is_header(&self, before: usize, gap: &str) -> bool {
        let line = before == 0 || self.words.gap(before).contains('\n');
        let copy = matches!(self.plain(before), "bcc" | "cc");
        let head = line && gap == ":" && (copy || matches!(self.plain(before), "from" | "to"));
        let subject = |index: usize| matches!(self.plain(index), "subject" | "sub" | "sent") && self.words.gap(index + 1).starts_with(':');
        head && (copy || (before..self.len().min(before + HEAD_MAX)).any(subject))
    }
}

/// Whether the word is one of those in the list.
fn is_among(plain: &str, list: &str) -> bool {
    list.split(' ').any(|word| word == plain)
}
