//! Messages about people, companies, vehicles and numbers in India.

use super::Scenario;

const fn kyc(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "kyc-verification", message, outcome }
}

const fn business(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "business-due-diligence", message, outcome }
}

const fn employment(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "employment-verification", message, outcome }
}

const fn mobile(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "mobile-verification", message, outcome }
}

const fn vehicle(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "vehicle-rc-verification", message, outcome }
}

// The digits of every number end in the outcome's code. The person's PAN has P and the surname's letter, the company's C and its
// name's; the company's GSTIN holds its PAN, and the last character follows
// from the rest, as the last two of its LEI do.
pub(super) static SCENARIOS: &[Scenario] = &[
    kyc("verified", "Verify identity: Rahul Sharma, +91 98123 45610, PAN ABCDE1234F"),
    kyc("name_mismatch", "Verify identity: Asha Verma, +91 98765 43201, PAN AAAPV1001A"),
    kyc("not_found", "Verify identity: Asha Verma, +91 98765 43202, PAN AAAPV1002A"),
    kyc("inactive", "Verify identity: Asha Verma, +91 98765 43203, PAN AAAPV1003A"),
    kyc("provider_unavailable", "Verify identity: Asha Verma, +91 98765 43204, PAN AAAPV1004A"),
    kyc("timeout", "Verify identity: Asha Verma, +91 98765 43205, PAN AAAPV1005A"),
    kyc("provider_rate_limited", "Verify identity: Asha Verma, +91 98765 43206, PAN AAAPV1006A"),
    kyc("provider_malformed", "Verify identity: Asha Verma, +91 98765 43207, PAN AAAPV1007A"),
    kyc("run_failed", "Verify identity: Asha Verma, +91 98765 43210, PAN AAAPV1010A"),
    kyc("run_interrupted", "Verify identity: Asha Verma, +91 98765 43211, PAN AAAPV1011A"),
    business(
        "verified",
        "Due diligence on Nova Saffron Textiles Private Limited, GSTIN 29AAFCN4817K1Z2, CIN U17299KA2016PTC094817, LEI 335800NOVASAFFRON185",
    ),
    business(
        "name_mismatch",
        "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1001A1Z6, CIN U51909KA2015PTC010001, LEI 335800INDIATEST00132",
    ),
    business(
        "not_found",
        "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1002A1Z5, CIN U51909KA2015PTC010002, LEI 335800INDIATEST00229",
    ),
    business(
        "inactive",
        "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1003A1Z4, CIN U51909KA2015PTC010003, LEI 335800INDIATEST00326",
    ),
    business(
        "provider_unavailable",
        "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1004A1Z3, CIN U51909KA2015PTC010004, LEI 335800INDIATEST00423",
    ),
    business(
        "timeout",
        "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1005A1Z2, CIN U51909KA2015PTC010005, LEI 335800INDIATEST00520",
    ),
    business(
        "provider_rate_limited",
        "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1006A1Z1, CIN U51909KA2015PTC010006, LEI 335800INDIATEST00617",
    ),
    business(
        "provider_malformed",
        "Due diligence on Verma Trading Private Limited, GSTIN 29AAACV1007A1Z0, CIN U51909KA2015PTC010007, LEI 335800INDIATEST00714",
    ),
    employment("verified", "Verify employment: Rahul Sharma, born 1988-03-14, +91 98123 45610, PAN ABCDE1234F, UAN 100157368110"),
    employment("name_mismatch", "Verify employment: Asha Verma, born 1990-01-01, +91 98765 43201, PAN AAAPV1001A, UAN 101234567801"),
    employment("not_found", "Verify employment: Asha Verma, born 1990-01-01, +91 98765 43202, PAN AAAPV1002A, UAN 101234567802"),
    employment("inactive", "Verify employment: Asha Verma, born 1990-01-01, +91 98765 43203, PAN AAAPV1003A, UAN 101234567803"),
    employment("provider_unavailable", "Verify employment: Asha Verma, born 1990-01-01, +91 98765 43204, PAN AAAPV1004A, UAN 101234567804"),
    employment("timeout", "Verify employment: Asha Verma, born 1990-01-01, +91 98765 43205, PAN AAAPV1005A, UAN 101234567805"),
    employment(
        "provider_rate_limited",
        "Verify employment: Asha Verma, born 1990-01-01, +91 98765 43206, PAN AAAPV1006A, UAN 101234567806",
    ),
    employment("provider_malformed", "Verify employment: Asha Verma, born 1990-01-01, +91 98765 43207, PAN AAAPV1007A, UAN 101234567807"),
    mobile("verified", "Verify mobile number +91 98123 45610 of Rahul Sharma, Aadhaar 4945 8073 0107, UAN 100157368110"),
    mobile("name_mismatch", "Verify mobile number +91 98765 43201 of Asha Verma, Aadhaar 4999 1000 0018, UAN 101234567801"),
    mobile("not_found", "Verify mobile number +91 98765 43202 of Asha Verma, Aadhaar 4999 1000 0025, UAN 101234567802"),
    mobile("inactive", "Verify mobile number +91 98765 43203 of Asha Verma, Aadhaar 4999 1000 0039, UAN 101234567803"),
    mobile("provider_unavailable", "Verify mobile number +91 98765 43204 of Asha Verma, Aadhaar 4999 1000 0041, UAN 101234567804"),
    mobile("timeout", "Verify mobile number +91 98765 43205 of Asha Verma, Aadhaar 4999 1000 0056, UAN 101234567805"),
    mobile("provider_rate_limited", "Verify mobile number +91 98765 43206 of Asha Verma, Aadhaar 4999 1000 0060, UAN 101234567806"),
    mobile("provider_malformed", "Verify mobile number +91 98765 43207 of Asha Verma, Aadhaar 4999 1000 0073, UAN 101234567807"),
    vehicle("verified", "Verify vehicle DL 8C AF 5031, owner: Rahul Sharma"),
    vehicle("name_mismatch", "Verify vehicle KA 05 MN 1201, owner: Asha Verma"),
    vehicle("not_found", "Verify vehicle KA 05 MN 1202, owner: Asha Verma"),
    vehicle("inactive", "Verify vehicle KA 05 MN 1203, owner: Asha Verma"),
    vehicle("provider_unavailable", "Verify vehicle KA 05 MN 1204, owner: Asha Verma"),
    vehicle("timeout", "Verify vehicle KA 05 MN 1205, owner: Asha Verma"),
    vehicle("provider_rate_limited", "Verify vehicle KA 05 MN 1206, owner: Asha Verma"),
    vehicle("provider_malformed", "Verify vehicle KA 05 MN 1207, owner: Asha Verma"),
];
