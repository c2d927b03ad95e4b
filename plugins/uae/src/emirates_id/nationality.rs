//! Nationalities as people write them, and as the provider takes them: the name of the country, in lower case, words joined.

/// Codes of ISO 3166 and the word for a national, of the countries that most residents come from. Any other is written as the
/// country's name.
static COUNTRIES: &[(&str, &str, &str, &str)] = &[
    ("ae", "are", "emirati", "united_arab_emirates"),
    ("af", "afg", "afghan", "afghanistan"),
    ("bd", "bgd", "bangladeshi", "bangladesh"),
    ("bh", "bhr", "bahraini", "bahrain"),
    ("ca", "can", "canadian", "canada"),
    ("cn", "chn", "chinese", "china"),
    ("de", "deu", "german", "germany"),
    ("dz", "dza", "algerian", "algeria"),
    ("eg", "egy", "egyptian", "egypt"),
    ("es", "esp", "spanish", "spain"),
    ("et", "eth", "ethiopian", "ethiopia"),
    ("fr", "fra", "french", "france"),
    ("gb", "gbr", "british", "united_kingdom"),
    ("id", "idn", "indonesian", "indonesia"),
    ("in", "ind", "indian", "india"),
    ("iq", "irq", "iraqi", "iraq"),
    ("ir", "irn", "iranian", "iran"),
    ("it", "ita", "italian", "italy"),
    ("jo", "jor", "jordanian", "jordan"),
    ("ke", "ken", "kenyan", "kenya"),
    ("kw", "kwt", "kuwaiti", "kuwait"),
    ("lb", "lbn", "lebanese", "lebanon"),
    ("lk", "lka", "sri lankan", "sri_lanka"),
    ("ma", "mar", "moroccan", "morocco"),
    ("ng", "nga", "nigerian", "nigeria"),
    ("np", "npl", "nepali", "nepal"),
    ("om", "omn", "omani", "oman"),
    ("ph", "phl", "filipino", "philippines"),
    ("pk", "pak", "pakistani", "pakistan"),
    ("ps", "pse", "palestinian", "palestine"),
    ("qa", "qat", "qatari", "qatar"),
    ("ru", "rus", "russian", "russia"),
    ("sa", "sau", "saudi", "saudi_arabia"),
    ("sd", "sdn", "sudanese", "sudan"),
    ("sy", "syr", "syrian", "syria"),
    ("tn", "tun", "tunisian", "tunisia"),
    ("tr", "tur", "turkish", "turkey"),
    ("ug", "uga", "ugandan", "uganda"),
    ("us", "usa", "american", "united_states"),
    ("ye", "yem", "yemeni", "yemen"),
    ("za", "zaf", "south african", "south_africa"),
];

/// The provider's word. `None`: the text has no letters.
pub(super) fn word(text: &str) -> Option<String> {
    let lower = text.trim().to_lowercase();
    let known = COUNTRIES.iter().find(|(two, three, national, _)| [*two, *three, *national].contains(&lower.as_str()));
    if let Some((_, _, _, word)) = known {
        return Some((*word).to_owned());
    }
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    lower.chars().any(char::is_alphabetic).then(|| words.join("_"))
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
        assert_eq!(word("Trinidad and Tobago").as_deref(), Some("trinidad_and_tobago"));
        assert_eq!((word(""), word("784")), (None, None));
    }
}
