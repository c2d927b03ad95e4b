//! Families of words: spellings, short forms and languages of one given name; spellings and short forms of words that many
//! companies' names share.

mod names {
    include!(concat!(env!("OUT_DIR"), "/given_names.rs"));

    pub(super) fn of(form: &str) -> &'static [u16] {
        super::find(FORMS, form)
    }
}

mod words {
    include!(concat!(env!("OUT_DIR"), "/company_words.rs"));

    pub(super) fn of(form: &str) -> &'static [u16] {
        super::find(FORMS, form)
    }
}

fn find(forms: &'static [(&str, &[u16])], form: &str) -> &'static [u16] {
    forms.binary_search_by(|(listed, _)| (*listed).cmp(form)).map_or(&[], |index| forms[index].1)
}

/// The families that a given name is of; none for one that is not listed.
pub(crate) fn families(name: &str) -> &'static [u16] {
    names::of(name)
}

/// The families that a word of companies' names is of; none for a word that tells one from the other.
pub(crate) fn company_word(word: &str) -> &'static [u16] {
    words::of(word)
}

/// Whether two lists of families have one in common.
pub(crate) fn share(one: &[u16], other: &[u16]) -> bool {
    one.iter().any(|family| other.contains(family))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_share_a_family_and_others_do_not() {
        let share = |one: &str, other: &str| super::share(families(one), families(other));
        for (one, other) in [("bill", "william"), ("mohd", "muhammad"), ("volodymyr", "vladimir"), ("rajiv", "rajeev")] {
            assert!(share(one, other), "{one} and {other}");
        }
        for (one, other) in [("rajesh", "rakesh"), ("kiran", "karan"), ("anil", "anila"), ("mario", "maria"), ("zzz", "zzz")] {
            assert!(!share(one, other), "{one} and {other}");
        }
    }
}
