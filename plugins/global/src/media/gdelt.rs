//! GDELT's DOC 2.0 interface: `GET /doc/doc?query=…&mode=artlist&format=json`.
//!
//! No article is a 200 with an empty object. A query that it does not take is a 200 with a sentence in place of JSON; too many
//! requests are a 429 with a sentence.

use super::{Article, Record};
use crate::GDELT;
use enrich_sdk::{Call, Failure, http};
use serde::Deserialize;
use serde_json::{Map, Value};

/// Articles that are asked for.
const ARTICLES_MAX: usize = 25;
/// Any of these beside the name. Money laundering is a phrase; the index looks for words as they are written.
const WRONGDOING: &str = "(fraud OR bribery OR corruption OR embezzlement OR \"money laundering\" OR smuggling OR trafficking OR terrorism OR sanctions \
     OR arrested OR charged OR convicted OR sentenced OR indicted OR lawsuit OR bankruptcy)";
/// How the sentences in place of JSON begin.
const REFUSALS: [&str; 4] = ["your query", "the specified phrase", "invalid", "one or more of your"];

#[derive(Deserialize)]
struct Reply {
    #[serde(default)]
    articles: Vec<Found>,
}

#[derive(Deserialize)]
struct Found {
    url: String,
    title: Option<String>,
    domain: Option<String>,
    seendate: Option<String>,
    language: Option<String>,
    sourcecountry: Option<String>,
}

/// The path of a search for the name.
pub(crate) fn search(name: &str) -> String {
    let query = http::encoded(&format!("\"{name}\" {WRONGDOING}"));
    format!("/doc/doc?query={query}&mode=artlist&format=json&maxrecords={ARTICLES_MAX}&timespan=3months&sort=datedesc")
}

pub(super) fn ask(call: &Call, name: &str) -> Result<Record, Failure> {
    let response = GDELT.get(search(name)).send(call)?;
    if response.status != 200 {
        return Err(response.failure());
    }
    let text = String::from_utf8_lossy(&response.body).trim().to_lowercase();
    if REFUSALS.iter().any(|refusal| text.starts_with(refusal)) {
        return Err(Failure::new("provider_refused", "The provider does not take the query that the name makes."));
    }
    // A list would be read as an object without articles.
    let members: Map<String, Value> = response.json()?;
    let malformed = |_| Failure::malformed("The provider's answer is not what its documentation promises.");
    let reply: Reply = serde_json::from_value(Value::Object(members)).map_err(malformed)?;
    let complete = reply.articles.len() < ARTICLES_MAX;
    let words = words(name);
    let articles: Vec<Article> = reply.articles.into_iter().take(ARTICLES_MAX).filter_map(|found| article(found, &words)).collect();
    Ok(Record {
        result: if articles.is_empty() { "none_found" } else { "articles_found" },
        article_count: articles.len(),
        named_in_title_count: articles.iter().filter(|article| article.named_in_title).count(),
        complete,
        articles,
    })
}

/// A finding, unless it has no address that a browser would open.
fn article(found: Found, name: &[String]) -> Option<Article> {
    let rest = found.url.strip_prefix("https://").or_else(|| found.url.strip_prefix("http://"))?;
    let source = found.domain.filter(|domain| !domain.is_empty()).unwrap_or_else(|| rest.split('/').next().unwrap_or_default().to_owned());
    let title: String = found.title.unwrap_or_default().chars().take(400).collect();
    let held = words(&title);
    Some(Article {
        named_in_title: name.iter().all(|word| held.contains(word)),
        seen_on: found.seendate.as_deref().and_then(day),
        language: found.language.filter(|word| !word.is_empty()),
        source_country: found.sourcecountry.filter(|word| !word.is_empty()),
        url: found.url.chars().take(2_048).collect(),
        title,
        source,
    })
}

fn words(text: &str) -> Vec<String> {
    text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// `20250615T093000Z` as a day.
fn day(text: &str) -> Option<String> {
    let digits = text.get(..8).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(format!("{}-{}-{}", &digits[..4], &digits[4..6], &digits[6..]))
}
