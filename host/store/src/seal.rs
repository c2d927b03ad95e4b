//! Keys and payloads: a random key for each thread, wrapped under the master key.

/// The key that wraps every other. It is wiped when dropped and never printed.
pub struct MasterKey([u8; 32]);

impl MasterKey {
    /// From 32 bytes of good randomness.
    pub fn from_bytes(bytes: [u8; 32]) -> MasterKey {
        MasterKey(bytes)
    }
}

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MasterKey(..)")
    }
}
