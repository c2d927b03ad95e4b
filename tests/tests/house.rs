//! What Cargo cannot hold of ARCHITECTURE.md: the stairs, one room per tool, sizes, first lines, frozen interfaces.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Lowest first. A room depends only on rooms on lower steps. `webhook` says what an endpoint may be, `admin` makes one.
const STAIRS: [&[&str]; 10] = [
    &["journal", "egress", "mail", "condition"],
    &["lists"],
    &["store", "sandbox", "procedure", "simulator"],
    &["library"],
    &["run"],
    &["webhook"],
    &["admin"],
    &["api"],
    &["enrich"],
    &["tests"],
];
/// Never, although the stairs would allow it.
const LOCKED: [(&str, &str); 4] = [("api", "sandbox"), ("api", "egress"), ("admin", "library"), ("webhook", "sandbox")];
/// Tools with one room. `enrich` wires and is a client besides; `api` prints the Markdown that `procedure` reads.
const TOOLS: [(&str, &[&str]); 11] = [
    ("wasmtime", &["sandbox"]),
    ("sqlx", &["store", "tests"]),
    ("axum", &["api"]),
    ("lettre", &["mail"]),
    ("reqwest", &["egress", "enrich", "tests"]),
    ("pulldown-cmark", &["procedure", "api"]),
    ("cel", &["condition"]),
    ("clap", &["enrich"]),
    ("csv", &["lists", "tests"]),
    ("quick-xml", &["lists"]),
    ("wit-component", &["library", "tests"]),
];
const FILE_LINES_MAX: usize = 400;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All files of the project with that ending; nothing that a build or a person left there.
fn files(ending: &str) -> Vec<PathBuf> {
    fn walk(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && !["target", ".git", "node_modules", "enrich-data"].contains(&name.as_str()) {
                walk(&path, ending, found);
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root(), ending, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no {ending} file was found");
    found
}

/// Names under `[dependencies]` and `[build-dependencies]` of each room; what tests alone use does not count.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let rooms = fs::read_dir(root().join("host")).unwrap().map(|entry| entry.unwrap().path()).chain([root().join("tests")]);
    rooms
        .map(|folder| {
            let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
            let mut section = "";
            let mut names = BTreeSet::new();
            for line in manifest.lines() {
                if line.starts_with('[') {
                    section = line;
                } else if ["[dependencies]", "[build-dependencies]"].contains(&section) {
                    names.extend(
                        line.split(['.', ' ', '=']).next().filter(|name| !name.is_empty() && !name.starts_with('#')).map(str::to_owned),
                    );
                }
            }
            (folder.file_name().unwrap().to_str().unwrap().to_owned(), names)
        })
        .collect()
}

fn step(room: &str) -> Option<usize> {
    STAIRS.iter().position(|step| step.contains(&room))
}

#[test]
fn every_room_depends_on_lower_ones_alone() {
    for (room, names) in dependencies() {
        let own = step(&room).unwrap_or_else(|| panic!("{room} has no place on the stairs"));
        for name in names {
            if let Some(other) = step(&name) {
                assert!(other < own, "{room} depends on {name}, which is no lower");
                assert!(!LOCKED.contains(&(room.as_str(), name.as_str())), "{room} must not depend on {name}");
            }
        }
    }
}

#[test]
fn every_tool_has_one_room() {
    let dependencies = dependencies();
    for (tool, rooms) in TOOLS {
        let users: Vec<&str> = dependencies.iter().filter(|(_, names)| names.contains(tool)).map(|(room, _)| room.as_str()).collect();
        assert!(users.iter().all(|user| rooms.contains(user)), "{tool} is used by {users:?}, its rooms are {rooms:?}");
        assert!(users.iter().any(|user| *user == rooms[0]), "{tool} is not used where it belongs");
    }
}

#[test]
fn journals_have_one_door_and_one_caller() {
    for path in files(".rs") {
        let name = path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned();
        let writes =
            fs::read_to_string(&path).unwrap().lines().any(|line| !line.trim_start().starts_with("//") && line.contains("Append {"));
        let may = ["host/run/", "host/store/", "tests/"].iter().any(|room| name.starts_with(room));
        assert!(may || !writes, "{name} makes an append: only run may");
    }
}

#[test]
fn files_are_short_and_say_what_they_are() {
    for path in files(".rs") {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text.lines().count();
        assert!(lines <= FILE_LINES_MAX, "{} has {lines} lines", path.display());
        assert!(text.starts_with("//!"), "{} does not begin by saying what it is", path.display());
    }
}

#[test]
fn every_statement_names_its_reader() {
    for path in files(".sql") {
        let text = fs::read_to_string(&path).unwrap();
        let migration = path.components().any(|part| part.as_os_str() == "migrations");
        assert!(migration || text.starts_with("-- Read by store::"), "{} does not name its reader", path.display());
    }
}

#[test]
fn released_interfaces_never_change() {
    let frozen: BTreeMap<String, String> = include_str!("../goldens/wit.txt")
        .lines()
        .map(|line| line.split_once("  ").unwrap())
        .map(|(digest, name)| (name.to_owned(), digest.to_owned()))
        .collect();
    let found: BTreeMap<String, String> = files(".wit")
        .into_iter()
        .filter(|path| path.starts_with(root().join("wit")))
        .map(|path| {
            let digest = ring::digest::digest(&ring::digest::SHA256, &fs::read(&path).unwrap());
            let hex = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            (path.strip_prefix(root()).unwrap().to_str().unwrap().to_owned(), hex)
        })
        .collect();
    assert_eq!(
        found, frozen,
        "a released folder under wit/ never changes; an addition is a new folder, with its line in tests/goldens/wit.txt"
    );
}

#[test]
fn no_file_names_a_registry() {
    let hosts = [["crates", "io"], ["pypi", "org"], ["npmjs", "org"], ["npmjs", "com"]].map(|parts| parts.join("."));
    for path in [".rs", ".toml", ".md", ".sql", ".wit", ".py", "justfile", "run"].into_iter().flat_map(files) {
        let text = fs::read_to_string(&path).unwrap_or_default();
        for host in &hosts {
            assert!(!text.contains(host.as_str()), "{} names {host}", path.display());
        }
    }
}
