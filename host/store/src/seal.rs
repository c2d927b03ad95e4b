//! Keys and payloads. Each thread has a random key, wrapped under the master key; payloads are sealed under it with
//! AES-256-GCM, bound to their place in the journal. Sealed bytes are nonce (12), ciphertext, tag (16).
//!
//! Key material and nonces come from the operating system: they are the one thing here that is neither told nor repeated.

use crate::Error;
use journal::{EndpointId, OrgId, RunId, Seq, ThreadId};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{digest, hmac};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use zeroize::Zeroizing;

/// The key that wraps every other. It is wiped when dropped and never printed.
pub struct MasterKey(Zeroizing<[u8; 32]>);

impl MasterKey {
    /// From 32 bytes of good randomness.
    pub fn from_bytes(bytes: [u8; 32]) -> MasterKey {
        MasterKey(Zeroizing::new(bytes))
    }

    /// From the operating system's randomness.
    pub fn generate() -> Result<MasterKey, Error> {
        Ok(MasterKey(Zeroizing::new(random()?)))
    }

    /// For whoever keeps it in a file.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(..)")
    }
}

/// What seals the payloads of one thread.
pub(crate) type ThreadKey = Arc<LessSafeKey>;

/// What stands for a text that nobody is to read.
pub(crate) type Hash = [u8; 32];

/// Unwrapped keys kept in memory: twice this many at most.
const THREAD_KEYS_MAX: usize = 8_192;

/// Seals and opens, for one database.
pub(crate) struct Sealer {
    wrap: LessSafeKey,
    fingerprints: hmac::Key,
    tokens: hmac::Key,
    questions: hmac::Key,
    known: Mutex<Known>,
}

/// Two generations: what was used since the older one was dropped survives the next drop.
#[derive(Default)]
struct Known {
    young: HashMap<(OrgId, ThreadId), ThreadKey>,
    old: HashMap<(OrgId, ThreadId), ThreadKey>,
}

