//! What is found in requests as people write them.

use super::*;

mod never_given;
mod said_so;

/// `name=Rahul Sharma | pan=… | phone=…`; `?` for incomplete, `!` for malformed.
fn found(message: &str) -> String {
    let one = |found: &Found| {
        let sign = match found.state {
            State::Whole => '=',
            State::Incomplete(_) => '?',
            State::Malformed(_) => '!',
        };
        format!("{}{sign}{}", found.kind.as_str(), found.value)
    };
    identify(message).iter().map(one).collect::<Vec<_>>().join(" | ")
}

#[track_caller]
fn table(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(message, expected)| found(message) != *expected)
        .map(|(message, expected)| format!("{message:?}\n  found    {}\n  expected {expected}", found(message)))
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn requests_of_every_day() {
    table(&[
        ("Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F | phone=+919812345610"),
        ("Verify identity: Rahul Sharma, +91 98xxxxxx10, PAN ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F | phone?+91 98xxxxxx10"),
        ("verify identity: rahul sharma, 9812345610, pan abcde1234f", "name=rahul sharma | pan=ABCDE1234F | phone=+919812345610"),
        ("VERIFY IDENTITY RAHUL SHARMA PAN ABCDE1234F PHONE 9812345610", "name=RAHUL SHARMA | pan=ABCDE1234F | phone=+919812345610"),
        ("Please verify the PAN of Rahul Sharma: ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("Please run KYC on Anita Desai (PAN: AAAPD1234K, mobile 09812345610).", "name=Anita Desai | pan=AAAPD1234K | phone=+919812345610"),
        ("KYC for Mr. Arjun Mehta, PAN no. BXYPM4321Q", "name=Arjun Mehta | pan=BXYPM4321Q"),
        ("Customer name is Priya Patel and her PAN card number is CDEPP5678H.", "name=Priya Patel | pan=CDEPP5678H"),
        ("name: sunita rao\npan: cdepr5678h\nphone: 98123-45610", "name=sunita rao | pan=CDEPR5678H | phone=+919812345610"),
        (
            "Name - Vikram Singh Rathore | PAN - ABCPR1234L | Mob - 7812345610",
            "name=Vikram Singh Rathore | pan=ABCPR1234L | phone=+917812345610",
        ),
        ("Can you check whether ABCPK1234L belongs to Sanjay Kumar?", "name=Sanjay Kumar | pan=ABCPK1234L"),
        ("Hi team, need KYC done for Fatima Sheikh, contact +91-9876543210", "name=Fatima Sheikh | phone=+919876543210"),
        (
            "Onboard new customer Deepak Verma; PAN ABCPV1234L; phone 0091 98765 43210",
            "name=Deepak Verma | pan=ABCPV1234L | phone=+919876543210",
        ),
        ("rahul sharma, 9812345610, ABCDE1234F", "name=rahul sharma | pan=ABCDE1234F | phone=+919812345610"),
        ("Rahul Sharma's PAN is ABCDE1234F and his mobile is 98123 45610.", "name=Rahul Sharma | pan=ABCDE1234F | phone=+919812345610"),
        ("The applicant, whose name is Meera Iyer, gave PAN AAAPI1234K", "name=Meera Iyer | pan=AAAPI1234K"),
        ("Background check on John Smith, phone +1 (415) 555-0132", "name=John Smith | phone=+14155550132"),
        ("Verify Mohammed bin Rashid, +971 50 123 4567", "name=Mohammed bin Rashid | phone=+971501234567"),
        ("Identity check: Siobhán O'Brien-Kelly, +44 20 7946 0958", "name=Siobhán O'Brien-Kelly | phone=+442079460958"),
        ("Verify identity of Dr. A. P. J. Abdul Kalam, PAN AAAPK1234K", "name=A. P. J. Abdul Kalam | pan=AAAPK1234K"),
        ("Validate K.R. Narayanan PAN AAAPN1234K", "name=K.R. Narayanan | pan=AAAPN1234K"),
        ("पहचान जाँच: राहुल शर्मा, PAN ABCDE1234F", "name=राहुल शर्मा | pan=ABCDE1234F"),
        ("Verify identity: Madhavan, PAN AAAPM1234K", "name=Madhavan | pan=AAAPM1234K"),
        ("pls verify pan AKLPG4567C and phone 9845012345 of ramesh gupta", "name=ramesh gupta | pan=AKLPG4567C | phone=+919845012345"),
        ("Does 98450 12345 belong to anil kumble?", "name=anil kumble | phone=+919845012345"),
        ("identity verification required for s. ramanathan, pan aklpr4567c", "name=s. ramanathan | pan=AKLPR4567C"),
        ("verify kyc of Rahul Sharma S/o Mohan Sharma, PAN ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F"),
        (
            "HI, I AM PRIYA MENON, MY PAN IS AKLPM4567C AND MY MOBILE IS 9845012345",
            "name=PRIYA MENON | pan=AKLPM4567C | phone=+919845012345",
        ),
        ("verify smt. kamala devi, pan aklpd4567c", "name=kamala devi | pan=AKLPD4567C"),
        ("Verify identity: Anil Kumble, Ph.9845012345, PAN.AKLPK4567C", "name=Anil Kumble | pan=AKLPK4567C | phone=+919845012345"),
        (
            r#"{"name": "Rahul Sharma", "pan": "ABCDE1234F", "phone": "+919812345610"}"#,
            "name=Rahul Sharma | pan=ABCDE1234F | phone=+919812345610",
        ),
        ("Employee Neha Gupta joined in March 2024. Run verification, PAN AKLPG4567C", "name=Neha Gupta | pan=AKLPG4567C"),
        ("KYC — Rahul Sharma — PAN ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("Full name: Jean-Luc Picard; tel +33 6 12 34 56 78", "name=Jean-Luc Picard | phone=+33612345678"),
        ("9845012345, Priya Menon", "name=Priya Menon | phone=+919845012345"),
        ("PAN ABCDE1234F", "pan=ABCDE1234F"),
        ("Is 9812345610 active?", "phone=+919812345610"),
        ("Please check the mobile number 9812345610 for fraud", "phone=+919812345610"),
    ]);
}

#[test]
fn identifiers_as_people_write_them() {
    table(&[
        ("Verify Rahul Sharma, PAN: ABCDE 1234 F", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("Verify Rahul Sharma, pan abcde-1234-f", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("Verify Rahul Sharma, PAN-ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("Verify Rahul Sharma, PAN=ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("his pan for Rahul Sharma is abcde1234f", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("Rahul Sharma 919812345610", "name=Rahul Sharma"),
        ("Rahul Sharma, phone 919812345610", "name=Rahul Sharma | phone=+919812345610"),
        ("Rahul Sharma 91 98123 45610", "name=Rahul Sharma | phone=+919812345610"),
        ("Rahul Sharma +91 (0) 98123 45610", "name=Rahul Sharma | phone=+919812345610"),
        ("Rahul Sharma 9812345610 9876543210", "name=Rahul Sharma | phone=+919812345610 | phone=+919876543210"),
        ("Rahul Sharma 9812345610, +91 98123 45610", "name=Rahul Sharma | phone=+919812345610"),
        ("Name as per PAN card: RAHUL KUMAR SHARMA", "name=RAHUL KUMAR SHARMA"),
        ("Verify Rahul Sharma and Priya Patel", "name=Rahul Sharma | name=Priya Patel"),
        ("Verify Rahul Sharma, PAN ABCDE1234F and PAN FGHPK5678L", "name=Rahul Sharma | pan=ABCDE1234F | pan=FGHPK5678L"),
    ]);
}

#[test]
fn what_is_masked_is_incomplete_and_never_completed() {
    table(&[
        ("Rahul Sharma, phone 98******10", "name=Rahul Sharma | phone?98******10"),
        ("Rahul Sharma, +91-98XXX-XXX10", "name=Rahul Sharma | phone?+91-98XXX-XXX10"),
        ("Rahul Sharma, mobile ••••••5610", "name=Rahul Sharma | phone?••••••5610"),
        ("Rahul Sharma, PAN ABCDE****F", "name=Rahul Sharma | pan?ABCDE****F"),
        ("Rahul Sharma, PAN ABCDExxxxF", "name=Rahul Sharma | pan?ABCDExxxxF"),
        ("Rahul Sharma, PAN XXXXX1234F", "name=Rahul Sharma | pan?XXXXX1234F"),
        ("Rahul Sharma, Aadhaar XXXX XXXX 1234", "name=Rahul Sharma | aadhaar?XXXX XXXX 1234"),
        ("Rahul Sharma, 9812 XXXX 1012", "name=Rahul Sharma"),
        ("Rahul Sharma, card 4111 XXXX XXXX 1111", "name=Rahul Sharma"),
    ]);
}

#[test]
fn what_is_labelled_and_cannot_be_it_is_malformed() {
    table(&[
        ("Verify Rahul Sharma, PAN ABCDE123F", "name=Rahul Sharma | pan!ABCDE123F"),
        ("Verify Rahul Sharma, PAN ABCDE12345", "name=Rahul Sharma | pan!ABCDE12345"),
        ("Verify Rahul Sharma, PAN ABCD01234F", "name=Rahul Sharma | pan!ABCD01234F"),
        ("Verify Rahul Sharma, PAN ABCDE12345F, thanks", "name=Rahul Sharma | pan!ABCDE12345F"),
        ("Verify Rahul Sharma, phone 12345", "name=Rahul Sharma | phone!12345"),
        ("Verify Rahul Sharma, phone 981234561", "name=Rahul Sharma | phone!981234561"),
        ("Verify Rahul Sharma, +91 98123 4561", "name=Rahul Sharma | phone!+91 98123 4561"),
        ("Verify Rahul Sharma, phone (415) 555-0132", "name=Rahul Sharma | phone=+14155550132"),
    ]);
}

#[test]
fn traps() {
    table(&[
        ("Verify Rahul Sharma for order ABCDE1234F", "name=Rahul Sharma"),
        ("Order no. ABCDE1234F: verify Rahul Sharma, PAN FGHPK5678L", "name=Rahul Sharma | pan=FGHPK5678L"),
        ("Verify Rahul Sharma, ref ORD-ABCDE1234F", "name=Rahul Sharma"),
        ("Verify Rahul Sharma, customer id ABCDE1234F", "name=Rahul Sharma"),
        ("GSTIN 27ABCDE1234F1Z5 of Rahul Sharma", "name=Rahul Sharma | gstin!27ABCDE1234F1Z5"),
        ("Order 9812345610 for Rahul Sharma", "name=Rahul Sharma"),
        ("Ticket #9812345610, verify Rahul Sharma", "name=Rahul Sharma"),
        ("Rahul Sharma, UAN 101340612345, Aadhaar 9812 3456 1012", "name=Rahul Sharma | aadhaar!9812 3456 1012 | uan=101340612345"),
        ("Rahul Sharma born 12-05-1990, pin 560001", "name=Rahul Sharma | date_of_birth=1990-05-12"),
        (
            "mail rahul1990s@example.com about https://example.com/ABCDE1234F",
            "email=rahul1990s@example.com | url=https://example.com/ABCDE1234F",
        ),
        ("Verify Rahul Sharma with a pan-India search", "name=Rahul Sharma"),
        ("State Bank of India customer Rahul Sharma, PAN ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("PAN card copy is attached for Rahul Sharma", "name=Rahul Sharma"),
        ("Father's name: Mohan Sharma. Name: Rahul Sharma. PAN ABCDE1234F", "name=Rahul Sharma | pan=ABCDE1234F"),
        ("verify my driving licence quickly", ""),
        ("What can you do?", ""),
        ("hello", ""),
        ("", ""),
        ("Need KYC asap", ""),
        ("username rahul1990s wants a check", ""),
        ("Verify Acme Technologies Pvt Ltd", "name=Acme Technologies Pvt Ltd"),
        ("Check 98123 45610 for credit risk", "phone=+919812345610"),
        ("Rs 5,00,000 for loan no 9845012345 of Anil Kumble, version 3.9845012345", "name=Anil Kumble"),
    ]);
}

#[test]
fn numbers_of_companies() {
    table(&[
        ("GSTIN 27AAPFU0939F1ZV", "gstin=27AAPFU0939F1ZV"),
        ("gst no. 27aapfu0939f1zv", "gstin=27AAPFU0939F1ZV"),
        ("GST registration number: 27AAPFU0939F1ZV", "gstin=27AAPFU0939F1ZV"),
        ("GSTIN: 27 AAPFU0939F 1Z V", "gstin=27AAPFU0939F1ZV"),
        ("GSTIN 27-AAPFU0939F-1ZV", "gstin=27AAPFU0939F1ZV"),
        ("is 27AAPFU0939F1ZV still active?", "gstin=27AAPFU0939F1ZV"),
        ("invoice of 27aapfu0939f1zv", "gstin=27AAPFU0939F1ZV"),
        ("GSTIN 9917SGP29006OSJ", "gstin=9917SGP29006OSJ"),
        ("CIN U51909KA2015PTC010000", "cin=U51909KA2015PTC010000"),
        ("cin: u51909 ka2015 ptc 010000", "cin=U51909KA2015PTC010000"),
        ("L17110MH1973PLC019786 is listed", "cin=L17110MH1973PLC019786"),
        (
            "Due diligence on Nova Saffron Textiles Private Limited, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817",
            "name=Nova Saffron Textiles Private Limited | gstin=29AAFCN4817K1Z2 | cin=U17299KA2016PTC094817",
        ),
        ("DUE DILIGENCE GSTIN 29AAFCN4817K1Z2 CIN U17299KA2016PTC094817", "gstin=29AAFCN4817K1Z2 | cin=U17299KA2016PTC094817"),
        ("Business Due Diligence: Verma Trading Pvt Ltd, gstin 29AAACV1000A1Z7", "name=Verma Trading Pvt Ltd | gstin=29AAACV1000A1Z7"),
        ("Run KYB for supplier 29AAACV1000A1Z7 and 27AAPFU0939F1ZV", "gstin=29AAACV1000A1Z7 | gstin=27AAPFU0939F1ZV"),
        ("PAN/GSTIN: AAACV1000A / 29AAACV1000A1Z7", "pan=AAACV1000A | gstin=29AAACV1000A1Z7"),
        ("PAN AAACV1000A, GSTIN 29AAACV1000A1Z7", "pan=AAACV1000A | gstin=29AAACV1000A1Z7"),
        ("GSTIN 29 AAACV1000A 1Z7", "gstin=29AAACV1000A1Z7"),
        ("GSTIN 29AAACV1000A1Z7, phone 98123 45610", "phone=+919812345610 | gstin=29AAACV1000A1Z7"),
        ("contact Priya Nair, GST 29AAACV1000A1Z7", "name=Priya Nair | gstin=29AAACV1000A1Z7"),
    ]);
}

#[test]
fn what_is_wrong_with_a_companys_number() {
    table(&[
        ("GSTIN 29AAACV****A1Z7", "gstin?29AAACV****A1Z7"),
        ("GSTIN 29AAACV1000A1Z8 CIN U51909KA2015PTC010000", "gstin!29AAACV1000A1Z8 | cin=U51909KA2015PTC010000"),
        ("check 29AAACV1000A1Z8", "gstin!29AAACV1000A1Z8"),
        ("GSTIN 29AAACV1000A1Z", "gstin!29AAACV1000A1Z"),
        ("GSTIN 29 AAACV1000A 1Z8", "gstin!29 AAACV1000A 1Z8"),
        ("CIN X51909KA2015PTC010000", "cin!X51909KA2015PTC010000"),
        ("CIN U51909KA2015PTC01000", "cin!U51909KA2015PTC01000"),
        ("order 29AAACV1000A1Z-U519", ""),
        ("CIN 9812345610", ""),
        ("the GST rate is 18", ""),
        ("https://example.com/29AAACV1000A1Z7", "url=https://example.com/29AAACV1000A1Z7"),
    ]);
    let why = |message: &str| match &identify(message)[0].state {
        State::Malformed(why) | State::Incomplete(why) => why.clone(),
        State::Whole => String::new(),
    };
    assert_eq!(why("GSTIN 29AAACV1000A1Z8"), "its character 15 is “8”, and the 14 before it give “7”");
    assert_eq!(why("GSTIN 29AA5CV1000A1Z7"), "its character 5 is “5” where a GSTIN has a letter");
    assert_eq!(why("GSTIN 29AAACV1000A0Z7"), "its character 13 is “0” where a GSTIN has a letter or a digit from 1 to 9");
    assert_eq!(why("GSTIN 29AAACV1000A1Z"), "it has 14 characters where a GSTIN has 15");
    assert_eq!(why("CIN X51909KA2015PTC010000"), "its character 1 is “X” where a CIN has L or U");
    assert_eq!(why("CIN U51909KA2015P7C010000"), "its character 14 is “7” where a CIN has a letter");
    assert_eq!(why("GSTIN 29AAACV****A1Z7"), "4 of its characters are masked");
}

#[test]
fn what_is_wrong_with_an_account_or_a_licence() {
    table(&[
        ("account no: 12AB, IFSC HDFC0000240", "ifsc=HDFC0000240 | account_number!12AB"),
        ("account number 123", "account_number!123"),
        ("a/c 12345 of Rahul Sharma", "name=Rahul Sharma | account_number!12345"),
        ("Account: 1234567890123456789012", "account_number!1234567890123456789012"),
        ("bank account 360 review", ""),
        ("account opened in 2019, account of Rahul Sharma", "name=Rahul Sharma"),
        ("account: 50% is blocked", ""),
        ("trade licence no 12", "trade_licence!12"),
        ("Trade licence: 12345678901234567", "trade_licence!12345678901234567"),
        ("trade licence of 2024 expired", ""),
        ("trade licence no. is not known", ""),
        ("driving licence no 123", ""),
    ]);
    let why = |message: &str| match &identify(message)[0].state {
        State::Malformed(why) => why.clone(),
        state => panic!("{state:?}"),
    };
    assert_eq!(why("account number 123"), "it has 3 characters where an account number has 6 to 18");
    assert_eq!(why("account number 12345B789"), "its character 6 is “B” where an account number has a digit");
    assert_eq!(why("trade licence no 12"), "it has 2 characters where a trade licence number has 4 to 15");
    assert_eq!(identify("Pay Rahul Sharma, account number 123")[1].position, 34);
}

#[test]
fn who_a_request_is_about() {
    table(&[
        ("Regards,\nSneha Kulkarni\nCompliance Desk", ""),
        ("Hi Priya Nair, please verify rahul sharma.\n\nThanks,\nKaran Mehta", "name=rahul sharma"),
        ("his father Mohan Sharma, my wife Anjali Menon", "name=Anjali Menon"),
        ("The applicant's spouse is Reena Kapoor", ""),
        ("PAN of Anita Rao d/o Late Shri Ram Lakhan", "name=Anita Rao"),
        ("check names - ravi shankar, meena iyer & abdul kareem", "name=ravi shankar | name=meena iyer | name=abdul kareem"),
        ("SHOUTED: VERIFY MEENA IYER'S PHONE", "name=MEENA IYER"),
        ("Verify Do Van Minh and Tim Cook", "name=Do Van Minh | name=Tim Cook"),
        ("Do you know? Will it rain in New York or San Francisco?", ""),
        ("2019 Nissan Rogue, a Royal Enfield, vessel \"Ocean Pearl\", INV-2026", ""),
        ("Vendor name: Fresh Mart, company: Blue Orchid", "name=Fresh Mart | name=Blue Orchid"),
        ("Gulf Group Holding (Cayman) Pvt. Ltd., the company", "name=Gulf Group Holding (Cayman) Pvt. Ltd."),
        ("Verify 张伟, Phạm Quốc Hùng, محمد عبدالله", "name=张伟 | name=Phạm Quốc Hùng | name=محمد عبدالله"),
    ]);
}

#[test]
fn tables_are_read_by_their_headings() {
    table(&[
        (
            "who?\nname,dob\nAsha Verma,03/04/1990\nOm Jain,04/05/1991\nthanks",
            "name=Asha Verma | name=Om Jain | date_of_birth=1990-04-03 | date_of_birth=1991-05-04",
        ),
        ("Name\tAccount\n\"Verma, Asha\"\t10450100023417", "name=Verma, Asha | account_number=10450100023417"),
        ("| name | father |\n|---|---|\n| Asha Verma | Om Verma |", "name=Asha Verma"),
        ("first name;last name;uan\nAsha;Verma;10015736\n", "name=Asha Verma | uan!10015736"),
        ("item,qty\nAsha Verma,3", "name=Asha Verma"),
    ]);
    let all = identify("name,uan\nÄsha Verma,100157368110");
    assert_eq!((all[0].span.clone(), all[1].span.clone(), all[1].position), (9..20, 21..33, 21), "where it stands in the request");
}

#[test]
fn where_somebody_is_from_says_little_of_where_they_are() {
    table(&[
        ("Asha Verma, Indian national, now in Dubai, 050 123 4567", "name=Asha Verma | phone=+971501234567 | nationality=India"),
        ("Asha Verma, Indian national, 98123 45610", "name=Asha Verma | phone=+919812345610 | nationality=India"),
        ("Alex Sample, American citizen, born 03/04/1990", "name=Alex Sample | date_of_birth=1990-03-04 | nationality=United States"),
    ]);
}

#[test]
fn scenarios_of_every_workflow() {
    table(&[
        (
            "Verify identity: Asha Verma, nationality: Indian, date of birth 1990-05-06, Emirates ID 784-1990-3004501-9, +971 50 555 0101, trade licence CN-9000101, TRN 100900010000003, IBAN AE07 0331 2345 6789 0123 456",
            "name=Asha Verma | phone=+971505550101 | date_of_birth=1990-05-06 | emirates_id=784-1990-3004501-9 | trade_licence=CN-9000101 | trn=100900010000003 | iban=AE070331234567890123456 | nationality=India",
        ),
        (
            "Verify employment: Rahul Sharma, born 1988-03-14, +91 98123 45610, PAN ABCDE1234F, UAN 100157368110",
            "name=Rahul Sharma | pan=ABCDE1234F | phone=+919812345610 | date_of_birth=1988-03-14 | uan=100157368110",
        ),
        (
            "Verify mobile number +91 98123 45610, Aadhaar 4945 8073 0107, UAN 100157368110",
            "phone=+919812345610 | aadhaar=494580730107 | uan=100157368110",
        ),
        (
            "Verify mobile number +91 98765 43204, Aadhaar 4999 1000 0041, UAN 101234567804",
            "phone=+919876543204 | aadhaar=499910000041 | uan=101234567804",
        ),
        ("Verify vehicle DL 8C AF 5031, owner: Rahul Sharma", "name=Rahul Sharma | vehicle_number=DL8CAF5031"),
        ("Verify vehicle KA 05 MN 1201, owner: Asha Verma", "name=Asha Verma | vehicle_number=KA05MN1201"),
    ]);
}

#[test]
fn a_finding_says_where_it_stands_and_why() {
    let all = identify("Prüfung: Rahul Sharma, PAN ABCDE12345, +91 98xxxxxx10");
    let told: Vec<_> = all.iter().map(|found| (found.kind, found.position, found.state.clone())).collect();
    let expected = [
        (Kind::Name, 10, State::Whole),
        (Kind::Pan, 28, State::Malformed("its character 10 is “5” where a PAN has a letter".into())),
        (Kind::Phone, 40, State::Incomplete("6 of its digits are masked".into())),
    ];
    assert_eq!(told, expected);
    assert_eq!(all[2].span, 40..54, "bytes, with the umlaut as two");
}

#[test]
fn nothing_panics_on_any_cut() {
    let texts = [
        "Verify identity: Siobhán O'Brien-Kelly's, (+91) 98xx•…xx10, PAN ABCDE 1234 F; राहुल शर्मा name is x@y.zz",
        "P.A.N. pan PAN: - # ((( +++  (national) 00 000000000000000000000000000000000000 ''' name name is , . + ( x* pan *",
    ];
    for text in texts {
        let cuts: Vec<usize> = (0..=text.len()).filter(|cut| text.is_char_boundary(*cut)).collect();
        for (index, from) in cuts.iter().enumerate() {
            for to in &cuts[index..] {
                for found in identify(&text[*from..*to]) {
                    assert!(text[*from..*to].get(found.span.clone()).is_some());
                }
            }
        }
    }
}

#[test]
fn a_long_request_is_read_in_linear_time() {
    for piece in [
        "+",
        "9",
        "9 ",
        "PAN ",
        "name ",
        "x*",
        "Rahul ",
        "(",
        "verify of ",
        "a@",
        "a@b.io ",
        "Acme Ltd ",
        "12 May 1990 dob ",
        "KA 01 ",
        "GB82 ",
        "1 A St, NY 10001 ",
        "r/o 1, ",
        "ac 1 ",
        "x: y ",
        "nationality of a ",
        "India citizen of ",
        "name,pan\n",
        "name|a\nb|c\n",
        "XXXX XXXX 1234 ",
        "cc: Rahul\n",
        "IYER, A; ",
        "given name A ",
        "Name: Mark Case ",
        "name: A de ",
        "EIN of A. ",
    ] {
        let text = piece.repeat(32_768 / piece.len());
        let begun = std::time::Instant::now();
        identify(&text);
        assert!(begun.elapsed().as_secs() < 5, "{piece:?} took {:?}", begun.elapsed());
    }
}
