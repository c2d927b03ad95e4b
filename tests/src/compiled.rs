//! Compiled guests, kept between test processes where other build products are: compiling them takes seconds, each time.

use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// Where they are.
///
/// # Panics
///
/// If it cannot be made.
pub fn folder() -> PathBuf {
    let binary = std::env::current_exe().unwrap();
    let folder = binary.ancestors().nth(2).unwrap().join("compiled-guests");
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(&folder).unwrap();
    folder
}

/// Lends them to a server whose data directory this is to be.
///
/// # Panics
///
/// If the directory cannot be made, or has compiled guests of its own.
pub fn lend(data_dir: &Path) {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(data_dir).unwrap();
    std::os::unix::fs::symlink(folder(), data_dir.join("compiled")).unwrap();
}
