//! What a vehicle identification number says by itself (ISO 3779, 49 CFR 565).
//!
//! Seventeen letters and digits, none of them I, O or Q. The first three name the maker; where the third is 9 the maker is a small one
//! and characters 12 to 14 complete its name. In North America the ninth is a check digit, the tenth names the model year, and the last
//! four are digits; elsewhere these places are the maker's own affair.

use super::place;
use super::wmi::{self, Maker};

/// Characters of a VIN.
const LENGTH: usize = 17;
/// What the characters count in the check digit's sum, by place.
const WEIGHTS: [u32; LENGTH] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
/// The codes of thirty years, from 1980 and again from 2010.
const YEARS: &[u8; 30] = b"ABCDEFGHJKLMNPRSTVWXY123456789";

/// A text that is a VIN as far as its characters can say, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vin([u8; LENGTH]);

impl Vin {
    /// Reads a VIN, ignoring white space and case. The error is a sentence that names the place and the reason, never the text.
    pub fn parse(text: &str) -> Result<Vin, String> {
        let mut characters = [0; LENGTH];
        let mut count = 0;
        for char in text.chars().filter(|char| !char.is_whitespace()) {
            let upper = char.to_ascii_uppercase();
            let fits = upper.is_ascii_digit() || (upper.is_ascii_uppercase() && !matches!(upper, 'I' | 'O' | 'Q'));
            match characters.get_mut(count) {
                Some(place) if fits => *place = u8::try_from(upper).unwrap_or_default(),
                Some(_) => {
                    return Err(format!("Character {} of the VIN is none that VINs have: digits, and letters but I, O and Q.", count + 1));
                }
                None => {}
            }
            count += 1;
        }
        if count != LENGTH {
            return Err(format!("A VIN has {LENGTH} letters and digits, this has {count}."));
        }
        let vin = Vin(characters);
        if vin.is_north_american() && !vin.has_check_digit() {
            return Err("Character 9 of the VIN is not the check digit of the others, which every VIN of North America has.".into());
        }
        Ok(vin)
    }

    /// The normal form: upper case without spaces.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether the rules of North America hold for it.
    pub fn is_north_american(&self) -> bool {
        place::region(self.0[0], self.0[1]) == Some("North America")
    }

    /// Where its maker is at home: region and country.
    pub fn home(&self) -> (Option<&'static str>, Option<&'static str>) {
        (place::region(self.0[0], self.0[1]), place::country(self.0[0], self.0[1]))
    }

    /// The identifier of its maker: three characters, or six of a small one.
    pub fn wmi(&self) -> String {
        let [a, b, c] = [self.0[0], self.0[1], self.0[2]];
        let all: &[u8] = if c == b'9' { &[a, b, c, self.0[11], self.0[12], self.0[13]] } else { &[a, b, c] };
        String::from_utf8_lossy(all).into_owned()
    }

    /// Its maker, where the list knows it.
    pub fn maker(&self) -> Option<Maker> {
        let wmi = self.wmi();
        wmi::find(&wmi).or_else(|| wmi::find(&wmi[..3]))
    }

    /// Whether the ninth character is the check digit of the others.
    pub fn has_check_digit(&self) -> bool {
        let sum: u32 = self.0.iter().zip(WEIGHTS).map(|(byte, weight)| value(*byte) * weight).sum();
        self.0[8] == b"0123456789X"[usize::try_from(sum % 11).unwrap_or_default()]
    }

    /// The model years that the tenth character can mean, none later than the year after `this_year`. Empty: it names none.
    ///
    /// In North America the seventh character of a car or light vehicle is a digit until 2009 and a letter since; of other vehicles,
    /// and elsewhere, both cycles are possible.
    pub fn model_years(&self, this_year: i32) -> Vec<i32> {
        let Some(index) = YEARS.iter().position(|code| *code == self.0[9]).and_then(|index| i32::try_from(index).ok()) else {
            return Vec::new();
        };
        let light =
            self.is_north_american() && self.maker().is_some_and(|maker| matches!(maker.kind, "passenger_car" | "multipurpose_vehicle"));
        let later = self.0[6].is_ascii_uppercase();
        let both = [(1980 + index, !later), (2010 + index, later)];
        both.into_iter().filter(|(year, fits)| *year <= this_year + 1 && (!light || *fits)).map(|(year, _)| year).collect()
    }

    /// Why it may be no real VIN, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self, this_year: i32) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.home().0.is_none() {
            doubts.push("Characters 1 and 2 are given to no country.");
        }
        if self.0.iter().all(|byte| *byte == self.0[0]) {
            doubts.push("All its characters are the same.");
        }
        if !self.is_north_american() {
            return doubts;
        }
        if self.model_years(this_year).is_empty() {
            doubts.push("Character 10 names no model year.");
        }
        if !self.0[13..].iter().all(u8::is_ascii_digit) {
            doubts.push("The last four characters are not all digits, as in North America they are.");
        }
        if self.maker().is_none() {
            doubts.push("Its maker is not on the list of makers.");
        }
        doubts
    }
}

/// What a character counts: digits their own value, letters 1 to 9 over and over, without those that would be I, O, Q, and S from 2.
fn value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        b'A'..=b'H' => u32::from(byte - b'A' + 1),
        b'J'..=b'R' => u32::from(byte - b'J' + 1),
        b'S'..=b'Z' => u32::from(byte - b'S' + 2),
        _ => 0,
    }
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
