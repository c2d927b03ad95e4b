//! Bank account verification: `POST /verification/bank-account/sync` with `{"bank_account", "ifsc", "name"}`. "No such account" is a
//! 200 with the status `INVALID`. An answer that was not there yet is fetched with `GET /verification/bank-account?reference_id=…`.

use super::{agreeing, another, busy, down, missing, name_match, refused};
use crate::outcome::{Outcome, PENDING};
use crate::persona;
use crate::reply::{self, Reply};
use serde_json::{Value, json};

/// The one answer that is fetched later. Nothing is remembered, so it is the same for everybody.
const LATER: u32 = 10_000_008;

/// The answer to a request with this body.
pub(super) fn answer(body: &Value) -> Reply {
    let Some(account) = body["bank_account"].as_str().filter(|account| !account.is_empty()) else { return missing("bank_account") };
    let Some(ifsc) = body["ifsc"].as_str().filter(|ifsc| !ifsc.is_empty()) else { return missing("ifsc") };
    if !(5..=30).contains(&account.len()) || !account.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return refused("bank_account_value_invalid", "Please provide a valid bank account.");
    }
    if ifsc.len() != 11 || !ifsc.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return refused("ifsc_value_invalid", "Please provide a valid IFSC.");
    }
    look_up(account, ifsc, body["name"].as_str().unwrap_or_default())
}

/// The answer to a request for what an earlier one began.
pub(super) fn answer_later(query: &Value) -> Reply {
    let Some(reference) = query["reference_id"].as_str() else { return missing("reference_id") };
    if reference != LATER.to_string() {
        return super::error(404, "validation_error", "reference_id_not_found", "Reference ID does not exist");
    }
    found(LATER, "", super::PERSON)
}

fn look_up(account: &str, ifsc: &str, name: &str) -> Reply {
    let reference = super::reference(account);
    if let Some(person) = persona::by_account(account, ifsc) {
        return found(reference, name, person.registered_name);
    }
    let code = &account[account.len() - 2..];
    if code == PENDING {
        return said(LATER, "RECEIVED", "", None, None);
    }
    match Outcome::of(code) {
        Some(Outcome::Verified) => found(reference, name, &agreeing(name)),
        Some(Outcome::NameMismatch) => found(reference, name, another(name)),
        Some(Outcome::Inactive) => said(reference, "INVALID", "ACCOUNT_BLOCKED", None, None),
        Some(Outcome::NotFound) | None => said(reference, "INVALID", "INVALID_ACCOUNT_FAIL", None, None),
        Some(Outcome::Unavailable) => down(),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => busy(),
        Some(Outcome::Malformed) => reply::malformed(),
    }
}

fn found(reference: u32, name: &str, registered: &str) -> Reply {
    said(reference, "VALID", "ACCOUNT_IS_VALID", Some(registered), Some(name_match(name, registered)))
}

fn said(reference: u32, status: &str, code: &str, name_at_bank: Option<&str>, names: Option<(String, &str)>) -> Reply {
    let (score, result) = names.unzip();
    reply::json(
        200,
        &json!({
            "reference_id": reference,
            "name_at_bank": name_at_bank,
            "bank_name": "SAMPLE BANK",
            "utr": name_at_bank.map(|_| reference.to_string()),
            "city": "SAMPLE CITY",
            "branch": "MAIN BRANCH",
            "micr": 400_000_000,
            "name_match_score": score,
            "name_match_result": result,
            "account_status": status,
            "account_status_code": code,
        }),
    )
}
