//! What announces a number, by its kind.

use super::Kind;
use super::code::Run;

/// What announces a number of each kind. Of those that begin alike the one with the most words counts.
const LABELS: &[(Kind, &[&str])] = &[
    (Kind::Aadhaar, &["aadhaar", "aadhar", "adhaar", "adhar", "aadhaarcard"]),
    (Kind::Uan, &["uan", "universal account"]),
    (
        Kind::VehicleNumber,
        &[
            "vehicle",
            "car",
            "bike",
            "truck",
            "number plate",
            "license plate",
            "licence plate",
            "plate",
            "rc",
            "reg no",
            "regn no",
            "registration",
        ],
    ),
    (Kind::Ifsc, &["ifsc", "ifs code"]),
    (Kind::AccountNumber, &["a c", "ac", "account", "acct", "acc"]),
    (Kind::Ssn, &["ssn", "social security", "social", "soc", "soc sec", "social sec", "ss"]),
    (Kind::Ein, &["ein", "fein", "tin", "tax id", "employer identification"]),
    (Kind::Vin, &["vin", "chassis"]),
    (Kind::RoutingNumber, &["routing", "aba", "rtn"]),
    (Kind::Cik, &["cik"]),
    (Kind::EmiratesId, &["eid", "emirates id", "emirates identity"]),
    (Kind::TradeLicence, &["licence", "license", "trade licence", "trade license", "trade lic", "business licence", "business license"]),
    (Kind::TradeLicence, &["commercial licence", "commercial license"]),
    (Kind::Trn, &["trn", "tax registration", "vat registration"]),
    (Kind::Lei, &["lei", "legal entity identifier"]),
    (Kind::Iban, &["iban"]),
];

/// The label that the runs begin with: its kind, its phrase and how many words that has.
pub(crate) fn longest(runs: &[Run<'_>]) -> Option<(Kind, &'static str, usize)> {
    let first = runs.first()?.text.as_bytes()[0].to_ascii_lowercase();
    let words = |phrase: &str| {
        let mut runs = runs.iter();
        let is_it = phrase.as_bytes()[0] == first && phrase.split(' ').all(|word| runs.next().is_some_and(|run| is_label(run.text, word)));
        is_it.then(|| phrase.split(' ').count())
    };
    let phrases = LABELS.iter().flat_map(|(kind, phrases)| phrases.iter().map(move |phrase| (*kind, *phrase)));
    phrases.filter_map(|(kind, phrase)| Some((kind, phrase, words(phrase)?))).max_by_key(|label| label.2)
}

/// Whether it is the word of a label, or several of them: "UANs".
fn is_label(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word) || text.strip_suffix('s').is_some_and(|single| single.eq_ignore_ascii_case(word))
}
