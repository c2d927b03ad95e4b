//! What the checks say where nobody may be asked: all that their numbers tell by themselves, and nothing of a provider's.

use crate::aadhaar::AadhaarVerification;
use crate::bank::BankAccountVerification;
use crate::cin::CompanyRegistryIn;
use crate::employment::EmploymentHistory;
use crate::employment::lookup::UanLookup;
use crate::gstin::GstinVerification;
use crate::pan::PanVerification;
use crate::phone::MobileIntelligence;
use crate::stand_in::StandIn;
use crate::vehicle::VehicleRcVerification;
use enrich_sdk::http::HttpError;
use enrich_sdk::{Answer, Check};
use serde_json::{Value, json};

fn offline() -> StandIn {
    StandIn::error(HttpError::Refused("offline".into()))
}

fn says<C: Check>(input: Value) -> Value {
    match offline().perform::<C>(input) {
        Ok(Answer::NotFound(output)) => output,
        other => panic!("{other:?}"),
    }
}

#[test]
fn numbers_speak_for_themselves() {
    let pan = says::<PanVerification>(json!({"pan": "abcpe 1234 f"}));
    assert_eq!(pan, json!({"pan": "ABCPE1234F", "structure": "valid", "holder_type": "individual"}));
    let gstin = says::<GstinVerification>(json!({"gstin": "29AAACV1000A1Z7"}));
    assert_eq!((&gstin["state"], &gstin["pan"], gstin.get("gstin_status")), (&json!("Karnataka"), &json!("AAACV1000A"), None));
    let cin = says::<CompanyRegistryIn>(json!({"cin": "U51909KA2015PTC010000"}));
    assert_eq!((&cin["year"], &cin["class"], cin.get("company_status")), (&json!(2015), &json!("private"), None));
    let phone = says::<MobileIntelligence>(json!({"phone": "98123 45610"}));
    assert_eq!((&phone["phone"], &phone["number_type"]), (&json!("+919812345610"), &json!("mobile")));
    // Whether the network knows it, nobody can tell.
    assert_eq!(phone.get("valid"), None);
    let aadhaar = says::<AadhaarVerification>(json!({"aadhaar": "2341 2341 2346", "phone": "98123 45610"}));
    assert_eq!(aadhaar, json!({"aadhaar": "XXXX XXXX 2346", "kind": "aadhaar", "structure": "valid"}));
    let uan = says::<EmploymentHistory>(json!({"uan": "2341 2341 2346", "name": "Rahul Sharma"}));
    assert_eq!((&uan["uan"], &uan["structure"], uan.get("pan_match")), (&json!("234123412346"), &json!("doubtful"), None));
    let account = says::<UanLookup>(json!({"phone": "98123 45610"}));
    assert_eq!(account, json!({"phone": "+919812345610", "structure": "valid"}));
    let vehicle = says::<VehicleRcVerification>(json!({"vehicle_number": "22 BH 6517 A"}));
    assert_eq!(vehicle, json!({"vehicle_number": "22BH6517A", "structure": "valid", "kind": "bharat"}));
    let account = says::<BankAccountVerification>(json!({"account_number": "12345678", "ifsc": "hdfc0000123"}));
    assert_eq!((&account["bank"], &account["structure"]), (&json!("HDFC Bank"), &json!("doubtful")));
    assert_eq!(account["structure_reasons"], json!(["The account number has fewer than 9 or more than 18 digits."]));
}

#[test]
fn what_is_none_is_refused_as_ever_and_a_real_refusal_is_no_answer() {
    assert_eq!(offline().failure::<PanVerification>(json!({"pan": "12345"})).0, "invalid_input");
    let refused = StandIn::error(HttpError::Refused("the provider may not be reached".into()));
    assert_eq!(refused.failure::<PanVerification>(json!({"pan": "ABCPE1234F"})).0, "provider_refused");
}
