//! What is found in requests as people write them.

use super::*;

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
        ("Rahul Sharma, Aadhaar XXXX XXXX 1234", "name=Rahul Sharma"),
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
        ("Verify Rahul Sharma, phone (415) 555-0132", "name=Rahul Sharma | phone!(415) 555-0132"),
    ]);
}

#[test]
fn traps() {
    table(&[
        ("Verify Rahul Sharma for order ABCDE1234F", "name=Rahul Sharma"),
        ("Order no. ABCDE1234F: verify Rahul Sharma, PAN FGHPK5678L", "name=Rahul Sharma | pan=FGHPK5678L"),
        ("Verify Rahul Sharma, ref ORD-ABCDE1234F", "name=Rahul Sharma"),
        ("Verify Rahul Sharma, customer id ABCDE1234F", "name=Rahul Sharma"),
        ("GSTIN 27ABCDE1234F1Z5 of Rahul Sharma", "name=Rahul Sharma"),
        ("Order 9812345610 for Rahul Sharma", "name=Rahul Sharma"),
        ("Ticket #9812345610, verify Rahul Sharma", "name=Rahul Sharma"),
        ("Rahul Sharma, UAN 101340612345, Aadhaar 9812 3456 1012", "name=Rahul Sharma"),
        ("Rahul Sharma born 12-05-1990, pin 560001", "name=Rahul Sharma"),
        ("mail rahul1990s@example.com about https://example.com/ABCDE1234F", ""),
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
        ("Verify Acme Technologies Pvt Ltd", ""),
        ("Check 98123 45610 for credit risk", "phone=+919812345610"),
        ("Rs 5,00,000 for loan no 9845012345 of Anil Kumble, version 3.9845012345", "name=Anil Kumble"),
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
        "P.A.N. pan PAN: - # ((( +++ 00 000000000000000000000000000000000000 ''' name name is , . + ( x* pan *",
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
    for piece in ["+", "9", "9 ", "PAN ", "name ", "x*", "Rahul ", "(", "verify of ", "a@"] {
        let text = piece.repeat(32_768 / piece.len());
        let begun = std::time::Instant::now();
        identify(&text);
        assert!(begun.elapsed().as_secs() < 5, "{piece:?} took {:?}", begun.elapsed());
    }
}
