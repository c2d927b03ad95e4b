//! What is said where a required identifier is missing, masked or malformed, for every kind.

use super::tests::{Table, run};
use crate::host::Finish;
use crate::identify::Kind;
use serde_json::{Value, json};

/// What a procedure that requires the kind says of a request, having asked nobody.
fn said(kind: Kind, message: &str) -> String {
    let procedure: Value = json!({
        "version": "v", "name": "Probe", "description": "", "approval": "auto",
        "inputs": { "required": [kind.as_str()], "optional": [] },
        "phases": [{ "title": "A", "steps": [{ "goal": "…", "check": "pan_verification", "optional": true, "with": [] }] }],
        "report": { "text": "", "facts": [] },
    });
    let (finish, host): (_, Table) = run(&procedure, message, Vec::new());
    assert_eq!(finish, Ok(Finish::MissingInput), "{kind:?}");
    assert!(host.plan.is_none() && host.heard.is_empty() && host.report.is_null(), "{kind:?}");
    host.said
}

#[test]
fn a_missing_identifier_of_every_kind_is_named() {
    for kind in Kind::ALL {
        let (one, noun) = (kind.with_article(), kind.noun());
        let expected = format!(
            "Nothing was checked, and nothing is billed. Probe needs {one}; the request gives no usable {noun}. Send the request again with what is missing."
        );
        assert_eq!(said(kind, "please"), expected);
    }
}

#[test]
fn what_is_wrong_with_an_identifier_is_told_with_its_place_and_reason() {
    let cases = [
        (
            Kind::DateOfBirth,
            "dob 31/02/1990",
            "The date of birth “31/02/1990” (character 5 of the request) is malformed: month 2 of 1990 has no day 31.",
        ),
        (Kind::Email, "write to ram@@gmail.com", "“ram@@gmail.com” (character 10 of the request) is malformed: it has more than one @."),
        (
            Kind::Aadhaar,
            "Aadhaar 2341 2341 2345",
            "“XXXX XXXX 2345” (character 9 of the request) is malformed: its last digit does not follow from the others.",
        ),
        (
            Kind::Aadhaar,
            "Aadhaar XXXX XXXX 2346",
            "“XXXX XXXX 2346” (character 9 of the request) is incomplete: 8 of its characters are masked.",
        ),
        (
            Kind::Uan,
            "UAN 10134061234",
            "The UAN “10134061234” (character 5 of the request) is malformed: it has 11 characters where a UAN has 12.",
        ),
        (
            Kind::VehicleNumber,
            "vehicle GJ05XX",
            "(character 9 of the request) is malformed: it has not the form of an Indian registration, such as KA01AB1234.",
        ),
        (Kind::Ifsc, "IFSC HDFC000123", "(character 6 of the request) is malformed: it has 10 characters where an IFSC has 11."),
        (
            Kind::Ssn,
            "SSN 12-345-6789",
            "“XX-XXX-6789” (character 5 of the request) is malformed: its hyphens are not where an SSN has them, as in 123-45-6789.",
        ),
        (Kind::Ein, "EIN 12-345678", "(character 5 of the request) is malformed: it has 8 characters where an EIN has 9."),
        (
            Kind::Vin,
            "VIN 1HGCM82633O004352",
            "is malformed: its character 11 is “O” where a VIN has a digit or a letter other than I, O and Q.",
        ),
        (
            Kind::RoutingNumber,
            "routing number 021000022",
            "(character 16 of the request) is malformed: its weighted sum is no multiple of 10.",
        ),
        (Kind::Cik, "CIK 12345678901", "is malformed: it has 11 characters where a CIK has 1 to 10."),
        (
            Kind::EmiratesId,
            "Emirates ID 784-1980-6611359-3",
            "(character 13 of the request) is malformed: its last digit does not follow from the others.",
        ),
        (Kind::Trn, "TRN 10012345670000", "is malformed: it has 14 characters where a TRN has 15."),
        (Kind::Lei, "LEI 5493001KJTIIGC8Y1R13", "is malformed: its last two digits do not follow from the others."),
        (Kind::Iban, "IBAN AE0703312345678901234", "is malformed: it has 21 characters where an IBAN of AE has 23."),
    ];
    for (kind, message, expected) in cases {
        let said = said(kind, message);
        assert!(said.contains(expected), "{message}: {said}");
    }
}
