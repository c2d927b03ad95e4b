//! Words in names that are not names: titles, relatives' marks, particles; and names that too many people have.

/// Titles and forms of address: they are never missing from a name.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "master",
    "dr",
    "prof",
    "professor",
    "shri",
    "shree",
    "sri",
    "shriman",
    "smt",
    "shrimati",
    "sushri",
    "kum",
    "km",
    "late",
    "adv",
    "er",
    "ca",
    "cs",
    "capt",
    "captain",
    "maj",
    "major",
    "col",
    "colonel",
    "lt",
    "gen",
    "general",
    "brig",
    "brigadier",
    "wg",
    "cdr",
    "sqn",
    "ldr",
    "hon",
    "honourable",
    "honorable",
    "justice",
    "pt",
    "pandit",
    "haji",
    "hajji",
    "hazi",
    "hajj",
    "haj",
    "sir",
    "madam",
    "ji",
    "thiru",
    "tmt",
    "selvi",
    "sardar",
    "sh",
    "retd",
    "mullah",
    "mulla",
    "mawlawi",
    "maulavi",
    "maulvi",
    "mawlavi",
    "maulana",
    "mawlana",
    "qari",
    "ayatollah",
    "ustad",
    "rev",
    "reverend",
    "fr",
    "rabbi",
    "phd",
    "mba",
    "esq",
    "esquire",
    "herr",
    "frau",
    "monsieur",
    "madame",
    "mme",
    "mlle",
    "senor",
    "senora",
    "srta",
    "sra",
    "signor",
    "signora",
    "engr",
    "doctor",
    "hadji",
    "hadj",
    "lieutenant",
    "sgt",
    "sergeant",
    "lord",
    "lady",
    "dame",
    "datuk",
    "dato",
    "tun",
    "puan",
    "encik",
    "tengku",
];

/// Titles only where two names at least follow them: they are names as well.
const TITLES_OR_NAMES: &[&str] =
    &["sheikh", "shaikh", "shaykh", "sheik", "cheikh", "prince", "princess", "imam", "hafiz", "hajah", "hj", "eng"];

/// What tells a father from a son.
const GENERATIONS: &[(&str, u8)] =
    &[("jr", 2), ("junior", 2), ("jnr", 2), ("sr", 1), ("senior", 1), ("snr", 1), ("ii", 2), ("iii", 3), ("iv", 4)];

/// Words behind which relatives are named: `S/O`, `D/O`, `W/O`, `C/O` and their long forms.
const RELATIONS: &[&str] = &["so", "do", "wo", "co", "sonof", "daughterof", "wifeof", "careof", "alias"];

/// Little words between names. They may be written or not.
const PARTICLES: &[&str] = &[
    "al", "el", "ul", "ur", "ar", "ud", "as", "ash", "us", "ad", "az", "at", "il", "bin", "ibn", "ben", "bint", "binte", "binti", "bn",
    "abn", "bnt", "ould", "wald", "walad", "de", "da", "do", "dos", "das", "del", "della", "di", "du", "des", "la", "le", "las", "los",
    "van", "von", "der", "den", "ter", "ten", "zu", "zum", "y", "e", "i", "the", "of", "and", "und", "et", "abu", "abou", "abw",
];
/// Those that a name may begin with.
const FIRST_PARTICLES: &[&str] = &["al", "el", "de", "da", "del", "di", "van", "von", "bin", "ibn", "the"];

