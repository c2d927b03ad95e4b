//! Builds the built-in guests, so that `cargo build` on a fresh clone is enough.
//!
//! Guests are another workspace, for another target, built by a nested cargo with a target directory of its own: in a shared one
//! the two would wait for each other's lock for ever. Nothing of the outer build's flags reaches them, so that checking,
//! linting and building the host all embed the same bytes.

use std::error::Error;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const TARGET: &str = "wasm32-unknown-unknown";
/// Packages of the guests' workspace that the product ships.
const GUESTS: [&str; 7] = ["agent", "global", "india", "names", "screening", "uae", "us"];
/// Of the variables that steer cargo, those that only say how to reach packages.
const KEPT: [&str; 6] = ["CARGO_HOME", "CARGO_NET_", "CARGO_HTTP_", "CARGO_REGISTR", "CARGO_SOURCE_", "CARGO_TERM_"];
const DROPPED: [&str; 6] = ["RUSTFLAGS", "RUSTDOCFLAGS", "RUSTC_WRAPPER", "RUSTC_WORKSPACE_WRAPPER", "CLIPPY_ARGS", "CLIPPY_CONF_DIR"];

fn main() {
    if let Err(error) = build() {
        // Told this way, cargo fails and shows these lines alone; a failing exit would bury them in everything printed here.
        for line in error.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
}

fn build() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(var("CARGO_MANIFEST_DIR")?).join("../..").canonicalize()?;
    let out = PathBuf::from(var("OUT_DIR")?);
    let plugins = root.join("plugins");
    watch(&plugins)?;
    require_target()?;
    // OUT_DIR is TARGET/PROFILE/build/PACKAGE/out: beside the profiles, so that all of them share one build of the guests.
    let target = out.ancestors().nth(4).unwrap_or(&out).join("built-in");
    compile(&plugins, &target)?;
    for guest in GUESTS {
        let module = fs::read(target.join(TARGET).join("release").join(format!("{guest}.wasm")))?;
        let component = component(guest, &module)?;
        let digest = ring::digest::digest(&ring::digest::SHA256, &component);
        fs::write(out.join(format!("{guest}.sha256")), data_encoding::HEXLOWER.encode(digest.as_ref()))?;
        fs::write(out.join(format!("{guest}.wasm")), component)?;
    }
    Ok(())
}

fn var(name: &str) -> Result<String, Box<dyn Error>> {
    env::var(name).map_err(|error| format!("{name}: {error}").into())
}

/// What the guests are made of. `hostile` holds guests of the tests, `examples` those of readers, `target` what somebody built by hand. Said relative to this
/// package: checkouts that share a target directory share this script's results, and must not look at each other's sources.
fn watch(plugins: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../../wit");
    println!("cargo::rerun-if-changed=../../workflows");
    // What the agent reads conditions with.
    println!("cargo::rerun-if-changed=../condition");
    for entry in fs::read_dir(plugins)? {
        let name = entry?.file_name();
        if name != "target" && name != "hostile" && name != "examples" {
            println!("cargo::rerun-if-changed=../../plugins/{}", name.display());
        }
    }
    Ok(())
}

/// rustup must not run inside a build: it would change the toolchain under the compiler's feet.
fn require_target() -> Result<(), Box<dyn Error>> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]).output()?;
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if output.status.success() && Path::new(&folder).is_dir() {
        return Ok(());
    }
    Err(format!("the compiler cannot build the sandboxed guests yet: run `rustup target add {TARGET}` once").into())
}

fn compile(plugins: &Path, target: &Path) -> Result<(), Box<dyn Error>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // Cargo reads plugins/.cargo/config.toml only when it stands in that folder.
    command.current_dir(plugins).args(["build", "--locked", "--release", "--target", TARGET, "--target-dir"]).arg(target);
    for guest in GUESTS {
        command.args(["--package", guest]);
    }
    // A component's digest should not tell whose machine built it.
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| env::home_dir().map(|home| home.join(".cargo")));
    for (folder, name) in [(Some(plugins.to_owned()), "plugins"), (home, "cargo")] {
        if let Some(folder) = folder {
            let flag = format!("--remap-path-prefix={}={name}", folder.display());
            command.arg("--config").arg(format!("target.{TARGET}.rustflags=[{flag:?}]"));
        }
    }
    for (name, _) in env::vars_os() {
        if is_outer(&name) {
            command.env_remove(name);
        }
    }
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("the guests in plugins/ do not compile:\n{}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Whether a variable carries a choice of the outer build.
fn is_outer(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let steers = name.starts_with("CARGO_") && !KEPT.iter().any(|kept| name.starts_with(kept));
    steers || DROPPED.contains(&&*name)
}

fn component(guest: &str, module: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut encoder = wit_component::ComponentEncoder::default();
    let bytes = encoder.validate(true).module(module).and_then(|encoder| encoder.encode());
    bytes.map_err(|error| format!("make a component of {guest}: {error:#}").into())
}
