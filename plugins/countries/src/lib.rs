//! Countries by their codes, their names and the words for their nationals.
//!
//! Codes are those of ISO 3166-1. Names are the common English ones. Dependent territories give out no nationality and are left out,
//! but for those whose people are commonly named after them.

mod table;

/// A country.
#[derive(Debug, PartialEq, Eq)]
pub struct Country {
    /// Its code of two letters: `IN`.
    pub alpha2: &'static str,
    /// Its code of three letters: `IND`.
    pub alpha3: &'static str,
    /// Its name: `India`.
    pub name: &'static str,
    /// What else it and its nationals are called, in lower case, words joined by one space: `indian`.
    words: &'static [&'static str],
}

/// The country with this code of two or three letters, in capitals or not.
pub fn of_code(code: &str) -> Option<&'static Country> {
    table::COUNTRIES.iter().find(|country| [country.alpha2, country.alpha3].iter().any(|known| known.eq_ignore_ascii_case(code)))
}

/// The country of this name, or whose nationals are called so: `India`, `Indian`, `the United States`, `south_africa`.
pub fn of_words(text: &str) -> Option<&'static Country> {
    let normal = normal(text);
    let normal = normal.strip_prefix("the ").unwrap_or(&normal);
    table::COUNTRIES.iter().find(|country| country.words.contains(&normal) || is_name(country.name, normal))
}

/// The country that a text names in any of these ways.
pub fn of(text: &str) -> Option<&'static Country> {
    of_words(text).or_else(|| of_code(text.trim()))
}

/// In lower case, words joined by one space.
fn normal(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn is_name(name: &str, normal: &str) -> bool {
    let letter = |byte: u8| if byte == b'-' { b' ' } else { byte.to_ascii_lowercase() };
    name.len() == normal.len() && name.bytes().map(letter).eq(normal.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn no_word_names_two_countries() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for country in &table::COUNTRIES {
            assert_eq!((country.alpha2.len(), country.alpha3.len()), (2, 3), "{}", country.name);
            let own = [country.alpha2, country.alpha3, country.name].into_iter().chain(country.words.iter().copied());
            for word in own {
                let other = seen.insert(normal(word), country.name);
                assert!(other.is_none_or(|other| other == country.name), "{word}: {other:?} and {}", country.name);
                assert_eq!(of(word), Some(country), "{word}");
            }
            assert!(country.words.iter().all(|word| normal(word) == *word), "{}", country.name);
        }
        assert!(table::COUNTRIES.is_sorted_by_key(|country| country.name));
    }

    #[test]
    fn a_country_is_named_in_many_ways() {
        for (texts, name) in [
            (&["IND", "in", "Indian", "INDIA", " india "] as &[&str], Some("India")),
            (&["ARE", "U.A.E.", "Emirati", "united_arab_emirates", "the United Arab Emirates"], Some("United Arab Emirates")),
            (&["US", "usa", "U.S.A.", "American", "the United States of America"], Some("United States")),
            (&["Côte d'Ivoire", "cote d'ivoire", "Ivorian"], Some("Ivory Coast")),
            (&["Timor-Leste", "timor leste", "TLS"], Some("Timor-Leste")),
            (&["", "the", "784", "Martian", "Dubai", "I N D", "Indian national"], None),
        ] {
            for text in texts {
                assert_eq!(of(text).map(|country| country.name), name, "{text}");
            }
        }
        assert_eq!((of_words("IN"), of_code("Indian")), (None, None));
    }
}
