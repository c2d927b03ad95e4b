//! What announces a number, by its kind.

use super::Kind;
use super::code::Run;

/// Phrases in their order, with the kind of number that each announces. Of those that begin alike the one with the most words counts.
const LABELS: &[(&str, Kind)] = &[
    ("a c", Kind::AccountNumber),
    ("aadhaar", Kind::Aadhaar),
    ("aadhaarcard", Kind::Aadhaar),
    ("aadhar", Kind::Aadhaar),
    ("aba", Kind::RoutingNumber),
    ("ac", Kind::AccountNumber),
    ("acc", Kind::AccountNumber),
    ("account", Kind::AccountNumber),
    ("acct", Kind::AccountNumber),
    ("adhaar", Kind::Aadhaar),
    ("adhar", Kind::Aadhaar),
    ("bike", Kind::VehicleNumber),
    ("business licence", Kind::TradeLicence),
    ("business license", Kind::TradeLicence),
    ("car", Kind::VehicleNumber),
    ("chassis", Kind::Vin),
    ("cik", Kind::Cik),
    ("commercial licence", Kind::TradeLicence),
    ("commercial license", Kind::TradeLicence),
    ("eid", Kind::EmiratesId),
    ("ein", Kind::Ein),
    ("emirates id", Kind::EmiratesId),
    ("emirates identity", Kind::EmiratesId),
    ("employer identification", Kind::Ein),
    ("fein", Kind::Ein),
    ("iban", Kind::Iban),
    ("ifs code", Kind::Ifsc),
    ("ifsc", Kind::Ifsc),
    ("legal entity identifier", Kind::Lei),
    ("lei", Kind::Lei),
    ("licence", Kind::TradeLicence),
    ("licence plate", Kind::VehicleNumber),
    ("license", Kind::TradeLicence),
    ("license plate", Kind::VehicleNumber),
    ("number plate", Kind::VehicleNumber),
    ("plate", Kind::VehicleNumber),
    ("rc", Kind::VehicleNumber),
    ("reg no", Kind::VehicleNumber),
    ("registration", Kind::VehicleNumber),
    ("regn no", Kind::VehicleNumber),
    ("routing", Kind::RoutingNumber),
    ("rtn", Kind::RoutingNumber),
    ("soc", Kind::Ssn),
    ("soc sec", Kind::Ssn),
    ("social", Kind::Ssn),
    ("social sec", Kind::Ssn),
    ("social security", Kind::Ssn),
    ("ss", Kind::Ssn),
    ("ssn", Kind::Ssn),
    ("tax id", Kind::Ein),
    ("tax registration", Kind::Trn),
    ("tin", Kind::Ein),
    ("trade lic", Kind::TradeLicence),
    ("trade licence", Kind::TradeLicence),
    ("trade license", Kind::TradeLicence),
    ("trn", Kind::Trn),
    ("truck", Kind::VehicleNumber),
    ("uan", Kind::Uan),
    ("universal account", Kind::Uan),
    ("vat registration", Kind::Trn),
    ("vehicle", Kind::VehicleNumber),
    ("vin", Kind::Vin),
];

/// The label that the runs begin with: its kind, its phrase and how many words that has.
pub(crate) fn longest(runs: &[Run<'_>]) -> Option<(Kind, &'static str, usize)> {
    let first = runs.first()?.text.as_bytes()[0].to_ascii_lowercase();
    let begins = LABELS.partition_point(|(phrase, _)| phrase.as_bytes()[0] < first);
    let alike = LABELS[begins..].iter().take_while(|(phrase, _)| phrase.as_bytes()[0] == first);
    let words = |phrase: &str| {
        let mut runs = runs.iter();
        phrase.split(' ').all(|word| runs.next().is_some_and(|run| is_label(run.text, word))).then(|| phrase.split(' ').count())
    };
    alike.filter_map(|(phrase, kind)| Some((*kind, *phrase, words(phrase)?))).max_by_key(|label| label.2)
}

/// Whether it is the word of a label, or several of them: "UANs".
fn is_label(text: &str, word: &str) -> bool {
    text.eq_ignore_ascii_case(word) || text.strip_suffix('s').is_some_and(|single| single.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_in_order_and_the_longest_counts() {
        assert!(LABELS.is_sorted_by(|left, right| left.0 < right.0));
        let told = |text: &str| longest(&super::super::code::runs(text)).map(|(kind, _, words)| (kind, words));
        assert_eq!(told("trade licence no"), Some((Kind::TradeLicence, 2)));
        assert_eq!([told("UANs 1012"), told("Iban")], [Some((Kind::Uan, 1)), Some((Kind::Iban, 1))]);
        assert_eq!([told("zebra"), told("trade"), told("")], [None, None, None]);
    }
}
