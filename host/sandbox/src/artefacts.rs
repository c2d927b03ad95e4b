//! Precompiled code on disk, so that a start need not compile what the last one did.
//!
//! A file is machine code that the server will execute. So the folder belongs to the server's user and is closed to others,
//! and each file says what it was made from: the digest of the component, of everything about the engine that the code
//! depends on, and of the code itself. A file that is cut short or meant for something else is compiled again.

use ring::digest::{Context, SHA256, SHA256_OUTPUT_LEN};
use std::fs::DirBuilder;
use std::hash::{Hash, Hasher};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::PathBuf;
use wasmtime::Engine;
use wasmtime::component::Component;

/// The folder.
pub(crate) struct Artefacts {
    folder: PathBuf,
    /// Everything about the engine that compiled code depends on, as a digest.
    engine: String,
}

impl Artefacts {
    /// Makes the folder where it is missing, and refuses one that others could write to.
    pub(crate) fn open(folder: PathBuf, engine: &Engine) -> io::Result<Artefacts> {
        DirBuilder::new().recursive(true).mode(0o700).create(&folder)?;
        let found = std::fs::metadata(&folder)?;
        if found.uid() != rustix::process::geteuid().as_raw() {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "the folder belongs to another user"));
        }
        if found.mode() & 0o022 != 0 {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "other users can write to the folder"));
        }
        let mut hasher = Sha256(Context::new(&SHA256));
        engine.precompile_compatibility_hash().hash(&mut hasher);
        let engine = data_encoding::HEXLOWER.encode(hasher.0.finish().as_ref());
        Ok(Artefacts { folder, engine })
    }

    fn path(&self, component: &str) -> PathBuf {
        // Half of the engine's digest tells files apart; the seal inside covers all of it.
        self.folder.join(format!("{component}-{}", &self.engine[..32]))
    }

    fn seal(&self, component: &str, code: &[u8]) -> ring::digest::Digest {
        let mut seal = Context::new(&SHA256);
        for part in [component.as_bytes(), self.engine.as_bytes(), code] {
            seal.update(part);
        }
        seal.finish()
    }

    /// The code of a component, if it was kept and is whole.
    pub(crate) fn load(&self, engine: &Engine, component: &str) -> Option<Component> {
        let path = self.path(component);
        let file = match std::fs::read(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "precompiled code cannot be read");
                return None;
            }
        };
        let whole = file.split_at_checked(SHA256_OUTPUT_LEN).filter(|(seal, code)| self.seal(component, code).as_ref() == *seal);
        let loaded = whole.and_then(|(_, code)| trust(engine, code).ok());
        if loaded.is_none() {
            tracing::warn!(path = %path.display(), "precompiled code is not whole and is made again");
        }
        loaded
    }

    /// Keeps the code of a component. A failure costs the next start a compilation and nothing else.
    pub(crate) fn keep(&self, component: &str, compiled: &Component) {
        let path = self.path(component);
        let write = || -> Result<(), Box<dyn std::error::Error>> {
            let code = compiled.serialize()?;
            // Temporary files are for their owner alone, and a rename shows the whole file or none.
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            file.write_all(self.seal(component, &code).as_ref())?;
            file.write_all(&code)?;
            file.persist(&path)?;
            Ok(())
        };
        if let Err(error) = write() {
            tracing::warn!(path = %path.display(), %error, "precompiled code is not kept");
        }
    }
}

/// Makes a component of machine code.
#[expect(unsafe_code, reason = "wasmtime executes these bytes as they are: there is no safe way to load precompiled code")]
fn trust(engine: &Engine, code: &[u8]) -> wasmtime::Result<Component> {
    // SAFETY: the bytes have to come from `Component::serialize` of a compatible engine. They lie in a folder that only this
    // server's user can write to (`open`), and their seal names this engine and covers every byte (`load`).
    unsafe { Component::deserialize(engine, code) }
}

/// A hasher that collides with nothing and stays the same from build to build.
struct Sha256(Context);

impl Hasher for Sha256 {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}
