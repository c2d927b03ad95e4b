//! The same, for people, vehicles and accounts in India. `None`: another check.

use super::word;
use serde_json::Value;

pub(super) fn could_not(check: &str) -> Option<&'static str> {
    Some(match check {
        "aadhaar_verification" => "Aadhaar number could not be verified",
        "employment_history" => "employment could not be looked up",
        "uan_lookup" => "number could not be looked up in the provident fund's record",
        "vehicle_rc_verification" => "vehicle registration could not be looked up",
        "bank_account_verification" => "bank account could not be verified",
        _ => return None,
    })
}

pub(super) fn was_not(check: &str) -> Option<&'static str> {
    Some(match check {
        "aadhaar_verification" => "Aadhaar number not verified",
        "employment_history" => "employment not looked up",
        "uan_lookup" => "number not looked up in the provident fund's record",
        "vehicle_rc_verification" => "vehicle registration not looked up",
        "bank_account_verification" => "bank account not verified",
        _ => return None,
    })
}

pub(super) fn not_found(check: &str) -> Option<&'static str> {
    Some(match check {
        "aadhaar_verification" => "Aadhaar number not found: the issuer knows no such number",
        "employment_history" => "Employment not found: the provident fund knows no employment under this UAN",
        "uan_lookup" => "Number registered with no provident fund account",
        "vehicle_rc_verification" => "Vehicle not found: the record holds no such registration",
        "bank_account_verification" => "Bank account not found: the bank knows no such account",
        _ => return None,
    })
}

pub(super) fn success(check: &str, answer: &Value) -> Option<String> {
    Some(match check {
        "aadhaar_verification" => {
            compared("Aadhaar number on record".into(), answer, &[("mobile_match", "registered mobile number"), ("age_match", "age")])
        }
        "employment_history" => {
            let pairs = [("date_of_birth_match", "date of birth"), ("pan_match", "PAN"), ("phone_match", "phone")];
            compared(employment(answer), answer, &pairs)
        }
        "uan_lookup" => {
            let holder = word(answer, "registered_name").map(|name| format!(" of {name}")).unwrap_or_default();
            compared(format!("Number registered with the provident fund account{holder}"), answer, &[("uan_match", "UAN")])
        }
        "vehicle_rc_verification" => vehicle(answer),
        "bank_account_verification" => account(answer),
        _ => return None,
    })
}

/// What was compared: those that agree together, then those that differ. What could not be compared is in the report.
fn compared(said: String, answer: &Value, members: &[(&str, &str)]) -> String {
    let those = |result: &str| -> Vec<&str> {
        members.iter().filter(|(member, _)| word(answer, member) == Some(result)).map(|(_, noun)| *noun).collect()
    };
    [(those("match"), "agree"), (those("mismatch"), "differ")].into_iter().fold(said, |said, (nouns, verb)| match nouns.as_slice() {
        [] => said,
        [one] => format!("{said}, {one} {verb}s"),
        [first @ .., last] => format!("{said}, {} and {last} {verb}", first.join(", ")),
    })
}

fn employment(answer: &Value) -> String {
    let employer = word(answer, "employer").map(|name| format!(" at {name}")).unwrap_or_default();
    let day = |member: &str, before: &str| word(answer, member).map(|day| format!(" {before} {day}")).unwrap_or_default();
    match answer.get("employed").and_then(Value::as_bool) {
        Some(true) => format!("Employed{employer}{}", day("joined_on", "since")),
        Some(false) => format!("Not employed now, last{employer}{}", day("left_on", "until")),
        None => format!("Employment on record{employer}{}", day("joined_on", "from")),
    }
}

fn vehicle(answer: &Value) -> String {
    let status = match word(answer, "rc_status") {
        Some("unknown") | None => "Vehicle is on record; the state of its registration is not known".to_owned(),
        Some("active") => "Vehicle registration active".to_owned(),
        Some(status) => format!("Vehicle is on record and its registration not in force (status {status})"),
    };
    let owner = word(answer, "registered_owner").map(|owner| format!(", owned by {owner}")).unwrap_or_default();
    let expired =
        |member: &str, what: &str| if word(answer, member) == Some("expired") { format!(", {what} expired") } else { String::new() };
    format!("{status}{owner}{}{}", expired("registration", "registration"), expired("insurance", "insurance"))
}

fn account(answer: &Value) -> String {
    let status = match word(answer, "account_status") {
        Some("valid") => "Bank account takes payments".to_owned(),
        Some("blocked") => "Bank account is blocked".to_owned(),
        Some("non_resident") => "Bank account is a non-resident's and was not paid".to_owned(),
        _ => "Bank account exists and could not be paid".to_owned(),
    };
    match word(answer, "registered_name") {
        Some(name) => format!("{status}, held by {name}"),
        None => status,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn people_vehicles_and_accounts_are_spoken_of_by_what_the_records_say() {
        for (check, answer, said) in [
            ("aadhaar_verification", json!({}), "Aadhaar number on record"),
            (
                "aadhaar_verification",
                json!({"mobile_match": "match", "age_match": "mismatch"}),
                "Aadhaar number on record, registered mobile number agrees, age differs",
            ),
            (
                "employment_history",
                json!({"employed": true, "employer": "NOVA LTD", "joined_on": "2020-02-21"}),
                "Employed at NOVA LTD since 2020-02-21",
            ),
            (
                "employment_history",
                json!({"employed": false, "employer": "NOVA LTD", "left_on": "2023-06-30"}),
                "Not employed now, last at NOVA LTD until 2023-06-30",
            ),
            ("employment_history", json!({}), "Employment on record"),
            (
                "employment_history",
                json!({"employed": true, "pan_match": "match", "phone_match": "match", "date_of_birth_match": "match"}),
                "Employed, date of birth, PAN and phone agree",
            ),
            (
                "uan_lookup",
                json!({"registered_name": "A B", "uan_match": "mismatch"}),
                "Number registered with the provident fund account of A B, UAN differs",
            ),
            (
                "vehicle_rc_verification",
                json!({"rc_status": "active", "registered_owner": "A B"}),
                "Vehicle registration active, owned by A B",
            ),
            (
                "vehicle_rc_verification",
                json!({"rc_status": "suspended", "insurance": "expired"}),
                "Vehicle is on record and its registration not in force (status suspended), insurance expired",
            ),
            (
                "bank_account_verification",
                json!({"account_status": "valid", "registered_name": "A B"}),
                "Bank account takes payments, held by A B",
            ),
            ("bank_account_verification", json!({"account_status": "blocked"}), "Bank account is blocked"),
        ] {
            assert_eq!(success(check, &answer).as_deref(), Some(said), "{check}");
            assert!(could_not(check).is_some() && was_not(check).is_some() && not_found(check).is_some());
        }
        assert_eq!((success("other", &json!({})), could_not("other"), was_not("other"), not_found("other")), (None, None, None, None));
    }
}
