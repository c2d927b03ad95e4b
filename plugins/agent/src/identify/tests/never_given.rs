//! Numbers of the right shape that nobody can have: the rules are those of the checks.

use super::{State, identify, table};

#[test]
fn what_nobody_was_ever_given_is_malformed() {
    table(&[
        ("SSN 000-12-3456", "ssn!000-12-3456"),
        ("SSN 666-12-3456", "ssn!666-12-3456"),
        ("SSN: 665-12-3456", "ssn=665-12-3456"),
        ("SSN 900-12-3456", "ssn!900-12-3456"),
        ("SSN 999494321", "ssn!999494321"),
        ("SSN 123-00-4567", "ssn!123-00-4567"),
        ("SSN 123-45-0000", "ssn!123-45-0000"),
        ("SSN 078-05-1120", "ssn!078-05-1120"),
        ("SSN 219099999", "ssn!219099999"),
        ("SSN 078-05-1121", "ssn=078-05-1121"),
        // The check reads numbers of the revenue service, and says that they are such.
        ("SSN 900-70-1234", "ssn=900-70-1234"),
        ("SSN 900-93-1234", "ssn=900-93-1234"),
        ("SSN check for Leslie Knope, 666-12-3456", "name=Leslie Knope | ssn!666-12-3456"),
        ("order 666-12-3456", ""),
        ("SSNs 536-90-4399, 666-12-3456", "ssn=536-90-4399 | ssn!666-12-3456"),
        ("EIN 00-1234567", "ein!00-1234567"),
        ("EIN 12-0000000", "ein!12-0000000"),
        ("EIN 01-0000001", "ein=01-0000001"),
        ("the EIN of Acme Widgets is 00-1234567", "name=Acme Widgets | ein!00-1234567"),
        ("EINs 12-3456789 and 00-1234567", "ein=12-3456789 | ein!00-1234567"),
        ("routing number 000000000", "routing_number!000000000"),
        ("routing number 000000518", "routing_number=000000518"),
        ("CIK 0000000000", "cik!0000000000"),
        ("Aadhaar 999999999999", "aadhaar!999999999999"),
        ("Aadhaar 2345 6776 5432", "aadhaar!2345 6776 5432"),
        ("Aadhaar 2341 2341 2346", "aadhaar=234123412346"),
        ("phone +999123456789", "phone!+999123456789"),
        ("call +999 12345678", "phone!+999 12345678"),
        ("phone +210 1234 5678", "phone!+210 1234 5678"),
        ("phone 00999123456789", "phone!00999123456789"),
        ("phone +800 1234 5678", "phone=+80012345678"),
        ("phone +20 100 123 4567", "phone=+201001234567"),
    ]);
}

#[test]
fn it_is_told_why_nobody_has_it() {
    let why = |message: &str| match &identify(message)[0].state {
        State::Malformed(why) => why.clone(),
        state => panic!("{message}: {state:?}"),
    };
    assert_eq!(why("SSN 000-12-3456"), "no SSN begins with 000");
    assert_eq!(why("SSN 666123456"), "no SSN begins with 666");
    assert_eq!(why("SSN 900-12-3456"), "no SSN begins with 9, and its digits 4 and 5 make it neither an ITIN nor an ATIN");
    assert_eq!(why("SSN 123-00-4567"), "digits 4 and 5 of an SSN are not 00");
    assert_eq!(why("SSN 123-45-0000"), "the last four digits of an SSN are not 0000");
    assert_eq!(why("SSN 078-05-1120"), "it was printed as a specimen and withdrawn: nobody has it");
    assert_eq!(why("EIN 00-1234567"), "no EIN begins with 00");
    assert_eq!(why("EIN 12-0000000"), "the last seven digits of an EIN are not all 0");
    assert_eq!(why("routing number 000000000"), "a routing number is not all 0");
    assert_eq!(why("CIK 0000000000"), "no filer has the CIK 0");
    assert_eq!(why("Aadhaar 999999999999"), "an Aadhaar number is never the same backwards");
    assert_eq!(why("phone +999123456789"), "it begins with a calling code that no country has");
}
