//! What reading a page costs: pages of 1 MiB, right and wrong, and one of as many steps as there may be.
//!
//! `cargo bench -p procedure`. It prints medians; it judges nothing.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

#[path = "../tests/catalogue/mod.rs"]
mod catalogue;

use procedure::{Catalogue, DescribedCheck, MARKS_MAX, SOURCE_BYTES_MAX, STEPS_MAX, lint};
use serde_json::json;
use std::time::{Duration, Instant};

const ROUNDS: usize = 21;
const FRONT: &str = "---\nname: n\ninputs:\n  required: [name, pan]\n---\n## A\n- `pan_verification`\n\n";

fn median(name: &str, page: &str, catalogue: &Catalogue) {
    let mut times: Vec<Duration> = Vec::new();
    let mut said = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        said = lint(page, catalogue).diagnostics.len();
        times.push(start.elapsed());
    }
    times.sort_unstable();
    println!("{name}: {} bytes, {said} diagnostics, {:?}", page.len(), times[ROUNDS / 2]);
}

/// `unit` over and over below a front matter, up to the bound on bytes.
fn filled(unit: &str) -> String {
    format!("{FRONT}{}", unit.repeat((SOURCE_BYTES_MAX - FRONT.len()) / unit.len()))
}

/// `unit`, which has so many `marks`, up to the bound on marks, and the rest words.
fn crowded(unit: &str, marks: usize) -> String {
    let units = (SOURCE_BYTES_MAX / 2 / unit.len()).min((MARKS_MAX - FRONT.len()) / marks);
    let page = format!("{FRONT}{}\n\n", unit.repeat(units));
    let words = "word ".repeat((SOURCE_BYTES_MAX - page.len()) / 5);
    page + &words
}

/// As many steps and rules as there may be, each with a condition on the one before it.
fn full() -> (String, Catalogue) {
    let names: Vec<String> = (0..STEPS_MAX).map(|number| format!("check_{number}")).collect();
    let check = |name: &String| DescribedCheck {
        name: name.clone(),
        input_schema: json!({ "type": "object", "properties": { "name": { "type": "string" } }, "required": ["name"] }),
        output_schema: json!({ "type": "object", "properties": { "score": { "type": "integer" }, "result": { "type": "string", "enum": ["a", "b"] } } }),
        price: "1.0".parse().unwrap(),
        bills_not_found: true,
        hosts: vec!["provider.example".into()],
        of_the_day: false,
        personal_fields: vec!["/name".into()],
    };
    let steps: Vec<String> = names
        .iter()
        .enumerate()
        .map(|(number, name)| match number {
            0 => format!("- ask `{name}`\n"),
            _ => {
                let before = &names[number - 1];
                format!("- ask `{name}`\n  - with `name` = `{before}.result`\n  - when `{before}.score > 3 && ({before}.result == \"a\" || {before}.score < 90)`\n")
            }
        })
        .collect();
    let rules: String =
        names.iter().take(49).map(|name| format!("- decline when `{name}.score < 3 || {name}.result == \"b\"`\n")).collect();
    let page =
        format!("---\nname: n\ninputs:\n  required: [name]\n---\n## A\n{}\n## Decision\n{rules}- approve otherwise\n", steps.concat());
    (page, Catalogue::of(names.iter().map(check)))
}

fn main() {
    let usual = catalogue::catalogue();
    let (page, checks) = full();
    median("200 steps and 50 rules", &page, &checks);
    median("1 MiB of prose", &filled("A sentence with `code`, *emphasis* and a [link](https://example.org).\n\n"), &usual);
    median("1 MiB of one line", &filled("word "), &usual);
    median("1 MiB of list items", &filled("- an item of a list\n"), &usual);
    median("1 MiB of faulty steps", &filled("- look: `pan_verificaton`\n"), &usual);
    median("1 MiB of brackets, refused", &filled("["), &usual);
    for (name, unit, marks) in [
        ("headings", "## A\n", 3),
        ("quotes", "> ", 1),
        ("brackets", "[", 1),
        ("emphasis", "*a_", 2),
        ("backticks", "` `` ", 3),
        ("nested lists", "- - - - - - - - a\n", 9),
        ("numbered lists", "1. 1) 1. 1) a\n", 5),
        ("links", "[a](b)", 2),
        ("paragraphs", "a\n\n", 2),
        ("references", "[a]: b\n", 3),
        ("entities", "&a;", 1),
        ("tags", "<a>", 2),
    ] {
        median(&format!("1 MiB, as many {name} as may be"), &crowded(unit, marks), &usual);
    }
    median("1 MiB of secrets", &filled("token: 9f8e7d6c5b4a3f2e\n"), &usual);
    median("1 MiB of labels", &filled("password="), &usual);
    median("1 MiB below Report", &filled("## Report\n`pan_verification.pan`\n"), &usual);
}