/// Surnames of so many people that an initial beside one tells little.
const COMMON: &[&str] = &[
    "adams",
    "agarwal",
    "aggarwal",
    "ahmed",
    "ali",
    "allen",
    "anderson",
    "ansari",
    "bai",
    "banerjee",
    "begum",
    "bibi",
    "bose",
    "brown",
    "chatterjee",
    "chaudhary",
    "chauhan",
    "chen",
    "choi",
    "clark",
    "das",
    "davis",
    "desai",
    "devi",
    "dutta",
    "fernandes",
    "garcia",
    "ghosh",
    "gill",
    "gomez",
    "gonzalez",
    "green",
    "gupta",
    "harris",
    "hernandez",
    "hill",
    "huang",
    "hussain",
    "ivanov",
    "iyer",
    "jackson",
    "jain",
    "jha",
    "johnson",
    "jones",
    "joshi",
    "kaur",
    "khan",
    "khatun",
    "kim",
    "king",
    "kulkarni",
    "kumar",
    "kumari",
    "kuznetsov",
    "lee",
    "lewis",
    "lin",
    "liu",
    "lopez",
    "malik",
    "martin",
    "martinez",
    "mehta",
    "menon",
    "miller",
    "mishra",
    "mitchell",
    "moore",
    "mukherjee",
    "naidu",
    "nair",
    "nayak",
    "nelson",
    "nguyen",
    "pandey",
    "park",
    "patel",
    "patil",
    "perez",
    "petrov",
    "pillai",
    "popov",
    "prasad",
    "ramirez",
    "rana",
    "rao",
    "rathore",
    "reddy",
    "roberts",
    "robinson",
    "rodriguez",
    "roy",
    "saha",
    "sahu",
    "sanchez",
    "sato",
    "scott",
    "sen",
    "shah",
    "shaikh",
    "sharma",
    "sheikh",
    "shetty",
    "shinde",
    "shukla",
    "silva",
    "singh",
    "sinha",
    "smirnov",
    "smith",
    "souza",
    "suzuki",
    "tanaka",
    "taylor",
    "thakur",
    "thomas",
    "thompson",
    "tiwari",
    "tran",
    "varma",
    "verma",
    "walker",
    "wang",
    "white",
    "williams",
    "wilson",
    "wright",
    "wu",
    "yadav",
    "yang",
    "young",
    "zhang",
    "zhao",
    "zhou",
];

/// Names that half a country bears, in a chain of fathers' names.
const EVERYWHERE: &[&str] = &[
    "mohammad", "mohammed", "muhammad", "mohamed", "mohamad", "ahmad", "ahmed", "ali", "hassan", "hasan", "hussain", "hussein", "husayn",
    "abdullah", "ibrahim", "mahmud", "mahmoud", "mustafa", "khalid", "omar", "umar", "said", "saleh", "salih", "khan", "abd",
];

pub(crate) fn is_title(word: &str) -> bool {
    TITLES.contains(&word)
}

pub(crate) fn is_title_or_name(word: &str) -> bool {
    TITLES_OR_NAMES.contains(&word)
}

/// Which generation a suffix names.
pub(crate) fn generation(word: &str) -> Option<u8> {
    GENERATIONS.iter().find(|(suffix, _)| *suffix == word).map(|(_, generation)| *generation)
}

pub(crate) fn is_particle(word: &str, first: bool, last: bool) -> bool {
    !last && if first { FIRST_PARTICLES.contains(&word) } else { PARTICLES.contains(&word) }
}

/// Whether too many people have a name: as a surname, or given to children too.
pub(crate) fn is_common(word: &str) -> bool {
    is_common_surname(word) || !crate::family::given_name(word).is_empty()
}

pub(crate) fn is_common_surname(word: &str) -> bool {
    COMMON.binary_search(&word).is_ok()
}

pub(crate) fn is_everywhere(word: &str) -> bool {
    EVERYWHERE.contains(&word)
}

/// What stands before `S/O` and its like: the rest names somebody else.
pub(crate) fn without_relatives(name: &str) -> &str {
    let mut start = 0;
    for word in name.split_inclusive(char::is_whitespace) {
        let marker: String = word.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        let slashed = word.contains('/') || marker.len() > 2;
        if start > 0 && slashed && RELATIONS.contains(&marker.as_str()) {
            return &name[..start];
        }
        start += word.len();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(COMMON.is_sorted());
    }
}