impl Sealer {
    pub(crate) fn new(master: &MasterKey) -> Result<Sealer, Error> {
        let root = hmac::Key::new(hmac::HMAC_SHA256, master.as_bytes());
        let wrap = aead_key(hmac::sign(&root, b"wrap thread keys 1").as_ref())?;
        let fingerprints = hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&root, b"fingerprint requests 1").as_ref());
        let tokens = hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&root, b"vouch for tokens 1").as_ref());
        let questions = hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&root, b"find answers 1").as_ref());
        Ok(Sealer { wrap, fingerprints, tokens, questions, known: Mutex::default() })
    }

    /// What shows whether a database was sealed with this master key.
    pub(crate) fn check_value(&self) -> Result<Vec<u8>, Error> {
        seal(&self.wrap, CHECK_PLACE, b"enrich")
    }

    /// Whether this is the check value of the same master key.
    pub(crate) fn knows(&self, check_value: &[u8]) -> bool {
        open(&self.wrap, CHECK_PLACE, check_value.to_vec()).is_some_and(|text| text == b"enrich")
    }

    /// A client's request as the database keeps it.
    pub(crate) fn fingerprint(&self, org: OrgId, sha256: &[u8; 32]) -> Vec<u8> {
        let mut context = hmac::Context::with_key(&self.fingerprints);
        context.update(org.to_string().as_bytes());
        context.update(sha256);
        context.sign().as_ref().to_vec()
    }

    /// A question that was asked of a check, as the database finds its answer again: under a key of the organisation.
    pub(crate) fn question(&self, org: OrgId, text: &[u8]) -> Hash {
        let own = hmac::Key::new(hmac::HMAC_SHA256, hmac::sign(&self.questions, org.to_string().as_bytes()).as_ref());
        let mut hash = [0; 32];
        hash.copy_from_slice(hmac::sign(&own, text).as_ref());
        hash
    }

    /// A webhook secret, for storage.
    pub(crate) fn seal_secret(&self, org: OrgId, endpoint: EndpointId, secret: &str) -> Result<Vec<u8>, Error> {
        seal(&self.wrap, &endpoint_place(org, endpoint), secret.as_bytes())
    }

    /// The same, from storage; `None` where it cannot be opened.
    pub(crate) fn open_secret(&self, org: OrgId, endpoint: EndpointId, sealed: Vec<u8>) -> Option<String> {
        String::from_utf8(open(&self.wrap, &endpoint_place(org, endpoint), sealed)?).ok()
    }

    /// A text that belongs to this place alone, for storage.
    pub(crate) fn seal_text(&self, place: &str, text: &str) -> Result<Vec<u8>, Error> {
        seal(&self.wrap, place.as_bytes(), text.as_bytes())
    }

    /// The same, from storage; `None` where it cannot be opened.
    pub(crate) fn open_text(&self, place: &str, sealed: Vec<u8>) -> Option<String> {
        String::from_utf8(open(&self.wrap, place.as_bytes(), sealed)?).ok()
    }

    pub(crate) fn vouch(&self, text: &[u8]) -> Vec<u8> {
        hmac::sign(&self.tokens, text).as_ref().to_vec()
    }

    pub(crate) fn vouches(&self, text: &[u8], proof: &[u8]) -> bool {
        hmac::verify(&self.tokens, text, proof).is_ok()
    }

    /// A new thread's key, and how it is stored.
    pub(crate) fn new_thread(&self, org: OrgId, thread: ThreadId) -> Result<(ThreadKey, Vec<u8>), Error> {
        let bytes = Zeroizing::new(random::<32>()?);
        let wrapped = seal(&self.wrap, &thread_place(org, thread), bytes.as_slice())?;
        Ok((Arc::new(aead_key(bytes.as_slice())?), wrapped))
    }

    /// The key of a stored thread; `None` where it cannot be unwrapped.
    pub(crate) fn unwrap(&self, org: OrgId, thread: ThreadId, wrapped: Vec<u8>) -> Option<ThreadKey> {
        let bytes = Zeroizing::new(open(&self.wrap, &thread_place(org, thread), wrapped)?);
        Some(Arc::new(aead_key(&bytes).ok()?))
    }

    /// The thread's key, if it was used lately.
    pub(crate) fn known(&self, org: OrgId, thread: ThreadId) -> Option<ThreadKey> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = known.young.get(&(org, thread)) {
            return Some(key.clone());
        }
        let key = known.old.get(&(org, thread))?.clone();
        known.keep(org, thread, key.clone());
        Some(key)
    }

    /// Keeps a thread's key for the next use.
    pub(crate) fn keep(&self, org: OrgId, thread: ThreadId, key: ThreadKey) {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).keep(org, thread, key);
    }
}

impl Known {
    fn keep(&mut self, org: OrgId, thread: ThreadId, key: ThreadKey) {
        if self.young.len() >= THREAD_KEYS_MAX {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert((org, thread), key);
    }
}

const CHECK_PLACE: &[u8] = b"meta/master_check";

fn endpoint_place(org: OrgId, endpoint: EndpointId) -> Vec<u8> {
    format!("endpoint/{org}/{endpoint}").into_bytes()
}

fn thread_place(org: OrgId, thread: ThreadId) -> Vec<u8> {
    format!("thread/{org}/{thread}").into_bytes()
}

fn event_place(org: OrgId, run: RunId, seq: Seq) -> Vec<u8> {
    format!("event/{org}/{run}/{seq}").into_bytes()
}

/// The private part of an event, for storage.
pub(crate) fn seal_event(key: &LessSafeKey, org: OrgId, run: RunId, seq: Seq, text: &[u8]) -> Result<Vec<u8>, Error> {
    seal(key, &event_place(org, run, seq), text)
}

/// The private part of an event, from storage. `None`: other bytes, another place or another key.
pub(crate) fn open_event(key: &LessSafeKey, org: OrgId, run: RunId, seq: Seq, sealed: Vec<u8>) -> Option<Vec<u8>> {
    open(key, &event_place(org, run, seq), sealed)
}

/// Bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| Error::Seal)?;
    Ok(bytes)
}

