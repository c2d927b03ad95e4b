//! `sanctions_screening`: whether somebody stands on an official list that the operator has loaded.

use crate::LISTS;
use crate::born::Born;
use crate::compare::{Candidate, HIT_MIN, Query};
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, integer, list, one_of, text};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The check.
pub struct SanctionsScreening;

/// What is asked.
#[derive(Debug, Deserialize)]
pub struct Asked {
    pub(crate) name: String,
    pub(crate) date_of_birth: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) identifier: Option<String>,
}

/// What is answered.
#[derive(Debug, Serialize)]
pub struct Output {
    result: &'static str,
    hits: Vec<Hit>,
    compared: usize,
    lists: Vec<ListOutput>,
}

/// Somebody listed who is meant, or may be.
#[derive(Debug, Serialize)]
struct Hit {
    result: &'static str,
    list: String,
    entry: String,
    kind: String,
    name: String,
    score: u32,
    reasons: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    programmes: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    dates_of_birth: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    countries: Vec<String>,
}

/// A list that was searched.
#[derive(Debug, Serialize, Deserialize)]
struct ListOutput {
    list: String,
    title: String,
    date: String,
    digest: String,
    entries: usize,
}

#[derive(Deserialize)]
struct Provided {
    lists: Vec<ListOutput>,
    candidates: Vec<Candidate>,
}

#[derive(Default, Deserialize)]
struct Refused {
    #[serde(default)]
    code: String,
}

/// Candidates that are compared.
const CANDIDATES: usize = 25;
/// Hits that are told, the surest first.
const HITS_MAX: usize = 10;

const HIT: Kind = Kind::Object(&[
    one_of("result", "hit: the same, as far as is told; review: a person should look", &["hit", "review"]).required(),
    text("list", "The list").required(),
    text("entry", "The list's own number of the entry").required(),
    text("kind", "person, entity, vessel or aircraft").required(),
    text("name", "The listed name that agrees best").required(),
    integer("score", "0 to 100").required(),
    list("reasons", "Why", &Kind::Text(200)).required(),
    list("programmes", "Why it is listed, in the list's own words", &Kind::Text(200)),
    list("dates_of_birth", "As the list has them", &Kind::Text(20)),
    list("countries", "As the list has them", &Kind::Text(200)),
]);

const LIST: Kind = Kind::Object(&[
    text("list", "The list").required(),
    text("title", "What people call it").required(),
    text("date", "The day it is of, YYYY-MM-DD").required(),
    text("digest", "SHA-256 of the list as it was loaded").required(),
    integer("entries", "How many are on it").required(),
]);

impl Check for SanctionsScreening {
    const ABOUT: About = About {
        name: "sanctions_screening",
        summary: "Searches the official sanctions lists that the operator has loaded, by name, date of birth, country and document.",
        input: &[
            text("name", "Name of a person or a business, in any script").required().personal(),
            text("date_of_birth", "YYYY-MM-DD, or as much of it as is known").at_most(10).personal(),
            text("country", "Nationality or seat, in English").at_most(80),
            text("identifier", "Number of a passport or another document, or of a registration").at_most(64).personal(),
        ],
        output: &[
            one_of("result", "clear: nobody listed; review: a person should look; hit: listed", &["clear", "review", "hit"]).required(),
            list("hits", "Who is meant or may be, the surest first", &HIT).required().personal(),
            integer("compared", "How many entries were compared").required(),
            list("lists", "What was searched", &LIST).required(),
        ],
        providers: &[LISTS.name],
        price: "2.0",
        bills_not_found: false,
        repeatable: true,
    };
    type Input = Asked;
    type Output = Output;

    fn perform(call: &Call, asked: Asked) -> Result<Answer<Output>, Failure> {
        if likeness::fold(&asked.name).parts.is_empty() {
            return Err(Failure::invalid_input("`name` has no letters."));
        }
        let unread = || Failure::invalid_input("`date_of_birth` is no date: YYYY-MM-DD.");
        let born = asked.date_of_birth.as_deref().map(|text| Born::of(text).ok_or_else(unread)).transpose()?;
        let body = json!({"name": asked.name, "identifiers": asked.identifier.as_slice(), "most": CANDIDATES});
        let response = LISTS.post("/candidates").json(&body)?.send(call)?;
        match response.status {
            200 => Ok(Answer::Success(compared(&Query::of(&asked, born), response.json()?))),
            503 if response.json::<Refused>().unwrap_or_default().code == "no_list" => Err(Failure::new(
                "provider_not_configured",
                "No sanctions list is loaded: the operator loads one with `enrich lists load`.",
            )),
            _ => Err(response.failure()),
        }
    }
}

fn compared(query: &Query, Provided { lists, candidates }: Provided) -> Output {
    let compared = candidates.len();
    let mut hits: Vec<Hit> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let found = query.beside(&candidate)?;
            Some(Hit {
                result: if found.score >= HIT_MIN { "hit" } else { "review" },
                list: candidate.list,
                entry: candidate.id,
                kind: candidate.kind,
                name: found.name,
                score: found.score,
                reasons: found.reasons,
                programmes: candidate.programmes,
                dates_of_birth: candidate.born,
                countries: candidate.countries,
            })
        })
        .collect();
    hits.sort_by(|one, other| other.score.cmp(&one.score).then_with(|| (&one.list, &one.entry).cmp(&(&other.list, &other.entry))));
    hits.truncate(HITS_MAX);
    let result = match hits.first() {
        Some(hit) => hit.result,
        None => "clear",
    };
    Output { result, hits, compared, lists }
}

#[cfg(test)]
mod tests;
