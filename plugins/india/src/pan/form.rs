//! What a permanent account number says by itself.
//!
//! Five letters, four digits, one letter. The fourth letter names the type of holder, the fifth is the first of a person's
//! surname or of an entity's name. How the last letter is computed is not public.

use crate::text;

/// A text that has the shape of a PAN, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pan(String);

/// Type of holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder {
    /// A stable word.
    pub word: &'static str,
    /// Whether it is a person: then the fifth letter is the surname's.
    pub person: bool,
}

const LENGTH: usize = 10;

impl Pan {
    /// Reads a PAN, ignoring spaces, hyphens and case. The error is a sentence without the text.
    pub fn parse(text: &str) -> Result<Pan, &'static str> {
        let normal = text::compact(text);
        if normal.chars().count() != LENGTH {
            return Err("A PAN has ten letters and digits.");
        }
        let bytes = normal.as_bytes();
        let shape = bytes.len() == LENGTH
            && bytes[..5].iter().all(u8::is_ascii_uppercase)
            && bytes[5..9].iter().all(u8::is_ascii_digit)
            && bytes[9].is_ascii_uppercase();
        if shape { Ok(Pan(normal)) } else { Err("A PAN is five letters, four digits and one letter.") }
    }

    /// The normal form: upper case without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn letter(&self, index: usize) -> char {
        char::from(self.0.as_bytes()[index])
    }

    /// Who holds it, by its fourth letter; `None` for letters that name no known type.
    pub fn holder(&self) -> Option<Holder> {
        let (word, person) = match self.letter(3) {
            'A' => ("association_of_persons", false),
            'B' => ("body_of_individuals", false),
            'C' => ("company", false),
            'F' => ("firm", false),
            'G' => ("government", false),
            'H' => ("hindu_undivided_family", false),
            'J' => ("artificial_juridical_person", false),
            'K' => ("krish_trust", false),
            'L' => ("local_authority", false),
            'P' => ("individual", true),
            'T' => ("trust", false),
            _ => return None,
        };
        Some(Holder { word, person })
    }

    /// Whether the fifth letter is the first of the name's part that it should be. `None`: the name has no Latin letters.
    ///
    /// Which part is the surname is not known: it is last in the north, often first or an initial in the south. So any part
    /// of a person's name may account for the letter; of an entity's only the first.
    pub fn agrees_with_name(&self, name: &str) -> Option<bool> {
        let mut initials = name
            .split(|c: char| !c.is_alphanumeric())
            .filter_map(|part| part.chars().next())
            .map(|initial| initial.to_ascii_uppercase())
            .filter(char::is_ascii_alphabetic)
            .peekable();
        let first = *initials.peek()?;
        let fifth = self.letter(4);
        match self.holder() {
            Some(Holder { person: false, .. }) => Some(first == fifth),
            _ => Some(initials.any(|initial| initial == fifth)),
        }
    }

    /// Why this may be no real PAN, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self, name: Option<&str>) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.holder().is_none() {
            doubts.push("The fourth letter names no known type of holder.");
        }
        if &self.0[5..9] == "0000" {
            doubts.push("The serial number 0000 is not issued.");
        }
        if name.and_then(|name| self.agrees_with_name(name)) == Some(false) {
            doubts.push("The fifth letter is not the initial of the name given.");
        }
        doubts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PAN, name, type of holder, number of doubts.
    const SHAPED: &[(&str, &str, &str, usize)] = &[
        ("BNZPN4821K", "Priya Nair", "individual", 0),
        ("bnzpn4821k", "Priya Nair", "individual", 0),
        ("BNZPN 4821 K", "Priya Nair", "individual", 0),
        (" BNZ PN4821K\n", "", "individual", 0),
        ("BNZPN-4821-K", "Priya Nair", "individual", 0),
        ("bnzpn\u{2013}4821\u{2013}k", "Priya Nair", "individual", 0),
        ("BNZPP4821K", "Priya Nair", "individual", 0),
        ("BNZPX4821K", "Priya Nair", "individual", 1),
        ("BNZPX4821K", "", "individual", 0),
        ("BNZPX4821K", "प्रिया नायर", "individual", 0),
        ("CLTPS2654R", "S. Lakshmi", "individual", 0),
        ("CLTPS2654R", "Lakshmi Subramanian", "individual", 0),
        ("DGSPG9143H", "GURPREET-SINGH GILL", "individual", 0),
        ("AAACT2727Q", "Tata Consultancy Services", "company", 0),
        ("AAACT2727Q", "Consultancy Tata", "company", 1),
        ("AAAFS1234E", "Sharma & Sons", "firm", 0),
        ("AAAFX1234E", "Sharma & Sons", "firm", 1),
        ("AABAS1234E", "", "association_of_persons", 0),
        ("AABBS1234E", "", "body_of_individuals", 0),
        ("AAAGM0289C", "Ministry of Finance", "government", 0),
        ("AAAHR1234E", "Rao", "hindu_undivided_family", 0),
        ("AAAJS1234E", "", "artificial_juridical_person", 0),
        ("AAAKS1234E", "", "krish_trust", 0),
        ("AAALM1234E", "Municipal Council", "local_authority", 0),
        ("AAATG1234E", "Gyan Trust", "trust", 0),
        ("ABCDE1234F", "Rahul Sharma", "", 2),
        ("ABCDE1234F", "", "", 1),
        ("ABCES1234F", "Rahul Sharma", "", 1),
        ("BNZPN0000K", "Priya Nair", "individual", 1),
        ("ABCDE0000F", "Rahul Sharma", "", 3),
        ("BNZPN0001K", "Priya Nair", "individual", 0),
        ("ZZZZZ9999Z", "", "", 1),
        ("AAAPA0100A", "Anil", "individual", 0),
    ];

    const SHAPELESS: &[&str] = &[
        "",
        "PAN",
        "ABCDE1234",
        "ABCDE12345F",
        "ABCD11234F",
        "ABCDEF234F",
        "ABCDE12E4F",
        "ABCDE12345",
        "1BCDE1234F",
        "ABCDE1234FF",
        "ABCDE.1234.F",
        "ABCDE_1234_F",
        "ABCDE/1234F",
        "ABMPA32111",
        "ACUPA7085RR",
        "ABCDEFGHIJ",
        "1234567890",
        "A1CDE1234F",
        "ABCD 1234 F",
        "ABCPE12345",
        "ABCPEO234F",
        "ABCPE123IF",
        "F1234ABCPE",
        "ABCPE1234*",
        "ABCDE1234É",
        "ＡＢＣＤＥ1234Ｆ",
        "ABCDE१२३४F",
        "XXXXX1234X9",
        "27AAPFU0939F1ZV",
        "ABCDE****F",
    ];

    #[test]
    fn shape_holder_and_doubts_are_read_from_the_number_and_the_name() {
        for (text, name, holder, doubts) in SHAPED {
            let pan = Pan::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
            assert_eq!(pan.holder().map_or("", |holder| holder.word), *holder, "{text}");
            let name = Some(*name).filter(|name| !name.is_empty());
            assert_eq!(pan.doubts(name).len(), *doubts, "{text} {name:?}: {:?}", pan.doubts(name));
        }
    }

    #[test]
    fn the_normal_form_is_upper_case_without_spaces() {
        for text in ["bnzpn4821k", " BNZPN 4821\tK", "BNZPN\u{a0}4821K"] {
            assert_eq!(Pan::parse(text).unwrap().as_str(), "BNZPN4821K");
        }
    }

    #[test]
    fn what_cannot_be_a_pan_is_none() {
        for text in SHAPELESS {
            assert!(Pan::parse(text).is_err(), "{text}");
        }
    }
}
