//! `bank_account_verification`: what the code of a branch and the number of an account say by themselves, and what the bank says
//! when one rupee is paid into the account, through Cashfree.
//!
//! The provider may accept the question now and have its answer later: it is asked for the answer at once, and where that is not
//! there yet the call fails as `provider_pending`, which is not billed and may be made again.

mod codes;
pub mod form;

use crate::CASHFREE;
use crate::cashfree::{self, NAME_SCORE, NameScore, name_score};
use crate::text::told;
use enrich_sdk::http::Response;
use enrich_sdk::{About, Answer, Call, Check, Failure, Kind, list, object, one_of, text};
use form::{Account, Ifsc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// The check.
pub struct BankAccountVerification;

/// What is asked.
#[derive(Deserialize)]
pub struct Input {
    account_number: String,
    ifsc: String,
    name: Option<String>,
}

/// What is answered. When there is no such account, only what code and number themselves say.
#[derive(Debug, Serialize)]
pub struct Output {
    account_number: String,
    ifsc: String,
    structure: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    structure_reasons: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bank: Option<&'static str>,
    bank_code: String,
    branch_code: String,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    record: Option<Record>,
}

/// What the bank says.
#[derive(Debug, Serialize)]
struct Record {
    account_status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    registered_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_match: Option<NameScore>,
    #[serde(skip_serializing_if = "Option::is_none")]
    branch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<String>,
}

const STATUSES: &[&str] = &["valid", "blocked", "non_resident", "not_payable"];

impl Check for BankAccountVerification {
    const ABOUT: About = About {
        name: "bank_account_verification",
        summary: "Pays one rupee into a bank account, through Cashfree, to learn whether it exists, whose it is and whether it takes payments.",
        input: &[
            text("account_number", "Number of the account; spaces and hyphens do not matter").required().personal().at_most(64),
            text("ifsc", "Code of the branch, for example HDFC0000123; spaces, hyphens and case do not matter").required().at_most(64),
            text("name", "Name of the holder, to be compared with the bank's").personal(),
        ],
        output: &[
            text("account_number", "The account number in its normal form").required().personal(),
            text("ifsc", "The branch's code in its normal form").required(),
            one_of("structure", "What number and code say by themselves", &["valid", "doubtful"]).required(),
            list("structure_reasons", "Why the structure is doubtful", &Kind::Text(200)),
            text("bank", "The bank that the code begins with; a smaller bank may use a larger one's"),
            text("bank_code", "Its four letters").required(),
            text("branch_code", "The branch's six letters or digits").required(),
            one_of(
                "account_status",
                "Whether the account takes payments: `non_resident` and `not_payable` exist, and were not paid",
                STATUSES,
            )
            .required(),
            text("registered_name", "Name of the holder at the bank").personal(),
            object("name_match", "The provider's comparison of the name given with the bank's", NAME_SCORE),
            text("branch", "Branch, by the provider"),
            text("city", "Its city"),
        ],
        providers: &[CASHFREE.name],
        price: "2.5",
        bills_not_found: true,
        repeatable: true,
    };
    type Input = Input;
    type Output = Output;

    fn perform(call: &Call, input: Input) -> Result<Answer<Output>, Failure> {
        let (account, ifsc) = input.read()?;
        let mut question = json!({"bank_account": account.as_str(), "ifsc": ifsc.as_str()});
        if let Some(name) = input.name.as_deref().and_then(cashfree::latin_name) {
            question["name"] = json!(name);
        }
        let mut said = read(&cashfree::post("/verification/bank-account/sync").json(&question)?.send(call)?)?;
        if let Said::Later(reference) = said {
            said = read(&cashfree::get(format!("/verification/bank-account?reference_id={reference}")).send(call)?)?;
        }
        match said {
            Said::Known(record) => Ok(Answer::Success(output(&account, &ifsc, Some(record)))),
            Said::Unknown => Ok(Answer::NotFound(output(&account, &ifsc, None))),
            Said::Later(_) => Err(Failure::new("provider_pending", "The bank has not answered the provider yet.").retryable()),
        }
    }

    fn offline(_call: &Call, input: Input) -> Result<Output, Failure> {
        let (account, ifsc) = input.read()?;
        Ok(output(&account, &ifsc, None))
    }
}

impl Input {
    fn read(&self) -> Result<(Account, Ifsc), Failure> {
        let account = Account::parse(&self.account_number).map_err(Failure::invalid_input)?;
        Ok((account, Ifsc::parse(&self.ifsc).map_err(Failure::invalid_input)?))
    }
}

fn output(account: &Account, ifsc: &Ifsc, record: Option<Record>) -> Output {
    let mut doubts = account.doubts();
    doubts.extend(ifsc.doubts());
    Output {
        account_number: account.as_str().into(),
        ifsc: ifsc.as_str().into(),
        structure: if doubts.is_empty() { "valid" } else { "doubtful" },
        structure_reasons: doubts,
        bank: ifsc.bank(),
        bank_code: ifsc.bank_code().into(),
        branch_code: ifsc.branch_code().into(),
        record,
    }
}

/// A 200 of the provider.
#[derive(Deserialize)]
struct Reply {
    reference_id: Option<u64>,
    account_status: String,
    account_status_code: Option<String>,
    name_at_bank: Option<String>,
    /// Documented as text, shown as number.
    #[serde(default)]
    name_match_score: Value,
    name_match_result: Option<String>,
    branch: Option<String>,
    city: Option<String>,
}

/// What an answer comes to.
enum Said {
    /// The account exists.
    Known(Record),
    /// It does not.
    Unknown,
    /// The answer is to be fetched by this reference.
    Later(u64),
}

fn read(response: &Response) -> Result<Said, Failure> {
    if response.status != 200 {
        return Err(match cashfree::refusal(response, "bank_account") {
            // Codes about the branch begin with its name.
            failure if failure.code == "provider_refused" => cashfree::refusal(response, "ifsc"),
            failure => failure,
        });
    }
    let reply: Reply = response.json()?;
    let code = reply.account_status_code.unwrap_or_default();
    // The same reasons are documented with and without this ending.
    let reason = code.strip_suffix("_FAIL").unwrap_or(&code);
    let account_status = match (reply.account_status.as_str(), reason) {
        ("VALID", _) => "valid",
        ("INVALID", "ACCOUNT_BLOCKED") => "blocked",
        ("INVALID", "NRE_ACCOUNT") => "non_resident",
        ("INVALID", "IMPS_MODE" | "BENE_NAME_DIFFERS" | "DEST_LIMIT_REACHED") => "not_payable",
        ("INVALID", _) => return Ok(Said::Unknown),
        ("RECEIVED" | "PENDING" | "APPROVAL_PENDING" | "VALIDATION_IN_PROGRESS", _) => {
            let reference = reply.reference_id.ok_or_else(|| Failure::malformed("The provider will answer later and does not say how."))?;
            return Ok(Said::Later(reference));
        }
        ("REJECTED", _) | (_, "INSUFFICIENT_BALANCE") => {
            return Err(Failure::new("provider_refused", "The provider rejected the payment; its account may have no balance."));
        }
        ("FAILED" | "UNABLE_TO_VALIDATE", _) => {
            return Err(Failure::new("provider_unavailable", "The payment did not reach the bank.").retryable());
        }
        _ => return Err(Failure::malformed("The provider's answer says neither valid nor invalid.")),
    };
    Ok(Said::Known(Record {
        account_status,
        registered_name: told(reply.name_at_bank),
        name_match: name_score(&reply.name_match_score, reply.name_match_result),
        branch: told(reply.branch),
        city: told(reply.city),
    }))
}

#[cfg(test)]
mod tests;
