//! What a company's name ends in: its legal form, which many share and which says nothing about who it is.

use crate::fold::Part;

/// What a legal form comes to, across countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A company of one person.
    OnePerson,
    /// A private company limited by shares.
    Private,
    /// A company of few: LLC, GmbH, SARL.
    Closely,
    /// A company whose shares may be many people's: AG, SA, PLC, JSC.
    Stock,
    /// A partnership.
    Partnership,
    /// Limited, however.
    Limited,
    /// A company, however.
    Company,
}

/// How two legal forms go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accord {
    /// The same, or one is not told.
    Same,
    /// One may be a loose way to write the other.
    Loose,
    /// Two holders.
    Conflict,
}

impl Form {
    pub(crate) fn with(self, other: Form) -> Accord {
        if self == other {
            return Accord::Same;
        }
        use Form::{Company, Limited, OnePerson, Partnership, Stock};
        match (self, other) {
            (Partnership, _) | (_, Partnership) => Accord::Conflict,
            (Limited | Company, _) | (_, Limited | Company) => Accord::Loose,
            (Stock, _) | (_, Stock) => Accord::Conflict,
            (OnePerson, _) | (_, OnePerson) => Accord::Conflict,
            _ => Accord::Loose,
        }
    }
}

/// A legal form found in a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) form: Form,
    /// The parts it is written with.
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// It cannot well be part of a person's name.
    pub(crate) sure: bool,
}

/// Words of the longest form.
const WORDS_MAX: usize = 7;

/// Looks for a legal form at the end of a name, then at its beginning; and for a second one at the other end, or before the last. A name
/// that is nothing else keeps it.
pub(crate) fn find(parts: &[Part]) -> (Option<Found>, Option<Found>) {
    let most = WORDS_MAX.min(parts.len().saturating_sub(1));
    let end = parts.len();
    let last = (1..=most).rev().find_map(|words| at(parts, end - words, end));
    let first = (1..=most).rev().find_map(|words| at(parts, 0, words));
    match (last, first) {
        (None, first) => (first, None),
        // A second one is looked for where something is left between them, and where it is sure.
        (Some(last), first) => {
            let first = first.filter(|first| first.sure && first.to < last.from);
            let before = || (1..last.from).find_map(|from| at(parts, from, last.from)).filter(|before| before.sure);
            let other = first.or_else(before);
            (Some(last), other)
        }
    }
}

fn at(parts: &[Part], from: usize, to: usize) -> Option<Found> {
    // GmbH & Co, GmbH und Co.
    let text: String = parts[from..to].iter().map(|part| usual(&part.letters)).filter(|word| !matches!(*word, "and" | "und")).collect();
    let index = FORMS.binary_search_by(|(form, ..)| (*form).cmp(text.as_str())).ok()?;
    let (_, form, sure) = FORMS[index];
    Some(Found { form, from, to, sure })
}

/// A word of a form in the letters that the table has it in.
fn usual(word: &str) -> &str {
    SPELLINGS.iter().find(|(_, others)| others.contains(&word)).map_or(word, |(usual, _)| usual)
}

/// Words of forms that are written in other scripts, as they are met in Latin letters.
const SPELLINGS: &[(&str, &[&str])] = &[
    ("obshchestvo", &["obschestvo", "obshestvo", "obscestvo", "obshchestva"]),
    (
        "ogranichennoy",
        &["ogranichennoi", "ogranichennoj", "ogranicennoj", "ogranichenoy", "ogranichenoi", "ogrannichennoi", "ohranychennoi"],
    ),
    ("otvetstvennostyu", &["otvetstvennostiu", "otvetstvennostju", "otvestvennostyu", "otvetstvennost"]),
    ("aktsionernoe", &["akcionernoe", "aktsionernoye", "aktsyonernoe", "aktcionernoe"]),
    ("otkrytoe", &["otkritoe", "otkrytoye"]),
    ("zakrytoe", &["zakritoe", "zakrytoye"]),
    ("publichnoe", &["publichnoye", "publicnoe"]),
    ("tovarystvo", &["tovaristvo", "tovarystva"]),
    ("aktsionerne", &["akcionerne", "aktsionernie"]),
    ("obmezhenoyu", &["obmezhenoiu", "obmezenou"]),
    ("vidpovidalnistyu", &["vidpovidalnistiu", "vidpovidalnistju"]),
    ("sirketi", &["sirket", "sti"]),
    ("anonima", &["anonyma", "anomina"]),
    ("company", &["compnay"]),
    ("private", &["pvte", "privet"]),
    ("limited", &["limted", "limitd"]),
    ("beschrankter", &["beschraenkter"]),
];

include!(concat!(env!("OUT_DIR"), "/legal_forms.rs"));

#[cfg(test)]
mod tests {
    use super::Form::{Closely, Limited, OnePerson, Partnership, Private, Stock};
    use super::*;
    use crate::fold::fold;

    #[test]
    fn a_legal_form_is_known_however_it_is_written() {
        assert!(FORMS.is_sorted_by(|one, other| one.0 < other.0));
        for (name, kept, form) in [
            ("Nova Textiles Private Limited", "nova textiles", Some(Private)),
            ("NOVA TEXTILES PVT. LTD.", "nova textiles", Some(Private)),
            ("Nova Textiles (P) Ltd", "nova textiles", Some(Private)),
            ("Nova Textiles (OPC) Private Limited", "nova textiles", Some(OnePerson)),
            ("Nova Textiles Ltd", "nova textiles", Some(Limited)),
            ("Aravali Studio LLP", "aravali studio", Some(Partnership)),
            ("Aravali Studio Limited Liability Partnership", "aravali studio", Some(Partnership)),
            ("CECOEX, S.A.", "cecoex", Some(Stock)),
            ("Anglo-Caribbean Co., Ltd.", "anglo caribbean", Some(Limited)),
            ("ООО Ромашка", "romashka", Some(Closely)),
            ("株式会社 ソニー", "soni", Some(Stock)),
            ("深圳华为有限公司", "shen zhen hua wei", Some(Closely)),
            ("Acme Sp. z o.o.", "acme", Some(Closely)),
            ("Private Limited", "private", Some(Limited)),
            ("Limited", "limited", None),
            ("Rahul Sharma", "rahul sharma", None),
        ] {
            let parts = fold(name).parts;
            let (found, _) = find(&parts);
            let left = parts.iter().enumerate().filter(|(index, _)| !found.as_ref().is_some_and(|f| (f.from..f.to).contains(index)));
            let left: Vec<&str> = left.map(|(_, part)| part.letters.as_str()).collect();
            assert_eq!((left.join(" ").as_str(), found.map(|found| found.form)), (kept, form), "{name}");
        }
    }
}
