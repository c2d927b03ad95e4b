//! `adverse_media`: articles that name somebody beside a word of wrongdoing, out of GDELT's index of the world's news.
//!
//! They are findings, each with its source, and never a conclusion: an article that holds the name and such a word need not be about
//! the person who was meant, nor say that anybody did wrong. The index reaches back three months.

mod gdelt;

use crate::GDELT;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, boolean, integer, list, one_of, text};
use serde::{Deserialize, Serialize};

/// The check.
pub struct AdverseMedia;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    name: String,
}

/// What is answered.
#[derive(Debug, Serialize)]
pub struct Output {
    name: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the index holds.
#[derive(Debug, Serialize)]
struct Record {
    result: &'static str,
    article_count: usize,
    named_in_title_count: usize,
    complete: bool,
    articles: Vec<Article>,
}

/// One finding.
#[derive(Debug, Serialize)]
struct Article {
    title: String,
    url: String,
    source: String,
    named_in_title: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source_country: Option<String>,
}

/// Letters and digits of the shortest name that is worth a search.
const NAME_CHARS_MIN: usize = 4;
/// Characters of the longest.
const NAME_CHARS_MAX: usize = 120;

impl Check for AdverseMedia {
    const ABOUT: About = About {
        name: "adverse_media",
        summary: "Searches GDELT's index of three months of world news for articles that name somebody beside a word of wrongdoing.",
        input: &[text("name", "Name of the person or business, as newspapers would write it").required().personal()],
        output: &[
            text("name", "The name that was searched for").required().personal(),
            one_of("structure", "What the name says by itself", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            one_of("result", "Whether there is an article to be read; never what it means", &["articles_found", "none_found"]).required(),
            integer("article_count", "How many articles there are, at most 25").required(),
            integer("named_in_title_count", "How many of them have the whole name in their title").required(),
            boolean("complete", "Whether these are all; otherwise the newest").required(),
            list("articles", "The articles, the newest first", &Kind::Object(ARTICLE)).required().personal(),
        ],
        providers: &[GDELT.name],
        price: "3.0",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let name = input.read()?;
        let found = gdelt::ask(call, &name)?;
        Ok(Answer::Success(output(name, Some(found))))
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        Ok(output(input.read()?, None))
    }
}

const ARTICLE: &[enrich_sdk::Field] = &[
    text("title", "Title").required(),
    text("url", "Where it is").required().at_most(2048),
    text("source", "Domain of the publisher").required(),
    boolean("named_in_title", "Whether the whole name is in the title").required(),
    text("seen_on", "Date on which the index saw it"),
    text("language", "Language"),
    text("source_country", "Country of the publisher"),
];

impl Input {
    /// The name without what the index would take for its own language.
    fn read(&self) -> Result<String, Failure> {
        let plain = |c: char| if c.is_alphanumeric() || "-'’.&".contains(c) { c } else { ' ' };
        let words: Vec<String> = self.name.chars().map(plain).collect::<String>().split_whitespace().map(str::to_owned).collect();
        let name = words.join(" ");
        let count = name.chars().filter(|c| c.is_alphanumeric()).count();
        if count < NAME_CHARS_MIN || name.chars().all(|c| !c.is_alphabetic()) {
            return Err(Failure::invalid_input(format!(
                "`name` has fewer than {NAME_CHARS_MIN} letters: too many articles would hold it."
            )));
        }
        if name.chars().count() > NAME_CHARS_MAX {
            return Err(Failure::invalid_input(format!("`name` has more than {NAME_CHARS_MAX} characters.")));
        }
        Ok(name)
    }
}

fn output(name: String, record: Option<Record>) -> Output {
    let alone = !name.contains(' ');
    Output {
        structure: if alone { "doubtful" } else { "valid" },
        structure_reasons: if alone { vec!["The name is one word: articles about others will hold it."] } else { Vec::new() },
        name,
        record,
    }
}

#[cfg(test)]
mod tests;
