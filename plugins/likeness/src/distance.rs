//! What it costs to make one word of another.

use crate::letters::LETTERS_MAX;

/// The prices of single changes.
pub(crate) struct Prices<C> {
    /// A letter that one word has, at this place, and the other lacks.
    pub(crate) extra: fn(&[u8], usize) -> u32,
    /// The letter at a place of the first word for the one at a place of the second.
    pub(crate) changed: C,
    /// Two neighbours exchanged, where that counts as one change.
    pub(crate) swapped: Option<u32>,
}

/// The least price, or `None` when it is more than `most`. Words have [`LETTERS_MAX`] letters at most.
pub(crate) fn distance(a: &[u8], b: &[u8], most: u32, prices: &Prices<impl Fn(usize, usize) -> u32>) -> Option<u32> {
    let mut before = [0_u32; LETTERS_MAX + 1];
    let mut above = [0_u32; LETTERS_MAX + 1];
    for j in 0..b.len() {
        above[j + 1] = above[j] + (prices.extra)(b, j);
    }
    for i in 0..a.len() {
        let extra = (prices.extra)(a, i);
        let mut row = [0_u32; LETTERS_MAX + 1];
        row[0] = above[0] + extra;
        let mut least = row[0];
        for j in 0..b.len() {
            let mut price = above[j] + (prices.changed)(i, j);
            price = price.min(above[j + 1] + extra).min(row[j] + (prices.extra)(b, j));
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] && a[i] != a[i - 1] {
                price = prices.swapped.map_or(price, |swapped| price.min(before[j - 1] + swapped));
            }
            row[j + 1] = price;
            least = least.min(price);
        }
        if least > most {
            return None;
        }
        before = above;
        above = row;
    }
    Some(above[b.len()]).filter(|price| *price <= most)
}

/// Whether a letter is a vowel; `y` may be one.
pub(crate) fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}
