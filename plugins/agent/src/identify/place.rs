//! Where a request comes from, as far as it says so: how its dates and telephone numbers are to be read.

use super::words::{Word, Words};
use super::{Found, Kind};

/// A country whose ways of writing count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Nothing says otherwise: day before month, telephone numbers as in India.
    Unsaid,
    India,
    UnitedStates,
    Emirates,
}

impl Place {
    /// What identifiers say counts more than words do. `american`: an address with a ZIP code was found.
    pub(crate) fn of(words: &Words<'_>, found: &[Found], american: bool) -> Place {
        let any = |kinds: &[Kind]| found.iter().any(|found| kinds.contains(&found.kind));
        let emirati = any(&[Kind::EmiratesId, Kind::Trn, Kind::TradeLicence])
            || found.iter().any(|found| found.kind == Kind::Iban && found.value.starts_with("AE"));
        if any(&[Kind::Pan, Kind::Aadhaar, Kind::Gstin, Kind::Cin, Kind::Uan, Kind::Ifsc, Kind::VehicleNumber]) {
            return Place::India;
        }
        if emirati {
            return Place::Emirates;
        }
        if american
            || words.words.windows(2).any(|pair| is_zip(&pair[0], &pair[1]))
            || any(&[Kind::Ssn, Kind::Ein, Kind::RoutingNumber, Kind::Cik])
        {
            return Place::UnitedStates;
        }
        // Where somebody is from counts less than any other word: an Indian national in Dubai writes as people there do.
        let within = |word: &Word<'_>| found.iter().any(|found| found.kind == Kind::Nationality && found.span.contains(&word.start));
        let elsewhere = words.words.iter().filter(|word| !within(word)).find_map(named);
        let dollars = || words.text.contains('$').then_some(Place::UnitedStates);
        elsewhere.or_else(|| words.words.iter().find_map(named)).or_else(dollars).unwrap_or(Place::Unsaid)
    }
}

/// "WA 98101"
fn is_zip(state: &Word<'_>, code: &Word<'_>) -> bool {
    let digits = code.text.len() == 5 && code.text.bytes().all(|byte| byte.is_ascii_digit());
    digits && state.text.len() == 2 && state.end() + 1 == code.start && super::address::is_state(state.text)
}

fn named(word: &Word<'_>) -> Option<Place> {
    match word.plain.as_str() {
        "usa" | "american" | "ssn" | "ein" | "itin" | "fein" => Some(Place::UnitedStates),
        "us" if word.text == "US" => Some(Place::UnitedStates),
        // States whose names are nobody's.
        "alabama" | "alaska" | "arizona" | "arkansas" | "california" | "colorado" | "connecticut" | "delaware" | "florida" | "hawaii"
        | "idaho" | "illinois" | "indiana" | "iowa" | "kansas" | "kentucky" | "louisiana" | "massachusetts" | "michigan" | "minnesota"
        | "mississippi" | "missouri" | "nebraska" | "nevada" | "ohio" | "oklahoma" | "oregon" | "pennsylvania" | "tennessee" | "texas"
        | "utah" | "vermont" | "wisconsin" | "wyoming" => Some(Place::UnitedStates),
        "uae" | "dubai" | "sharjah" | "emirates" | "emirati" | "ajman" | "aed" | "eid" | "dhabi" | "dxb" | "fujairah" | "dirhams"
        | "dhs" => Some(Place::Emirates),
        "india" | "indian" | "aadhaar" | "gst" | "inr" | "lakh" | "lakhs" | "crore" => Some(Place::India),
        _ => None,
    }
}
