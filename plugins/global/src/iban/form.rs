//! What an IBAN says by itself (ISO 13616).
//!
//! Two letters for the country, two check digits over all of it, and the account number as the country writes it. The registry
//! says how long that is, of which characters, and which of them are the bank's.

use super::national;
use super::registry::{self, Country, Part};
use crate::mod97;

/// Characters of the shortest account number there could be, and of the longest that the standard allows.
const ACCOUNT_CHARS: std::ops::RangeInclusive<usize> = 8..=30;

/// A text that is an IBAN as far as its characters can say, in its normal form.
#[derive(Clone, Debug)]
pub struct Iban {
    text: String,
    country: Option<&'static Country>,
}

impl Iban {
    /// Reads an IBAN, ignoring spaces and case, and the word IBAN before it. The error is a sentence that names the place and the
    /// reason, never the text.
    pub fn parse(text: &str) -> Result<Iban, String> {
        let mut text: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        if let Some(rest) = text.strip_prefix("IBAN") {
            text = rest.strip_prefix(':').unwrap_or(rest).to_owned();
        }
        if let Some(place) = text.chars().position(|c| !c.is_ascii_alphanumeric()) {
            return Err(format!("Character {} of the IBAN is neither a letter nor a digit.", place + 1));
        }
        if !text.bytes().take(2).all(|byte| byte.is_ascii_uppercase()) || text.len() < 4 {
            return Err("An IBAN begins with the two letters of a country and two check digits.".into());
        }
        if !text.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit()) {
            return Err("Characters 3 and 4 of the IBAN are not digits.".into());
        }
        let iban = Iban { country: registry::find(&text[..2]), text };
        iban.fits()?;
        if iban.computed() != iban.check_digits() {
            return Err("Characters 3 and 4 of the IBAN are not the check digits of the others.".into());
        }
        Ok(iban)
    }

    /// Whether the account number is as long, and of such characters, as its country has them.
    fn fits(&self) -> Result<(), String> {
        let count = self.account().len();
        let Some(country) = self.country else {
            let fits = ACCOUNT_CHARS.contains(&count);
            return fits.then_some(()).ok_or_else(|| format!("An IBAN has from 12 to 34 letters and digits, this has {}.", count + 4));
        };
        if count != country.length() {
            return Err(format!("An IBAN of {} has {} letters and digits, this has {}.", country.code, country.length() + 4, count + 4));
        }
        match country.misfit(self.account()) {
            Some((place, words)) => Err(format!("Character {} of the IBAN is not {words}.", place + 5)),
            None => Ok(()),
        }
    }

    fn account(&self) -> &str {
        &self.text[4..]
    }

    fn check_digits(&self) -> &str {
        &self.text[2..4]
    }

    /// What the check digits must be. There is no other pair that the standard could give, although 00, 01 and 99 leave the
    /// same remainder as three of them.
    fn computed(&self) -> String {
        mod97::check_digits(self.account().bytes().chain(self.country().bytes()))
    }

    /// The normal form: upper case without spaces.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// As it is printed: in groups of four.
    pub fn printed(&self) -> String {
        let mut out = String::with_capacity(self.text.len() * 5 / 4);
        for (index, char) in self.text.chars().enumerate() {
            if index > 0 && index % 4 == 0 {
                out.push(' ');
            }
            out.push(char);
        }
        out
    }

    /// Country of the account, ISO 3166-1, two letters.
    pub fn country(&self) -> &str {
        &self.text[..2]
    }

    /// Whether the country's banks take part in the Single Euro Payments Area.
    pub fn is_sepa(&self) -> bool {
        self.country.is_some_and(|country| country.sepa)
    }

    /// The bank's own code.
    pub fn bank_code(&self) -> Option<&str> {
        self.part(Part::Bank)
    }

    /// The branch's, where the country has them.
    pub fn branch_code(&self) -> Option<&str> {
        self.part(Part::Branch)
    }

    /// The account's, without bank and branch.
    pub fn account_number(&self) -> Option<&str> {
        self.part(Part::Account)
    }

    fn part(&self, part: Part) -> Option<&str> {
        self.country?.part(part, self.account())
    }

    /// Why this may be no real account, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        match self.country {
            None => doubts.push("Characters 1 and 2 name no country that has IBANs."),
            Some(country) if !country.listed => doubts.push("No registered IBAN begins with characters 1 and 2."),
            Some(country) => {
                if national::agrees(country, self.account()) == Some(false) {
                    doubts.push("The country's own check digits in the account number are not those of the rest.");
                }
            }
        }
        doubts
    }
}
