//! The United States: named people and businesses of the catalogue, and the providers that know them.

mod baselayer;
mod business;
mod census;
mod middesk;
mod person;
mod sec;
mod vpic;

pub use business::{Business, businesses};
pub use person::{Person, people};

use crate::reply::Reply;
use egress::Request;

/// The answer of whichever provider of the United States lives at that host; `None`: none does.
pub(crate) fn answer(host: &str, request: &Request) -> Option<Reply> {
    let answer = match host {
        "api.baselayer.com" => baselayer::answer,
        "api.middesk.com" | "api-sandbox.middesk.com" => middesk::answer,
        "data.sec.gov" => sec::answer,
        "geocoding.geo.census.gov" => census::answer,
        "vpic.nhtsa.dot.gov" => vpic::answer,
        _ => return None,
    };
    Some(answer(request))
}

/// Whether somebody of the catalogue has that number, E.164.
pub(crate) fn is_persons_phone(number: &str) -> bool {
    people().iter().any(|person| person.phone == number)
}

/// Words of a name that count: without case, signs and what only says of which form a business is.
fn words(name: &str) -> Vec<String> {
    const FORMS: [&str; 8] = ["INC", "INCORPORATED", "LLC", "CORP", "CORPORATION", "CO", "COMPANY", "LTD"];
    let upper = name.to_uppercase().replace(['.', '\'', '’'], "");
    let words = upper.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !FORMS.contains(word));
    words.map(str::to_owned).collect()
}

/// Whether all words of one name are in the other.
fn same(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let within = |few: &[String], many: &[String]| !few.is_empty() && few.iter().all(|word| many.contains(word));
    within(&one, &other) || within(&other, &one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_the_same_whatever_the_form_of_the_business() {
        assert!(same("Bluebonnet Robotics, Inc.", "BLUEBONNET ROBOTICS INC"));
        assert!(same("Thomas O’Brien", "THOMAS J OBRIEN"));
        assert!(same("Jordan Ellis", "JORDAN AVERY ELLIS"));
        assert!(!same("Jordan Ellis", "JORDAN REYES") && !same("Inc.", "LLC") && !same("", "X"));
    }
}
