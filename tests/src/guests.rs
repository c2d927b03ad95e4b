//! Guests of the tests, built from `plugins/` by a nested cargo, once per process.
//!
//! The product embeds its own guests; the ones that misbehave exist for tests alone and never come near it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const TARGET: &str = "wasm32-unknown-unknown";
const PACKAGES: &[&str] = &["global", "hostile-check", "hostile-workflow", "india", "names", "pan-list", "uae", "us"];
/// Choices of the outer build. Guests are built the same whoever runs the tests, and however.
const OUTER: &[&str] = &[
    "CARGO_BUILD_TARGET",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_TARGET_DIR",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
];

/// The component of a package in `plugins/`.
///
/// # Panics
///
/// If the guests do not compile, or there is no such package among the tests' guests.
pub fn component(package: &str) -> &'static [u8] {
    static BUILT: OnceLock<BTreeMap<&str, Vec<u8>>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let modules = build();
        PACKAGES.iter().map(|package| (*package, encode(package, &modules))).collect()
    });
    built.get(package).unwrap_or_else(|| panic!("{package} is no guest of the tests"))
}

/// Builds all guests; tells where their modules are.
fn build() -> PathBuf {
    let plugins = Path::new(env!("CARGO_MANIFEST_DIR")).join("../plugins");
    // The test's program is TARGET/PROFILE/deps/NAME: the guests get a folder beside the profiles. They have a lock of their
    // own there, so they can be built while cargo runs the tests.
    let program = std::env::current_exe().unwrap_or_else(|error| panic!("find the test's own program: {error}"));
    let target = program.ancestors().nth(3).unwrap_or(&plugins).join("guests");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(&plugins).args(["build", "--quiet", "--locked", "--release", "--target", TARGET, "--target-dir"]).arg(&target);
    for package in PACKAGES {
        cargo.args(["--package", package]);
    }
    for name in OUTER {
        cargo.env_remove(name);
    }
    let output = cargo.output().unwrap_or_else(|error| panic!("start cargo: {error}"));
    assert!(output.status.success(), "build the guests: {}", String::from_utf8_lossy(&output.stderr));
    target.join(TARGET).join("release")
}

fn encode(package: &str, modules: &Path) -> Vec<u8> {
    let path = modules.join(package.replace('-', "_")).with_extension("wasm");
    let module = std::fs::read(&path).unwrap_or_else(|error| panic!("read {}: {error}", path.display()));
    let mut encoder = wit_component::ComponentEncoder::default();
    let component = encoder.validate(true).module(&module).and_then(|encoder| encoder.encode());
    component.unwrap_or_else(|error| panic!("make a component of {package}: {error:#}"))
}
