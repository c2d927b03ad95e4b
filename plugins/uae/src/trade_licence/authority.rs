//! Who issues trade licences: the departments of the seven emirates, and free zones. Neither publishes how its numbers are built;
//! the few beginnings that tell an issuer are on its licences.

/// One issuer.
#[derive(Debug, PartialEq, Eq)]
pub struct Authority {
    /// How answers name it.
    pub(super) word: &'static str,
    /// What people and records call it, in lower case; any of these within a text means it.
    aliases: &'static [&'static str],
    /// Letters that its numbers begin with, where they tell it.
    prefixes: &'static [&'static str],
}

/// Free zones first: the names of some hold an emirate's.
static AUTHORITIES: &[Authority] = &[
    zone("adgm", &["adgm", "abu dhabi global market", "سوق أبوظبي العالمي"], &[]),
    zone("difc", &["difc", "dubai international financial cent"], &["CL"]),
    zone("dmcc", &["dmcc", "multi commodities", "مركز دبي للسلع"], &["DMCC"]),
    zone("jafza", &["jafza", "jebel ali free zone", "جبل علي"], &["JAFZA"]),
    zone("dafza", &["dafza", "dubai airport free"], &["DAFZA"]),
    zone("dso", &["dubai silicon oasis", "واحة دبي للسيليكون"], &["DSO"]),
    zone("dda", &["dubai development authority", "tecom", "dubai internet city", "dubai media city"], &[]),
    zone("meydan", &["meydan"], &[]),
    zone("ifza", &["ifza", "international free zone authority"], &["IFZA"]),
    zone("rakez", &["rakez", "ras al khaimah economic zone"], &["RAKEZ"]),
    zone("saif_zone", &["saif zone", "sharjah airport international free"], &[]),
    zone("hamriyah", &["hamriyah", "الحمرية"], &["HFZ"]),
    zone("shams", &["shams", "sharjah media city"], &[]),
    zone("masdar", &["masdar", "مصدر"], &["MC"]),
    zone("kezad", &["kezad", "kizad", "khalifa economic zone"], &[]),
    zone("ajman_free_zone", &["ajman free zone"], &[]),
    zone("fujairah_free_zone", &["fujairah free zone", "fujairah creative"], &[]),
    zone("abu_dhabi", &["added", "abu dhabi", "adra", "أبوظبي", "ابوظبي", "أبو ظبي"], &["CN", "IN"]),
    zone("dubai", &["dubai", "دبي", "دبى"], &[]),
    zone("sharjah", &["sedd", "sharjah", "الشارقة"], &[]),
    zone("ajman", &["ajman", "عجمان"], &[]),
    zone("umm_al_quwain", &["umm al quwain", "umm al qaiwain", "أم القيوين"], &[]),
    zone("ras_al_khaimah", &["ras al khaimah", "رأس الخيمة", "راس الخيمة"], &[]),
    zone("fujairah", &["fujairah", "الفجيرة"], &[]),
    // What people call Dubai's alone.
    zone("dubai", &["ded", "det", "department of economy and tourism"], &[]),
];

const fn zone(word: &'static str, aliases: &'static [&'static str], prefixes: &'static [&'static str]) -> Authority {
    Authority { word, aliases, prefixes }
}

/// The issuer that a text names: with one of its names, or with the word that answers have for it.
pub fn named(text: &str) -> Option<&'static Authority> {
    let lower = text.trim().to_lowercase();
    if lower.is_empty() {
        return None;
    }
    // A short name is one word; a longer one may be a part of a word.
    let holds = |alias: &&str| if alias.is_ascii() && alias.len() <= 5 { has_word(&lower, alias) } else { holds(&lower, alias) };
    let answered = AUTHORITIES.iter().find(|authority| authority.word == lower);
    answered.or_else(|| AUTHORITIES.iter().find(|authority| authority.aliases.iter().any(holds)))
}

/// The issuer that a number's letters tell.
pub(super) fn by_number(number: &str) -> Option<&'static Authority> {
    let letters = &number[..number.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(number.len())];
    AUTHORITIES.iter().find(|authority| authority.prefixes.contains(&letters))
}

/// Whether `part`, which is not empty, stands in a short text. There are so many to look for that what a search prepares itself with would
/// cost more than the search.
pub(super) fn holds(text: &str, part: &str) -> bool {
    let (text, part) = (text.as_bytes(), part.as_bytes());
    text.iter().enumerate().any(|(at, byte)| *byte == part[0] && text[at..].starts_with(part))
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|other| other == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_an_answer_names_the_issuer() {
        for authority in AUTHORITIES {
            assert_eq!(named(authority.word).map(|named| named.word), Some(authority.word));
        }
    }

    #[test]
    fn an_issuer_is_known_by_any_of_its_names() {
        for (text, word) in [
            ("DED", Some("dubai")),
            ("Dubai Department of Economy and Tourism", Some("dubai")),
            ("Department of Economic Development, Dubai", Some("dubai")),
            ("دائرة الاقتصاد والسياحة في دبي", Some("dubai")),
            ("دائرة التنمية الإقتصادية في الشارقة", Some("sharjah")),
            ("Sharjah Economic Development Department", Some("sharjah")),
            ("SEDD", Some("sharjah")),
            ("ADDED", Some("abu_dhabi")),
            ("Abu Dhabi Department of Economic Development", Some("abu_dhabi")),
            ("دائرة التنمية الاقتصادية أبوظبي", Some("abu_dhabi")),
            ("Abu Dhabi Global Market", Some("adgm")),
            ("ADGM", Some("adgm")),
            ("DIFC", Some("difc")),
            ("Dubai International Financial Centre", Some("difc")),
            ("Dubai Multi Commodities Centre Authority", Some("dmcc")),
            ("JAFZA", Some("jafza")),
            ("Jebel Ali Free Zone Authority", Some("jafza")),
            ("Dubai Airport Free Zone", Some("dafza")),
            ("IFZA", Some("ifza")),
            ("RAKEZ", Some("rakez")),
            ("Ras Al Khaimah Department of Economic Development", Some("ras_al_khaimah")),
            ("Ajman DED", Some("ajman")),
            ("Ajman Free Zone", Some("ajman_free_zone")),
            ("Fujairah Municipality", Some("fujairah")),
            ("Umm Al Quwain", Some("umm_al_quwain")),
            ("Hamriyah Free Zone Authority", Some("hamriyah")),
            ("Meydan Free Zone", Some("meydan")),
            ("indeed", None),
            ("detail", None),
            ("Companies House", None),
            ("", None),
        ] {
            assert_eq!(named(text).map(|authority| authority.word), word, "{text}");
        }
    }
}
