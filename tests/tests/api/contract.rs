//! The index of the contract's facts: that each names stories that are told, and that what is not there yet only shrinks.

use std::fs;
use std::path::{Path, PathBuf};

/// Facts without a story. This number only shrinks.
const NOT_THERE_YET: usize = 3;
/// Sections of the document, webhooks aside.
const SECTIONS: [&str; 20] = [
    "Introduction",
    "Authentication",
    "Quickstart",
    "Runs",
    "Threads",
    "Workflows",
    "Credits",
    "Create",
    "Retrieve",
    "Stream",
    "Resolve",
    "Cancel",
    "List runs",
    "List workflows",
    "Usage",
    "Errors",
    "Rate limits",
    "Streaming guide",
    "Approval guide",
    "Versioning",
];

/// The cells of each row of a table.
fn rows(table: &str) -> Vec<Vec<&str>> {
    let lines = table.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---") && !line.starts_with("| section |"));
    lines.map(|line| line.trim_matches('|').split('|').map(str::trim).collect()).collect()
}

/// The file that tells the story, if one does.
fn told(story: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let (file, name) = story.split_once("::")?;
    let places = ["tests/tests/api", "tests/tests", "host/enrich/tests"].map(|folder| root.join(folder).join(format!("{file}.rs")));
    places.into_iter().find(|path| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let listed = !text.contains("stories! {") || text.contains(&format!("\n    {name},\n")) || text.contains(&format!("]\nfn {name}("));
        text.contains(&format!("fn {name}(")) && listed
    })
}

#[test]
fn every_fact_names_stories_that_are_told() {
    let (held, open) = include_str!("contract.md").split_once("## Not there yet").unwrap();
    let held = rows(held);
    for row in &held {
        let stories: Vec<&str> = row[2].split('`').skip(1).step_by(2).collect();
        assert!(!stories.is_empty(), "nobody tells that {}", row[1]);
        for story in stories {
            assert!(told(story).is_some(), "{story} is not told, so nobody tells that {}", row[1]);
        }
    }
    for section in SECTIONS {
        assert!(held.iter().any(|row| row[0] == section), "nothing is told of {section}");
    }
    assert_eq!(rows(open).len(), NOT_THERE_YET);
}

#[test]
fn a_story_that_nobody_tells_is_noticed() {
    assert!(told("create::the_quickstart_is_created_awaited_and_billed").is_some());
    for missing in ["create::no_such_story", "create::row", "no_such_file::story", "story"] {
        assert_eq!(told(missing), None, "{missing}");
    }
}
