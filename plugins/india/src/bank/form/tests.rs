//! Codes and numbers as they are written and met, and what cannot be one.

use super::*;

/// Texts, normal forms, banks, number of doubts.
const IFSC: &[(&str, &str, &str, usize)] = &[
    ("HDFC0000123", "HDFC0000123", "HDFC Bank", 0),
    ("hdfc0000123", "HDFC0000123", "HDFC Bank", 0),
    ("HDFC 0000 123", "HDFC0000123", "HDFC Bank", 0),
    ("HDFC-0000123", "HDFC0000123", "HDFC Bank", 0),
    (" SBIN0005943\n", "SBIN0005943", "State Bank of India", 0),
    ("SBIN0000300", "SBIN0000300", "State Bank of India", 0),
    ("ICIC0000007", "ICIC0000007", "ICICI Bank", 0),
    ("UTIB0002083", "UTIB0002083", "Axis Bank", 0),
    ("YESB0000262", "YESB0000262", "Yes Bank", 0),
    ("KKBK0000261", "KKBK0000261", "Kotak Mahindra Bank", 0),
    ("PUNB0244200", "PUNB0244200", "Punjab National Bank", 0),
    ("BARB0VJINDI", "BARB0VJINDI", "Bank of Baroda", 0),
    ("CNRB0000801", "CNRB0000801", "Canara Bank", 0),
    ("IOBA0000001", "IOBA0000001", "Indian Overseas Bank", 0),
    ("IDIB000A001", "IDIB000A001", "Indian Bank", 0),
    ("UBIN0530786", "UBIN0530786", "Union Bank of India", 0),
    ("BKID0000001", "BKID0000001", "Bank of India", 0),
    ("MAHB0000001", "MAHB0000001", "Bank of Maharashtra", 0),
    ("FDRL0001033", "FDRL0001033", "Federal Bank", 0),
    ("SIBL0000001", "SIBL0000001", "South Indian Bank", 0),
    ("KVBL0001101", "KVBL0001101", "Karur Vysya Bank", 0),
    ("KARB0000001", "KARB0000001", "Karnataka Bank", 0),
    ("RATN0000070", "RATN0000070", "RBL Bank", 0),
    ("INDB0000006", "INDB0000006", "Indusind Bank", 0),
    ("IDFB0040101", "IDFB0040101", "IDFC FIRST Bank", 0),
    ("HSBC0560002", "HSBC0560002", "Hongkong & Shanghai Banking Corporation", 0),
    ("SCBL0036001", "SCBL0036001", "Standard Chartered Bank", 0),
    ("CITI0000003", "CITI0000003", "CITI Bank", 0),
    ("HDFC0CAACOB", "HDFC0CAACOB", "HDFC Bank", 0),
    ("AIRP0000001", "AIRP0000001", "Airtel Payments Bank", 0),
    ("ADBK0000001", "ADBK0000001", "", 0),
    ("ABCD0123456", "ABCD0123456", "", 1),
    ("HDFC0000000", "HDFC0000000", "HDFC Bank", 1),
    ("XXXX0000000", "XXXX0000000", "", 2),
];

/// Texts, and what the error says.
const BROKEN_IFSC: &[(&str, &str)] = &[
    ("", "this has 0"),
    ("HDFC", "this has 4"),
    ("HDFC000012", "this has 10"),
    ("HDFC00001234", "this has 12"),
    ("YESB00000010", "this has 12"),
    ("HDF00000123", "Character 4 of the IFSC is not a letter."),
    ("1DFC0000123", "Character 1 of the IFSC is not a letter."),
    ("HD1C0000123", "Character 3 of the IFSC is not a letter."),
    ("HDFC1000123", "Character 5 of the IFSC is not the digit 0."),
    ("HDFCO000123", "Character 5 of the IFSC is not the digit 0."),
    ("HDFCI000123", "Character 5 of the IFSC is not the digit 0."),
    ("HDFC00001.3", "Character 10 of the IFSC is not a letter or a digit."),
    ("HDFC0000_23", "Character 9 of the IFSC is not a letter or a digit."),
    ("HDFC0é00123", "Character 6 of the IFSC is not a letter or a digit."),
    ("ÄDFC0000123", "Character 1 of the IFSC is not a letter."),
    ("HDFC0000१२३", "Character 9 of the IFSC is not a letter or a digit."),
    ("560240002", "this has 9"),
    ("HDFCINBBXXX", "Character 5 of the IFSC is not the digit 0."),
    (" \n", "this has 0"),
    ("0", "this has 1"),
    ("IFSC HDFC0000123", "this has 15"),
    ("HDFC0000123/SBIN", "this has 16"),
    ("HD-FC-0000-12", "this has 10"),
    ("00000000000", "Character 1 of the IFSC is not a letter."),
    ("HDFC 000 012*", "Character 11 of the IFSC is not a letter or a digit."),
    ("HDFC०000123", "Character 5 of the IFSC is not the digit 0."),
    ("HDFCo000123", "Character 5 of the IFSC is not the digit 0."),
    ("H.FC0000123", "Character 2 of the IFSC is not a letter."),
    ("HDFC0????23", "Character 6 of the IFSC is not a letter or a digit."),
    ("HDFC0000,23", "Character 9 of the IFSC is not a letter or a digit."),
];

