//! A table of words and the classes that they are in, built when this is compiled: one look-up for each word of a request.

use super::vocabulary::{Class, LISTS};

/// Places of the table: a power of two, with room between the words.
const SLOTS: usize = 8192;
/// Words of all lists, each as often as it is listed.
const WORDS: usize = {
    let (mut list, mut sum) = (0, 0);
    while list < LISTS.len() {
        sum += LISTS[list].1.len();
        list += 1;
    }
    sum
};

static TABLE: Table = Table::build();

/// All that one word tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

impl Classes {
    /// Of a word in lower case.
    pub(crate) fn of(plain: &str) -> Classes {
        let mut slot = slot(plain);
        while let Some(index) = usize::from(TABLE.slots[slot]).checked_sub(1) {
            if TABLE.words[index] == plain {
                return Classes(TABLE.classes[index]);
            }
            slot = (slot + 1) % SLOTS;
        }
        Classes(0)
    }

    pub(crate) fn has(self, class: Class) -> bool {
        self.0 & bit(class) != 0
    }

    pub(crate) fn has_any(self, classes: &[Class]) -> bool {
        classes.iter().any(|class| self.has(*class))
    }
}

/// Words by their hash; collisions stand in the next free slot.
struct Table {
    /// Indices from 1.
    slots: [u16; SLOTS],
    words: [&'static str; WORDS],
    classes: [u32; WORDS],
}

impl Table {
    const fn build() -> Table {
        let mut table = Table { slots: [0; SLOTS], words: [""; WORDS], classes: [0; WORDS] };
        let mut count: u16 = 0;
        let mut list = 0;
        while list < LISTS.len() {
            let (class, words) = LISTS[list];
            let mut word = 0;
            while word < words.len() {
                let mut slot = slot(words[word]);
                while table.slots[slot] != 0 && !is_equal(table.words[table.slots[slot] as usize - 1], words[word]) {
                    slot = (slot + 1) % SLOTS;
                }
                if table.slots[slot] == 0 {
                    table.words[count as usize] = words[word];
                    count += 1;
                    table.slots[slot] = count;
                }
                table.classes[table.slots[slot] as usize - 1] |= bit(class);
                word += 1;
            }
            list += 1;
        }
        table
    }
}

const fn bit(class: Class) -> u32 {
    1 << class as u32
}

/// Fowler, Noll and Vo's hash.
const fn slot(word: &str) -> usize {
    let bytes = word.as_bytes();
    let (mut hash, mut at) = (0x811c_9dc5_u32, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash as usize % SLOTS
}

const fn is_equal(left: &str, right: &str) -> bool {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut at = 0;
    while at < left.len() && at < right.len() && left[at] == right[at] {
        at += 1;
    }
    at == left.len() && at == right.len()
}

/// How many words a text has.
pub(crate) const fn count(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut words, mut within) = (0, 0, false);
    while at < bytes.len() {
        let space = bytes[at].is_ascii_whitespace();
        if !space && !within {
            words += 1;
        }
        within = !space;
        at += 1;
    }
    words
}

/// The words of a text.
pub(crate) const fn split<const N: usize>(text: &'static str) -> [&'static str; N] {
    let mut words = [""; N];
    let mut rest = text;
    let mut found = 0;
    while found < N {
        rest = rest.trim_ascii_start();
        let mut end = 0;
        while end < rest.len() && !rest.as_bytes()[end].is_ascii_whitespace() {
            end += 1;
        }
        (words[found], rest) = rest.split_at(end);
        found += 1;
    }
    words
}

/// Defines the classes of words, each with its list out of a text.
macro_rules! classes {
    ($($(#[$doc:meta])* $class:ident $list:ident: $text:expr;)*) => {
        /// What a word can tell.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Class {
            $($(#[$doc])* $class),*
        }
        $($(#[$doc])* pub(crate) const $list: &[&str] = &$crate::identify::lexicon::split::<{ $crate::identify::lexicon::count($text) }>($text);)*
        /// The classes with their words.
        pub(crate) const LISTS: &[(Class, &[&str])] = &[$((Class::$class, $list)),*];
    };
}
pub(crate) use classes;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_in_its_classes_and_no_other_is() {
        for (class, list) in LISTS {
            for word in *list {
                assert!(Classes::of(word).has(*class), "{word} is no {class:?}");
                assert_eq!(*word, word.to_lowercase(), "{class:?}");
            }
            let sorted = list.windows(2).find(|pair| pair[0] >= pair[1]);
            assert_eq!(sorted, None, "{class:?} is not in order");
        }
        let told =
            |word: &str| LISTS.iter().filter(|(class, _)| Classes::of(word).has(*class)).map(|(class, _)| *class).collect::<Vec<_>>();
        assert_eq!(told("kyc"), [Class::Request, Class::Noun]);
        assert_eq!(told("al"), [Class::Particle]);
        assert_eq!([told(""), told("sharma"), told("kycs")].concat(), []);
    }
}
