//! Somebody asked about beside somebody listed: names first, then whatever else both sides tell.

use crate::born::{Accord, Born};
use crate::sanctions_screening::Asked;
use likeness::{Folded, MATCH_MIN, compare, fold};
use serde::Deserialize;

/// Somebody on a list who could be meant, as the host tells it.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Candidate {
    pub(crate) list: String,
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) names: Vec<Name>,
    #[serde(default)]
    pub(crate) born: Vec<String>,
    #[serde(default)]
    pub(crate) countries: Vec<String>,
    #[serde(default)]
    pub(crate) identifiers: Vec<String>,
    #[serde(default)]
    pub(crate) programmes: Vec<String>,
}

/// One of their names.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Name {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) weak: bool,
}

/// What a comparison comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) score: u32,
    /// The listed name that agrees best.
    pub(crate) name: String,
    pub(crate) reasons: Vec<String>,
}

/// The least score of a hit.
pub(crate) const HIT_MIN: u32 = MATCH_MIN;
/// The least score that a person should look at. Below it half the world would be somebody's namesake.
pub(crate) const REVIEW_MIN: u32 = 75;
/// The most that a name comes to that the list itself calls weak.
const WEAK_MAX: u32 = HIT_MIN - 1;
/// Points off where somebody was born years before or after.
const BORN_APART: u32 = 25;
/// Points given where the day of birth agrees.
const SAME_DAY: u32 = 5;

/// What is asked, folded once for all candidates.
pub(crate) struct Query<'a> {
    asked: &'a Asked,
    name: Folded,
    born: Option<Born>,
}

impl<'a> Query<'a> {
    pub(crate) fn of(asked: &'a Asked, born: Option<Born>) -> Query<'a> {
        Query { asked, name: fold(&asked.name), born }
    }

    /// `None` where nothing speaks for one person.
    pub(crate) fn beside(&self, candidate: &Candidate) -> Option<Found> {
        let mut best = candidate.names.iter().map(|name| (self.name(name), name)).max_by_key(|(score, _)| *score)?;
        let mut reasons = vec![match best.0 {
            100 => "The name is the same.".to_owned(),
            score => format!("The names agree by {score} of 100."),
        }];
        if best.1.weak {
            reasons.push("The list calls this name weak: it is no hit by itself.".into());
        }
        if let Some((accord, listed)) = self.accord(candidate) {
            reasons.push(match accord {
                Accord::Day => "The date of birth is the same.".to_owned(),
                Accord::Year => format!("The year of birth is the same ({})", listed.year) + ".",
                Accord::Near => format!("The list has another date of birth, not far off ({}).", listed.year),
                Accord::Apart => format!("The list has another year of birth ({}).", listed.year),
            });
            best.0 = match accord {
                // Lists err about years of birth, and people lie about them: a name that is a hit by itself stays with a person.
                Accord::Apart if best.0 >= HIT_MIN => REVIEW_MIN,
                Accord::Apart => best.0.saturating_sub(BORN_APART),
                Accord::Day if best.0 >= REVIEW_MIN => (best.0 + SAME_DAY).min(100),
                _ => best.0,
            };
        }
        if let Some(country) = &self.asked.country
            && !candidate.countries.is_empty()
        {
            let same = candidate.countries.iter().any(|listed| fold(listed).parts == fold(country).parts);
            reasons.push(if same { "The country is among those listed." } else { "The country is none of those listed." }.into());
        }
        if self.asked.identifier.as_deref().is_some_and(|number| candidate.identifiers.contains(&plain(number))) {
            best.0 = 100;
            reasons.push("The number of the document is on the list.".into());
        }
        (best.0 >= REVIEW_MIN).then(|| Found { score: best.0, name: best.1.text.clone(), reasons })
    }

    fn name(&self, name: &Name) -> u32 {
        let listed = fold(&name.text);
        let written_out = |name: &Folded| name.parts.iter().filter(|part| !part.title && !part.is_initial()).count();
        let score = compare(&self.name, &listed).score;
        // One name alone, as many have it, within the name of somebody who has more.
        let one = written_out(&listed).min(written_out(&self.name)) < 2 && written_out(&listed) != written_out(&self.name);
        let most = if one { REVIEW_MIN - 1 } else { 100 };
        score.min(most).min(if name.weak { WEAK_MAX } else { 100 })
    }

    fn accord(&self, candidate: &Candidate) -> Option<(Accord, Born)> {
        let born = self.born?;
        candidate
            .born
            .iter()
            .filter_map(|listed| Born::of(listed))
            .map(|listed| (born.with(listed), listed))
            .max_by_key(|(accord, _)| *accord)
    }
}

fn plain(number: &str) -> String {
    number.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