/// Texts, normal forms, number of doubts.
const ACCOUNTS: &[(&str, &str, usize)] = &[
    ("026291800001191", "026291800001191", 0),
    ("50100012345678", "50100012345678", 0),
    ("5010 0012 3456 78", "50100012345678", 0),
    ("5010-0012-3456-78", "50100012345678", 0),
    (" 1234567890\n", "1234567890", 0),
    ("123456789", "123456789", 0),
    ("123456789012345678", "123456789012345678", 0),
    ("000012345678", "000012345678", 0),
    ("१२३४५६७८९", "123456789", 0),
    ("12345678", "12345678", 1),
    ("12345", "12345", 1),
    ("1234567890123456789", "1234567890123456789", 1),
    ("ABC123456789", "ABC123456789", 1),
    ("abc123456789", "ABC123456789", 1),
    ("AB123", "AB123", 2),
    ("AXIS0123456789", "AXIS0123456789", 1),
    ("1111111111", "1111111111", 1),
    ("0000000001", "0000000001", 0),
    ("00112233445", "00112233445", 0),
    ("3456789012345", "3456789012345", 0),
    ("34567 89012 34567", "345678901234567", 0),
    ("1234\u{a0}5678\u{a0}9012", "123456789012", 0),
    ("1234\u{2011}5678\u{2011}9012", "123456789012", 0),
    ("１２３４５６７８９", "123456789", 0),
    ("123456789012345678901234567890", "123456789012345678901234567890", 1),
    ("999999999999999999", "999999999999999999", 1),
    ("20329012345", "20329012345", 0),
    ("7766666585146", "7766666585146", 0),
    ("000000000", "000000000", 1),
    ("11111", "11111", 2),
];

const BROKEN_ACCOUNTS: &[&str] = &[
    "",
    "1234",
    "ABCDEFGHI",
    "1234567890123456789012345678901",
    "XXXXXXXX1191",
    "xxxx1191",
    "0262****1191",
    "0262 #### 1191",
    "1234.5678.90",
    "1234/5678",
    "12345678é",
    "account 123",
    "+911234567890",
    " - ",
    "1",
    "12 34",
    "12345678901234567890 12345678901",
    "IBAN",
    "ABCDEF12345",
    "savings account",
    "0262••••1191",
    "0262????1191",
    "XX1191",
    "1234,5678,90",
    "1234_5678_90",
    "12345678(9)",
    "#123456789",
    "12345678=90",
    "1234567890¹",
    "HDFC0000123HDFC",
];

#[test]
fn codes_are_read_as_people_write_them() {
    for (text, normal, bank, doubts) in IFSC {
        let ifsc = Ifsc::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!((ifsc.as_str(), ifsc.bank().unwrap_or_default()), (*normal, *bank), "{text}");
        assert_eq!(ifsc.doubts().len(), *doubts, "{text}: {:?}", ifsc.doubts());
    }
    let ifsc = Ifsc::parse("BARB0VJINDI").unwrap();
    assert_eq!((ifsc.bank_code(), ifsc.branch_code()), ("BARB", "VJINDI"));
}

#[test]
fn what_cannot_be_a_code_is_refused_by_its_place() {
    for (text, why) in BROKEN_IFSC {
        let error = Ifsc::parse(text).unwrap_err();
        assert!(error.contains(why) && !error.contains("HDFC"), "{text}: {error}");
    }
}

#[test]
fn account_numbers_are_read_as_people_write_them() {
    for (text, normal, doubts) in ACCOUNTS {
        let account = Account::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!((account.as_str(), account.doubts().len()), (*normal, *doubts), "{text}: {:?}", account.doubts());
    }
    for text in BROKEN_ACCOUNTS {
        assert!(Account::parse(text).is_err(), "{text}");
    }
}

#[test]
fn banks_are_ordered_so_that_they_are_found() {
    assert!(BANKS.windows(2).all(|pair| pair[0].0 < pair[1].0));
}
