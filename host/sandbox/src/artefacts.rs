//! Precompiled code on disk, so that a start need not compile what the last one did.
//!
//! A file is machine code that the server will execute. So the folder belongs to the server's user and is closed to others,
//! and each file ends with a seal that says what it was made from: the digest of the component, of everything about the engine that the
//! code depends on, and of the code itself. A file that is cut short or meant for something else is compiled again.
//!
//! Code is mapped from its file, so that what no guest runs takes no memory. Files are only ever replaced whole, by a rename: what is
//! mapped stays as it was.

use ring::digest::{Context, SHA256, SHA256_OUTPUT_LEN};
use std::fs::{DirBuilder, File};
use std::hash::{Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};
use wasmtime::Engine;
use wasmtime::component::Component;

/// Bytes of a file that are read at a time to prove it.
const READ_BYTES: usize = 64 << 10;

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

    /// The digest of what a file is made from, up to its code.
    fn seal(&self, component: &str) -> Context {
        let mut seal = Context::new(&SHA256);
        seal.update(component.as_bytes());
        seal.update(self.engine.as_bytes());
        seal
    }

    /// The code of a component, if it was kept and is whole.
    pub(crate) fn load(&self, engine: &Engine, component: &str) -> Option<Component> {
        let path = self.path(component);
        match self.is_whole(component, &path) {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!(path = %path.display(), "precompiled code is not whole and is made again");
                return None;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "precompiled code cannot be read");
                return None;
            }
        }
        let loaded = trust(engine, &path);
        loaded.inspect_err(|error| tracing::warn!(path = %path.display(), %error, "precompiled code is of no use and is made again")).ok()
    }

    /// Whether a file's seal is that of its code and of this engine.
    fn is_whole(&self, component: &str, path: &Path) -> io::Result<bool> {
        let mut file = File::open(path)?;
        let Some(code) = file.metadata()?.len().checked_sub(SHA256_OUTPUT_LEN as u64) else { return Ok(false) };
        let mut seal = self.seal(component);
        let mut rest = BufReader::with_capacity(READ_BYTES, (&mut file).take(code));
        loop {
            let read = rest.fill_buf()?;
            if read.is_empty() {
                break;
            }
            seal.update(read);
            let count = read.len();
            rest.consume(count);
        }
        let mut told = [0; SHA256_OUTPUT_LEN];
        file.read_exact(&mut told)?;
        Ok(seal.finish().as_ref() == told)
    }

    /// Keeps the code of a component. A failure costs the next start a compilation and nothing else.
    pub(crate) fn keep(&self, component: &str, compiled: &Component) {
        let path = self.path(component);
        let write = || -> Result<(), Box<dyn std::error::Error>> {
            let code = compiled.serialize()?;
            // Temporary files are for their owner alone, and a rename shows the whole file or none.
            let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
            let mut seal = self.seal(component);
            seal.update(&code);
            file.write_all(&code)?;
            file.write_all(seal.finish().as_ref())?;
            file.persist(&path)?;
            Ok(())
        };
        if let Err(error) = write() {
            tracing::warn!(path = %path.display(), %error, "precompiled code is not kept");
        }
    }
}

/// Makes a component of machine code, which stands at the begin of a file: what follows it is no part of it.
#[expect(unsafe_code, reason = "wasmtime executes the file as it is: there is no safe way to load precompiled code")]
fn trust(engine: &Engine, path: &Path) -> wasmtime::Result<Component> {
    // SAFETY: the code has to come from `Component::serialize` of a compatible engine, and the file must not be changed while it is
    // mapped. It lies in a folder that only this server's user can write to (`open`), where files are replaced and never written in place
    // (`keep`), and its seal names this engine and covers every byte of the code (`load`).
    unsafe { Component::deserialize_file(engine, path) }
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
