//! Nationalities as people write them, and as the provider takes them: the name of the country, in lower case, words joined.

/// The provider's word. A country that is not known is handed on as it is written. `None`: the text has no letters.
pub(super) fn word(text: &str) -> Option<String> {
    let name = countries::of(text).map_or(text, |country| country.name).to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    name.chars().any(char::is_alphabetic).then(|| words.join("_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_names_and_nationals_are_one() {
        for text in ["IND", "in", "Indian", "India", " india "] {
            assert_eq!(word(text).as_deref(), Some("india"), "{text}");
        }
        for text in ["ARE", "AE", "Emirati", "United Arab Emirates", "united_arab_emirates"] {
            assert_eq!(word(text).as_deref(), Some("united_arab_emirates"), "{text}");
        }
        for (text, told) in [("Trinidad and Tobago", "trinidad_and_tobago"), ("MEX", "mexico"), ("Isle of Man", "isle_of_man")] {
            assert_eq!(word(text).as_deref(), Some(told), "{text}");
        }
        assert_eq!((word(""), word("784")), (None, None));
    }
}
