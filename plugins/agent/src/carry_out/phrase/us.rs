//! What became of calls about people, businesses and vehicles in the United States. `None`: the check is none of them.

use super::word;
use serde_json::Value;

/// What a check is about, with a capital, and the clause for when it could not be made, was not made and found nothing.
type About = (&'static str, &'static str, &'static str, &'static str);

fn about(check: &str) -> Option<About> {
    Some(match check {
        "ssn_verification" => {
            ("SSN", "SSN could not be verified", "SSN not verified", "SSN not found: the tax authority has no such number with such a name")
        }
        "ein_verification" => {
            ("EIN", "EIN could not be verified", "EIN not verified", "EIN not found: the tax authority has no such number with such a name")
        }
        "business_registry_us" => (
            "Business",
            "business could not be looked up in the states' registers",
            "business not looked up in the states' registers",
            "Business not found: no state's register has it",
        ),
        "sec_filings" => {
            ("Filer", "SEC filings could not be looked up", "SEC filings not looked up", "Filer not found: the SEC has no such CIK")
        }
        "address_us" => ("Address", "address could not be checked", "address not checked", "Address not found on any street"),
        "routing_number" => ("Routing number", "routing number could not be read", "routing number not read", "Routing number not found"),
        "vin_decode" => ("Vehicle", "VIN could not be decoded", "VIN not decoded", "Vehicle not found: vPIC knows no such VIN"),
        _ => return None,
    })
}

/// What could not be made.
pub(super) fn could_not(check: &str) -> Option<&'static str> {
    about(check).map(|(_, could_not, ..)| could_not)
}

/// What was not asked.
pub(super) fn was_not(check: &str) -> Option<&'static str> {
    about(check).map(|(_, _, was_not, _)| was_not)
}

/// What found no record.
pub(super) fn not_found(check: &str) -> Option<&'static str> {
    about(check).map(|(.., not_found)| not_found)
}

/// What was answered.
pub(super) fn success(check: &str, answer: &Value) -> Option<String> {
    let (subject, ..) = about(check)?;
    Some(match check {
        "ssn_verification" | "ein_verification" => number(subject, answer),
        "business_registry_us" => registry(answer),
        "sec_filings" => filings(answer),
        "address_us" => address(answer),
        "routing_number" => routing(answer),
        _ => vehicle(answer),
    })
}

fn number(subject: &str, answer: &Value) -> String {
    let kind = word(answer, "number_type").filter(|kind| *kind != "ssn").map(str::to_uppercase);
    let subject = kind.as_deref().unwrap_or(subject);
    match word(answer, "tax_record") {
        Some("matched") => format!("{subject} matches the name"),
        Some("mismatch") => format!("{subject} belongs to another name"),
        Some("unconfirmed") => format!("{subject} matches the name by the provider alone: the tax authority could not be asked"),
        _ => format!("{subject} answered without a result"),
    }
}

fn registry(answer: &Value) -> String {
    let name = word(answer, "registered_name").unwrap_or("Business");
    match word(answer, "registration_status") {
        Some("active") => format!("{name} active in the states' registers"),
        Some("inactive") => format!("{name} is registered and not active"),
        _ => format!("{name} is registered; its status is not known"),
    }
}

fn filings(answer: &Value) -> String {
    let name = word(answer, "registered_name").unwrap_or("Filer");
    let last = word(answer, "last_filing_date").map(|date| format!(", last on {date}")).unwrap_or_default();
    match word(answer, "filer_status") {
        Some("filing") => format!("{name} files with the SEC{last}"),
        Some("deregistered") => format!("{name} has ended its duty to report to the SEC"),
        _ => format!("{name} is known to the SEC"),
    }
}

fn address(answer: &Value) -> String {
    match answer.get("agrees").and_then(Value::as_bool) {
        Some(true) => "address found on its street".into(),
        Some(false) => "address found, in another state or ZIP code than the one given".into(),
        None => "address found".into(),
    }
}

fn routing(answer: &Value) -> String {
    let reads = match word(answer, "structure") {
        Some("valid") => "routing number is well formed",
        _ => "routing number is doubtful",
    };
    word(answer, "district_name").map_or_else(|| reads.to_owned(), |district| format!("{reads} (Federal Reserve district of {district})"))
}

fn vehicle(answer: &Value) -> String {
    let year = answer.get("model_year").and_then(Value::as_u64).map(|year| year.to_string());
    let parts = [year, word(answer, "make").map(str::to_owned), word(answer, "model").map(str::to_owned)];
    let told = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let clean = answer.get("decoded_clean").and_then(Value::as_bool).unwrap_or(false);
    let vehicle = if told.is_empty() { "vehicle known".to_owned() } else { format!("vehicle: {told}") };
    if clean { vehicle } else { format!("{vehicle}; vPIC finds the VIN odd") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_check_is_spoken_of_by_what_its_record_says() {
        for (check, answer, words) in [
            ("ssn_verification", json!({"tax_record": "matched", "number_type": "ssn"}), "SSN matches the name"),
            ("ssn_verification", json!({"tax_record": "mismatch", "number_type": "itin"}), "ITIN belongs to another name"),
            (
                "ein_verification",
                json!({"tax_record": "unconfirmed"}),
                "EIN matches the name by the provider alone: the tax authority could not be asked",
            ),
            (
                "business_registry_us",
                json!({"registration_status": "active", "registered_name": "NOVA LLC"}),
                "NOVA LLC active in the states' registers",
            ),
            ("business_registry_us", json!({"registration_status": "inactive"}), "Business is registered and not active"),
            (
                "sec_filings",
                json!({"filer_status": "filing", "registered_name": "NOVA", "last_filing_date": "2026-05-01"}),
                "NOVA files with the SEC, last on 2026-05-01",
            ),
            ("address_us", json!({"agrees": true}), "address found on its street"),
            (
                "routing_number",
                json!({"structure": "valid", "district_name": "Boston"}),
                "routing number is well formed (Federal Reserve district of Boston)",
            ),
            (
                "vin_decode",
                json!({"model_year": 2019, "make": "HONDA", "model": "Accord", "decoded_clean": true}),
                "vehicle: 2019 HONDA Accord",
            ),
            ("vin_decode", json!({"make": "HONDA", "decoded_clean": false}), "vehicle: HONDA; vPIC finds the VIN odd"),
        ] {
            assert_eq!(success(check, &answer).as_deref(), Some(words));
        }
        assert_eq!((success("pan_verification", &json!({})), not_found("name_match")), (None, None));
    }
}
