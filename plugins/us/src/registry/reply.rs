//! Middesk's business, as far as it is read.

use super::Record;
use crate::told;
use enrich_sdk::Failure;
use serde::Deserialize;

/// Registers and people told of one business.
const REGISTRATIONS_MAX: usize = 60;
const PEOPLE_MAX: usize = 40;

#[derive(Deserialize)]
pub(super) struct Business {
    pub(super) id: String,
    name: String,
    status: String,
    review: Option<Review>,
    tin: Option<Tin>,
    formation: Option<Formation>,
    watchlist: Option<Watchlist>,
    #[serde(default)]
    names: Option<Vec<Name>>,
    #[serde(default)]
    people: Option<Vec<Person>>,
    #[serde(default)]
    registrations: Option<Vec<Registration>>,
}

#[derive(Deserialize)]
struct Review {
    #[serde(default)]
    tasks: Vec<Task>,
}

#[derive(Deserialize)]
struct Task {
    key: String,
    status: Option<String>,
}

#[derive(Deserialize)]
struct Tin {
    #[serde(default)]
    verified: Option<bool>,
    #[serde(default)]
    mismatch: Option<bool>,
}

#[derive(Deserialize)]
struct Formation {
    entity_type: Option<String>,
    formation_date: Option<String>,
    formation_state: Option<String>,
}

#[derive(Deserialize)]
struct Watchlist {
    hit_count: Option<u64>,
}

#[derive(Deserialize)]
struct Name {
    name: String,
    #[serde(default)]
    submitted: bool,
}

#[derive(Deserialize)]
struct Person {
    name: String,
    #[serde(default)]
    titles: Vec<Title>,
}

#[derive(Deserialize)]
struct Title {
    title: Option<String>,
}

#[derive(Deserialize)]
struct Registration {
    name: Option<String>,
    status: Option<String>,
    state: Option<String>,
    file_number: Option<String>,
    jurisdiction: Option<String>,
}

/// A refusal: why, and sometimes which parameter.
#[derive(Deserialize)]
pub(super) struct Refusal {
    #[serde(default)]
    pub(super) errors: Vec<Fault>,
}

#[derive(Deserialize)]
pub(super) struct Fault {
    #[serde(default)]
    message: String,
    parameter: Option<String>,
}

impl Fault {
    /// Whether it is about that member of the request.
    pub(super) fn names(&self, member: &str) -> bool {
        let text = self.parameter.as_deref().unwrap_or(&self.message).to_ascii_lowercase();
        text.contains(member)
    }
}

impl Business {
    /// Whether the order is answered: the registers' results are in. What an analyst or the operator makes of them is not waited for.
    pub(super) fn is_answered(&self) -> bool {
        match self.status.as_str() {
            "open" | "pending" | "in_audit" => false,
            _ => self.review.is_some(),
        }
    }

    fn task(&self, key: &str) -> Option<bool> {
        let task = self.review.iter().flat_map(|review| &review.tasks).find(|task| task.key == key)?;
        task.status.as_deref().map(|status| status == "success")
    }

    /// What the registers hold; `None` where none has the business.
    pub(super) fn record(self) -> Result<Option<Record>, Failure> {
        if !matches!(self.status.as_str(), "in_review" | "approved" | "rejected") {
            return Err(Failure::malformed("The provider's answer has a status that its documentation does not have."));
        }
        let registrations = self.registrations.as_deref().unwrap_or_default();
        if registrations.is_empty() {
            return Ok(None);
        }
        let told = |text: &Option<String>| told(text.clone());
        let is = |status: &str| registrations.iter().any(|one| one.status.as_deref().is_some_and(|told| told.eq_ignore_ascii_case(status)));
        let home = |one: &&Registration| one.jurisdiction.as_deref().is_some_and(|place| place.eq_ignore_ascii_case("domestic"));
        let main = registrations.iter().find(home).or(registrations.first());
        let found = self.names.iter().flatten().find(|name| !name.submitted).map(|name| name.name.clone());
        let formation = self.formation.as_ref();
        Ok(Some(Record {
            registered_name: main.and_then(|one| told(&one.name)).or(found).unwrap_or_else(|| self.name.clone()),
            registration_status: match (is("active"), is("inactive")) {
                (true, _) => "active",
                (false, true) => "inactive",
                (false, false) => "unknown",
            },
            entity_type: formation.and_then(|formation| told(&formation.entity_type)),
            formed_on: formation.and_then(|formation| told(&formation.formation_date)),
            formed_in: formation.and_then(|formation| told(&formation.formation_state)),
            registrations: registrations.iter().take(REGISTRATIONS_MAX).map(Registration::line).collect(),
            people: self.people.iter().flatten().take(PEOPLE_MAX).map(Person::line).collect(),
            name_verified: self.task("name"),
            address_verified: self.task("address_verification"),
            tax_record: self.tin.as_ref().map(|tin| match (tin.verified, tin.mismatch) {
                (Some(true), _) => "matched",
                (_, Some(true)) => "mismatch",
                _ => "unknown",
            }),
            watchlist_hits: self.watchlist.as_ref().and_then(|watchlist| watchlist.hit_count),
        }))
    }
}

impl Registration {
    fn line(&self) -> String {
        let parts = [&self.state, &self.status, &self.file_number];
        parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

impl Person {
    fn line(&self) -> String {
        let titles: Vec<&str> = self.titles.iter().filter_map(|title| title.title.as_deref()).collect();
        if titles.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, titles.join(", ")) }
    }
}
