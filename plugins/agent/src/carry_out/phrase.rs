//! What became of a call, in words. Whatever is said here stands in the check's answer; a check that is not known by name is
//! spoken of by its name and its outcome alone.

mod india;
mod us;
mod worldwide;

use crate::host::Outcome;
use serde_json::Value;

/// What became of a call, as a clause without a closing point.
pub(crate) fn outcome(check: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Success(answer) => success(check, answer),
        Outcome::NotFound(_) => not_found(check),
        Outcome::Failed { code, message, .. } => format!("{}: {}; not billed", could_not(check), reason(code, message)),
    }
}

/// What could not be made, as a clause.
pub(crate) fn could_not(check: &str) -> String {
    match check {
        "pan_verification" => "PAN could not be verified".into(),
        "gstin_verification" => "GSTIN could not be verified".into(),
        "company_registry_in" => "company could not be looked up in the register".into(),
        "name_match" => "names could not be compared".into(),
        "mobile_intelligence" => "mobile number could not be checked".into(),
        other => india::could_not(other)
            .or_else(|| us::could_not(other))
            .or_else(|| worldwide::could_not(other))
            .map_or_else(|| format!("{other} could not be answered"), str::to_owned),
    }
}

/// What was not asked, as a clause.
pub(crate) fn was_not(check: &str) -> String {
    match check {
        "pan_verification" => "PAN not verified".into(),
        "gstin_verification" => "GSTIN not verified".into(),
        "company_registry_in" => "company not looked up in the register".into(),
        "name_match" => "names not compared".into(),
        "mobile_intelligence" => "mobile number not checked".into(),
        other => india::was_not(other)
            .or_else(|| us::was_not(other))
            .or_else(|| worldwide::was_not(other))
            .map_or_else(|| format!("{other} not asked"), str::to_owned),
    }
}

fn success(check: &str, answer: &Value) -> String {
    match check {
        "pan_verification" => pan(answer),
        "gstin_verification" => gstin(answer),
        "company_registry_in" => company(answer),
        "name_match" => name_match(answer),
        "mobile_intelligence" => mobile(answer),
        other => india::success(other, answer)
            .or_else(|| us::success(other, answer))
            .or_else(|| worldwide::success(other, answer))
            .unwrap_or_else(|| format!("{other} answered")),
    }
}

fn pan(answer: &Value) -> String {
    match word(answer, "pan_status") {
        Some("valid") => "PAN verified".into(),
        Some(status) if status != "unknown" => format!("PAN is on record and not valid (status {status})"),
        _ => "PAN is on record; its status is not known".into(),
    }
}

fn gstin(answer: &Value) -> String {
    let status = match word(answer, "gstin_status") {
        Some("active") => "GSTIN active".to_owned(),
        Some(status) if status != "unknown" => format!("GSTIN is on record and not in force (status {status})"),
        _ => "GSTIN is on record; its status is not known".to_owned(),
    };
    match word(answer, "legal_name") {
        Some(name) => format!("{status}, registered to {name}"),
        None => status,
    }
}

fn company(answer: &Value) -> String {
    let name = word(answer, "company_name").unwrap_or("Company");
    match word(answer, "company_status") {
        Some("active") => format!("{name} active in the register of companies"),
        Some(status) if status != "unknown" => {
            format!("{name} is in the register of companies and not active (status {})", status.replace('_', " "))
        }
        _ => format!("{name} is in the register of companies; its status is not known"),
    }
}

fn name_match(answer: &Value) -> String {
    // A whole number of points; anything else is not repeated as a percentage.
    let score = answer.get("score").and_then(Value::as_u64).map(|score| format!(" {score}%")).unwrap_or_default();
    match word(answer, "result") {
        Some("match") => format!("name match{score}"),
        Some("review") => format!("name match{score}, to be reviewed by a person"),
        Some("mismatch") => format!("name mismatch{score}"),
        _ => "names compared without a result".into(),
    }
}

fn mobile(answer: &Value) -> String {
    let status = match word(answer, "line_status") {
        Some("unknown") | None => "Mobile number known to the provider, line status not known".to_owned(),
        Some(status) => format!("Mobile {status}"),
    };
    let line = word(answer, "line_type").filter(|kind| !matches!(*kind, "mobile" | "unknown")).map(|kind| kind.replace('_', " "));
    let carrier = word(answer, "carrier").map(str::to_owned);
    let more: Vec<String> = line.into_iter().chain(carrier).collect();
    if more.is_empty() { status } else { format!("{status} ({})", more.join(", ")) }
}

fn not_found(check: &str) -> String {
    match check {
        "pan_verification" => "PAN not found: the record holds no such PAN".into(),
        "gstin_verification" => "GSTIN not found: the record holds no such GSTIN".into(),
        "company_registry_in" => "Company not found: the register holds no such CIN".into(),
        "mobile_intelligence" => "Mobile number not found: the provider knows no such number".into(),
        other => india::not_found(other)
            .or_else(|| us::not_found(other))
            .or_else(|| worldwide::not_found(other))
            .map_or_else(|| format!("{other} found no record"), str::to_owned),
    }
}

/// Why a call failed, as a clause.
fn reason(code: &str, message: &str) -> String {
    match code {
        "provider_unavailable" => "the provider was unavailable".into(),
        "provider_not_configured" => "no provider is configured for it".into(),
        "provider_rate_limited" => "the provider takes no more requests for now".into(),
        "provider_refused" => "the provider refused the request".into(),
        "provider_malformed" => "the provider's reply could not be read".into(),
        "provider_pending" => "the provider has not finished yet; ask again in a minute".into(),
        "timeout" => "the provider did not answer in time".into(),
        other => {
            let message = message.trim().trim_end_matches('.');
            if message.is_empty() { format!("it failed ({other})") } else { message.to_owned() }
        }
    }
}

fn word<'a>(answer: &'a Value, member: &str) -> Option<&'a str> {
    answer.get(member).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_business_is_spoken_of_by_what_the_records_say() {
        let said = |check: &str, answer: Value| outcome(check, &Outcome::Success(answer));
        let gstin = |answer: Value| said("gstin_verification", answer);
        assert_eq!(gstin(json!({ "gstin_status": "active", "legal_name": "NOVA LTD" })), "GSTIN active, registered to NOVA LTD");
        assert_eq!(gstin(json!({ "gstin_status": "cancelled" })), "GSTIN is on record and not in force (status cancelled)");
        assert_eq!(gstin(json!({ "legal_name": " " })), "GSTIN is on record; its status is not known");
        let company = |answer: Value| said("company_registry_in", answer);
        let active = json!({ "company_status": "active", "company_name": "NOVA LTD" });
        assert_eq!(company(active), "NOVA LTD active in the register of companies");
        let gone = json!({ "company_status": "struck_off", "company_name": "NOVA LTD" });
        assert_eq!(company(gone), "NOVA LTD is in the register of companies and not active (status struck off)");
        assert_eq!(company(json!({})), "Company is in the register of companies; its status is not known");
        let missing = outcome("company_registry_in", &Outcome::NotFound(json!({})));
        assert_eq!(missing, "Company not found: the register holds no such CIN");
    }
}
