//! The secret of an API key: minted once, shown once, stored as its SHA-256.

use journal::Mode;
use ring::digest;
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt;

/// Random characters of a secret: 32 of 62 kinds are 190 bits.
const RANDOM_CHARS: usize = 32;
const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Characters of a secret that are kept readable, so that a person recognises it.
const LAST_CHARS: usize = 4;

const _: () = assert!(RANDOM_CHARS >= 28);

/// The operating system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no randomness")]
pub struct NoRandomness;

/// What a client sends as `Authorization: Bearer …`: `sk-tm-…`, in test mode `sk-tm-test-…`. `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one, from the operating system's randomness.
    pub(crate) fn mint(mode: Mode) -> Result<Secret, NoRandomness> {
        let random = SystemRandom::new();
        let mut text = String::from(prefix(mode));
        let whole = text.len() + RANDOM_CHARS;
        while text.len() < whole {
            let mut bytes = [0; 2 * RANDOM_CHARS];
            random.fill(&mut bytes).map_err(|_| NoRandomness)?;
            text.extend(bytes.iter().filter_map(letter).take(whole - text.len()));
        }
        Ok(Secret(text))
    }

    /// The text itself, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Its last four characters.
    pub(crate) fn last(&self) -> &str {
        &self.0[self.0.len() - LAST_CHARS..]
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// What is stored of a secret, and looked up when one arrives.
pub(crate) fn hash(secret: &str) -> [u8; 32] {
    let digest = digest::digest(&digest::SHA256, secret.as_bytes());
    let mut hash = [0; 32];
    hash.copy_from_slice(digest.as_ref());
    hash
}

fn prefix(mode: Mode) -> &'static str {
    match mode {
        Mode::Live => "sk-tm-",
        Mode::Test => "sk-tm-test-",
    }
}

/// Bytes past the last whole multiple of 62 are thrown away: all letters stay equally likely.
fn letter(byte: &u8) -> Option<char> {
    let kinds = u8::try_from(ALPHABET.len()).ok()?;
    (*byte < u8::MAX / kinds * kinds).then(|| char::from(ALPHABET[usize::from(byte % kinds)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_secret_tells_its_mode_and_nothing_else() {
        for (mode, prefix) in [(Mode::Live, "sk-tm-"), (Mode::Test, "sk-tm-test-")] {
            let secret = Secret::mint(mode).unwrap();
            let random = secret.reveal().strip_prefix(prefix).unwrap();
            assert_eq!(random.len(), RANDOM_CHARS);
            assert!(random.bytes().all(|byte| byte.is_ascii_alphanumeric()), "a live secret cannot read as a test one");
            assert!(secret.reveal().ends_with(secret.last()));
            assert_eq!(format!("{secret:?}"), "Secret");
        }
    }

    #[test]
    fn secrets_do_not_repeat_and_every_letter_occurs() {
        let secrets: BTreeSet<String> = (0..200).map(|_| Secret::mint(Mode::Live).unwrap().reveal()[6..].to_owned()).collect();
        assert_eq!(secrets.len(), 200);
        let letters: BTreeSet<char> = secrets.iter().flat_map(|secret| secret.chars()).collect();
        assert_eq!(letters.len(), ALPHABET.len());
        let kept = (0..=u8::MAX).filter_map(|byte| letter(&byte)).count();
        assert_eq!(kept, 4 * ALPHABET.len(), "each letter has four bytes");
    }

    #[test]
    fn what_is_stored_is_the_plain_sha_256() {
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let hex: String = hash("abc").iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, known);
    }
}
