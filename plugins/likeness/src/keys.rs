//! What names are looked up by where there are too many to compare: two names that could be one have keys in common.

use crate::fold::{Folded, Part};
use crate::part::bones;

/// One key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The same for the same key.
    pub hash: u64,
    /// How much it says.
    pub weight: u32,
}

/// What a run of letters weighs.
pub const LETTERS_WEIGHT: u32 = 1;
const SOUND_WEIGHT: u32 = 6;
/// What the consonants of a part weigh: all that there is of one in a script that leaves vowels out.
pub const BONES_WEIGHT: u32 = 4;

/// The keys of a name, each once.
pub fn keys(name: &Folded) -> Vec<Key> {
    let within = |index: usize| name.form.as_ref().is_some_and(|form| form.sure && (form.from..form.to).contains(&index));
    let parts = name.parts.iter().enumerate().filter(|(index, part)| !within(*index) && !part.title && !part.particle);
    let mut keys = Vec::new();
    parts.for_each(|(_, part)| keys_of(part, &mut keys));
    keys.sort_unstable_by_key(|key| (key.hash, key.weight));
    keys.dedup_by_key(|key| key.hash);
    keys
}

fn keys_of(part: &Part, keys: &mut Vec<Key>) {
    if part.letters.len() < 2 {
        return;
    }
    let mut key = |kind: u8, bytes: &[u8], weight: u32| keys.push(Key { hash: hash(kind, bytes), weight });
    let bones = bones(part);
    if bones.len() > 1 {
        key(b'b', bones.as_bytes(), BONES_WEIGHT);
    }
    if part.skeletal {
        return;
    }
    key(b's', part.sound.as_bytes(), SOUND_WEIGHT);
    part.names.iter().for_each(|family| key(b'f', &family.to_be_bytes(), SOUND_WEIGHT));
    let framed = format!("^{}$", part.letters);
    framed.as_bytes().windows(3).for_each(|run| key(b'l', run, LETTERS_WEIGHT));
}

/// FNV-1a, of 64 bits.
fn hash(kind: u8, bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    bytes.iter().fold(step(0xCBF2_9CE4_8422_2325, &kind), step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    #[test]
    fn names_that_could_be_one_share_keys_that_weigh() {
        let shared = |one: &str, other: &str| -> u32 {
            let other = keys(&fold(other));
            keys(&fold(one)).iter().filter(|key| other.contains(key)).map(|key| key.weight).sum()
        };
        for (one, other) in [
            ("Usama bin Ladin", "Osama bin Laden"),
            ("أيمن الظواهري", "Ayman al-Zawahiri"),
            ("Владимир Путин", "PUTIN, Vladimir"),
            ("Bill Smith", "William Smith"),
            ("Abdurrahman", "Abd al-Rahman"),
        ] {
            assert!(shared(one, other) >= 8, "{one} and {other}: {}", shared(one, other));
        }
        assert!(shared("Rahul Sharma", "Kim Jong Un") <= 1);
        assert_eq!(shared("Nova Limited", "Zenith Limited"), 0, "a legal form is no key");
    }
}
