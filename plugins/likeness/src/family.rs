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

mod same {
    include!(concat!(env!("OUT_DIR"), "/same_words.rs"));

    pub(super) fn of(form: &str) -> &'static [u16] {
        super::find(FORMS, form)
    }
}

/// Endings of Russian adjectives, of which the tables have the stems, and of English plurals.
const ENDINGS: &[&str] = &["aya", "oye", "oe", "yy", "iy", "yi", "oy", "oi", "yj", "ij", "ogo", "ye", "ie", "y", "s"];
/// Letters of such a stem.
const STEM_MIN: usize = 5;

/// As it stands, or by its stem.
fn stem(of: fn(&str) -> &'static [u16], word: &str) -> &'static [u16] {
    let found = of(word);
    if !found.is_empty() || word.len() <= STEM_MIN {
        return found;
    }
    let stems = ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.len() >= STEM_MIN);
    stems.map(of).find(|found| !found.is_empty()).unwrap_or_default()
}

fn find(forms: &'static [(&str, &[u16])], form: &str) -> &'static [u16] {
    forms.binary_search_by(|(listed, _)| (*listed).cmp(form)).map_or(&[], |index| forms[index].1)
}

/// The families that a given name is of; none for one that is not listed.
pub(crate) fn given_name(name: &str) -> &'static [u16] {
    names::of(name)
}

/// The families that a word of companies' names is of; none for a word that tells one from the other.
pub(crate) fn company_word(word: &str) -> &'static [u16] {
    stem(words::of, word)
}

/// The families of a word that tells one company from the other and has several forms or languages.
pub(crate) fn meaning(word: &str) -> &'static [u16] {
    stem(same::of, word)
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
        let share = |one: &str, other: &str| super::share(given_name(one), given_name(other));
        for (one, other) in [("bill", "william"), ("mohd", "muhammad"), ("volodymyr", "vladimir"), ("rajiv", "rajeev")] {
            assert!(share(one, other), "{one} and {other}");
        }
        for (one, other) in [("rajesh", "rakesh"), ("kiran", "karan"), ("anil", "anila"), ("mario", "maria"), ("zzz", "zzz")] {
            assert!(!share(one, other), "{one} and {other}");
        }
    }
}