/// SHA-256.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(digest::digest(&digest::SHA256, bytes).as_ref());
    out
}

fn aead_key(bytes: &[u8]) -> Result<LessSafeKey, Error> {
    Ok(LessSafeKey::new(UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| Error::Seal)?))
}

fn seal(key: &LessSafeKey, place: &[u8], text: &[u8]) -> Result<Vec<u8>, Error> {
    let nonce = random::<NONCE_LEN>()?;
    let mut sealed = Vec::with_capacity(NONCE_LEN + text.len() + AES_256_GCM.tag_len());
    sealed.extend_from_slice(&nonce);
    sealed.extend_from_slice(text);
    let tag = key
        .seal_in_place_separate_tag(Nonce::assume_unique_for_key(nonce), Aad::from(place), &mut sealed[NONCE_LEN..])
        .map_err(|_| Error::Seal)?;
    sealed.extend_from_slice(tag.as_ref());
    Ok(sealed)
}

fn open(key: &LessSafeKey, place: &[u8], mut sealed: Vec<u8>) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_first_chunk_mut::<NONCE_LEN>()?;
    let length = key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(place), text).ok()?.len();
    sealed.drain(..NONCE_LEN);
    sealed.truncate(length);
    Some(sealed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::Time;

    fn ids() -> (OrgId, RunId, ThreadId) {
        let now = Time::from_micros(0);
        (OrgId::new(now, &[1; 10]), RunId::new(now, &[2; 10]), ThreadId::new(now, &[3; 10]))
    }

    #[test]
    fn a_payload_opens_at_its_place_alone() {
        let (org, run, thread) = ids();
        let sealer = Sealer::new(&MasterKey::from_bytes([7; 32])).unwrap();
        let (key, wrapped) = sealer.new_thread(org, thread).unwrap();
        let sealed = seal_event(&key, org, run, 3, b"ABCDE1234F").unwrap();
        assert!(!sealed.windows(10).any(|part| part == b"ABCDE1234F"));
        let again = sealer.unwrap(org, thread, wrapped.clone()).unwrap();
        assert_eq!(open_event(&again, org, run, 3, sealed.clone()).unwrap(), b"ABCDE1234F");
        assert!(open_event(&again, org, run, 4, sealed.clone()).is_none(), "moved to another place");
        let mut bent = sealed.clone();
        bent[14] ^= 1;
        assert!(open_event(&again, org, run, 3, bent).is_none());
        let other = Sealer::new(&MasterKey::from_bytes([8; 32])).unwrap();
        assert!(other.unwrap(org, thread, wrapped).is_none(), "another master key");
        assert!(other.knows(&other.check_value().unwrap()) && !other.knows(&sealer.check_value().unwrap()));
    }

    #[test]
    fn a_master_key_is_not_printed() {
        assert_eq!(format!("{:?}", MasterKey::from_bytes([7; 32])), "MasterKey(..)");
    }

    #[test]
    fn keys_in_memory_are_bounded_and_used_ones_stay() {
        let (org, _, _) = ids();
        let sealer = Sealer::new(&MasterKey::from_bytes([7; 32])).unwrap();
        let thread = |n: u64| ThreadId::new(Time::from_micros(0), &[&n.to_be_bytes()[..], &[0; 2]].concat().try_into().unwrap());
        let key: ThreadKey = Arc::new(aead_key(&[1; 32]).unwrap());
        sealer.keep(org, thread(0), key.clone());
        for n in 1..3 * THREAD_KEYS_MAX as u64 {
            sealer.keep(org, thread(n), key.clone());
            assert!(sealer.known(org, thread(0)).is_some());
        }
        let known = sealer.known.lock().unwrap();
        assert!(known.young.len() + known.old.len() <= 2 * THREAD_KEYS_MAX);
    }
}
