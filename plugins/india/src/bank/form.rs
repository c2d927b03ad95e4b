//! What the code of a bank's branch and the number of an account say by themselves.
//!
//! A code is four letters for the bank, a zero and six letters or digits for the branch. It has no check character; which banks there
//! are is known. Each bank numbers its accounts as it likes.

use super::codes::BANKS;
use crate::text;

/// Characters of a branch's code.
const IFSC_LENGTH: usize = 11;
/// Letters of a bank's code.
const BANK_LETTERS: usize = 4;
/// Characters that an account number may have at the provider.
const ACCOUNT_LENGTHS: std::ops::RangeInclusive<usize> = 5..=30;
/// Digits of the account numbers that Indian banks give out.
const ACCOUNT_DIGITS: std::ops::RangeInclusive<usize> = 9..=18;

/// A text that has the shape of an IFSC, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ifsc(String);

impl Ifsc {
    /// Reads a code, ignoring spaces, hyphens and case. The error is a sentence that names the place and the reason, never the text.
    pub fn parse(text: &str) -> Result<Ifsc, String> {
        let normal = text::compact(text);
        let count = normal.chars().count();
        if count != IFSC_LENGTH {
            return Err(format!("An IFSC has {IFSC_LENGTH} letters and digits, this has {count}."));
        }
        for (index, char) in normal.chars().enumerate() {
            let (fits, wanted) = match index {
                0..BANK_LETTERS => (char.is_ascii_uppercase(), "a letter"),
                BANK_LETTERS => (char == '0', "the digit 0"),
                _ => (char.is_ascii_uppercase() || char.is_ascii_digit(), "a letter or a digit"),
            };
            if !fits {
                return Err(format!("Character {} of the IFSC is not {wanted}.", index + 1));
            }
        }
        Ok(Ifsc(normal))
    }

    /// The normal form: upper case without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The bank's code.
    pub fn bank_code(&self) -> &str {
        &self.0[..BANK_LETTERS]
    }

    /// The branch's code at its bank.
    pub fn branch_code(&self) -> &str {
        &self.0[BANK_LETTERS + 1..]
    }

    /// The bank that the code begins with; a smaller bank may use a branch's code of a larger one.
    pub fn bank(&self) -> Option<&'static str> {
        self.known().filter(|name| !name.is_empty())
    }

    /// Why this may be no real code, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if self.known().is_none() {
            doubts.push("The first four letters of the IFSC name no known bank.");
        }
        if self.branch_code() == "000000" {
            doubts.push("Characters 6 to 11 of the IFSC are 000000, which names no branch.");
        }
        doubts
    }

    fn known(&self) -> Option<&'static str> {
        let at = BANKS.binary_search_by(|(code, _)| (*code).cmp(self.bank_code())).ok()?;
        BANKS.get(at).map(|(_, name)| *name)
    }
}

/// A text that can be the number of a bank account, in its normal form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account(String);

impl Account {
    /// Reads a number, ignoring spaces, hyphens and case. The error is a sentence without its characters.
    pub fn parse(text: &str) -> Result<Account, &'static str> {
        let normal: String = text::compact(text).chars().map(|c| text::decimal(c).unwrap_or(c)).collect();
        if text::is_masked(text) && !normal.bytes().all(|byte| byte.is_ascii_digit()) {
            let hidden = normal.chars().any(|c| !c.is_ascii_alphanumeric()) || normal.contains("XX");
            if hidden {
                return Err("The account number is incomplete: some of its digits are hidden.");
            }
        }
        if !normal.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err("An account number has letters, digits, spaces and hyphens only.");
        }
        if normal.bytes().filter(u8::is_ascii_digit).count() * 2 < normal.len().max(1) {
            return Err("An account number has more digits than letters.");
        }
        if !ACCOUNT_LENGTHS.contains(&normal.len()) {
            return Err("No account number has this many digits.");
        }
        Ok(Account(normal))
    }

    /// The normal form: upper case without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Why this may be no real number, in sentences without its characters. Empty: nothing speaks against it.
    pub fn doubts(&self) -> Vec<&'static str> {
        let mut doubts = Vec::new();
        if !self.0.bytes().all(|byte| byte.is_ascii_digit()) {
            doubts.push("The account number has letters; those of nearly all banks have digits alone.");
        }
        if !ACCOUNT_DIGITS.contains(&self.0.len()) {
            doubts.push("The account number has fewer than 9 or more than 18 digits.");
        }
        let first = self.0.as_bytes()[0];
        if self.0.bytes().all(|digit| digit == first) {
            doubts.push("All digits of the account number are the same.");
        }
        doubts
    }
}

#[cfg(test)]
mod tests;
