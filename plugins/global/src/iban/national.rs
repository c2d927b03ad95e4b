//! Check digits that countries had in their account numbers before there were IBANs, where the rule is published and holds for
//! every bank of the country. Germany, Sweden and others leave it to each bank.

use super::registry::{Country, Part};
use crate::mod97;

/// Whether an account number's own check digits are right. `None`: the country has none that all its banks share.
pub(super) fn agrees(country: &Country, account: &str) -> Option<bool> {
    let digits = account.as_bytes();
    let check = country.part(Part::Check, account).map(str::as_bytes);
    Some(match country.code {
        "BA" | "ME" | "MK" | "PT" | "RS" | "SI" | "TL" | "XK" => mod97::remainder(account.bytes()) == 1,
        "BE" => {
            check?
                == two(match number(&digits[..10]) % 97 {
                    0 => 97,
                    rest => rest,
                })
        }
        "CZ" | "SK" => {
            sum(&digits[4..10], &[10, 5, 8, 4, 2, 1]).is_multiple_of(11)
                && sum(&digits[10..], &[6, 3, 7, 9, 10, 5, 8, 4, 2, 1]).is_multiple_of(11)
        }
        "EE" => value(digits[15]) == (10 - sum(&digits[2..15], &[7, 1, 3, 7, 1, 3, 7, 1, 3, 7, 1, 3, 7]) % 10) % 10,
        "ES" => {
            let digit = |sum: u32| match 11 - sum % 11 {
                11 => 0,
                10 => 1,
                rest => rest,
            };
            let bank = digit(sum(&digits[..8], &[4, 8, 5, 10, 9, 7, 3, 6]));
            let account = digit(sum(&digits[10..], &[1, 2, 4, 8, 5, 10, 9, 7, 3, 6]));
            (value(digits[8]), value(digits[9])) == (bank, account)
        }
        "FI" => luhn(digits),
        "FR" | "MC" => check? == two(97 - rib(&digits[..21])),
        "HR" => mod_11_10(&digits[..7]) && mod_11_10(&digits[7..]),
        "HU" => {
            let ends = |digits: &[u8]| sum(digits, &[9, 7, 3, 1].repeat(4)).is_multiple_of(10);
            ends(&digits[..8]) && (ends(&digits[8..16]) && digits[16..].iter().all(|digit| *digit == b'0') || ends(&digits[8..]))
        }
        "IS" => sum(&digits[12..21], &[3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        "IT" | "SM" => digits[0] == cin(&digits[1..]),
        "MR" | "TN" => check? == two(97 - number(&digits[..digits.len() - 2]) * 100 % 97),
        "NL" => sum(&digits[4..], &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        "NO" => sum(digits, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11),
        "AL" => sum(&digits[..8], &[9, 7, 3, 1, 9, 7, 3, 1]).is_multiple_of(10),
        "PL" => sum(&digits[..8], &[3, 9, 7, 1, 3, 9, 7, 1]).is_multiple_of(10),
        _ => return None,
    })
}

/// Of a digit; A counts 10.
fn value(byte: u8) -> u32 {
    u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte.saturating_sub(b'A') + 10 })
}

/// Digits as a number: at most 30 of them.
fn number(digits: &[u8]) -> u128 {
    digits.iter().fold(0, |sum, digit| sum * 10 + u128::from(value(*digit)))
}

/// A number below 100 as two characters.
fn two(number: u128) -> Vec<u8> {
    format!("{number:02}").into_bytes()
}

fn sum(digits: &[u8], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| value(*digit) * weight).sum()
}

fn luhn(digits: &[u8]) -> bool {
    let counted = digits.iter().rev().enumerate().map(|(index, digit)| value(*digit) * if index % 2 == 0 { 1 } else { 2 });
    counted.map(|twice| twice / 10 + twice % 10).sum::<u32>().is_multiple_of(10)
}

/// ISO 7064, MOD 11,10.
fn mod_11_10(digits: &[u8]) -> bool {
    let mut product = 10;
    for digit in &digits[..digits.len() - 1] {
        let sum = (product + value(*digit)) % 10;
        product = if sum == 0 { 10 } else { sum } * 2 % 11;
    }
    (product + value(digits[digits.len() - 1])) % 10 == 1
}

/// What is taken from 97 for the key of a French account: letters count 1 to 9, three times over.
fn rib(account: &[u8]) -> u128 {
    let digit = |byte: &u8| match byte {
        b'A'..=b'I' => byte - b'A' + b'1',
        b'J'..=b'R' => byte - b'J' + b'1',
        b'S'..=b'Z' => byte - b'S' + b'2',
        _ => *byte,
    };
    number(&account.iter().map(digit).collect::<Vec<u8>>()) * 100 % 97
}

/// Italy's control letter: characters at odd places count by a table.
fn cin(account: &[u8]) -> u8 {
    const ODD: [u32; 26] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let count = |(index, byte): (usize, &u8)| {
        let plain = u32::from(if byte.is_ascii_digit() { byte - b'0' } else { byte.saturating_sub(b'A') });
        if index % 2 == 0 { ODD.get(plain as usize).copied().unwrap_or_default() } else { plain }
    };
    let sum: u32 = account.iter().enumerate().map(count).sum();
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(sum % 26) as usize]
}
