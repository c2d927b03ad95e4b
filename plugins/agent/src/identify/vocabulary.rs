//! The words of requests that are no names, by what they tell.

use super::plain::PLAIN;

/// What these words stand before is a PAN.
pub(crate) const PAN: &[&str] = &["pan", "pancard"];

/// What these words stand before is a goods and services tax number.
pub(crate) const GSTIN: &[&str] = &["gstin", "gst", "gstn"];

/// What these words stand before is a company's number in the register.
pub(crate) const CIN: &[&str] = &["cin"];

/// What these words stand before is a telephone number.
pub(crate) const PHONE: &[&str] = &[
    "phone",
    "phones",
    "mobile",
    "mob",
    "cell",
    "cellphone",
    "tel",
    "telephone",
    "ph",
    "contact",
    "whatsapp",
    "msisdn",
    "call",
    "dial",
    "reachable",
    "landline",
    "handphone",
];

/// What these words stand before is some other number.
pub(crate) const OTHER: &[&str] = &[
    "order",
    "orders",
    "invoice",
    "ref",
    "reference",
    "ticket",
    "txn",
    "transaction",
    "utr",
    "account",
    "acct",
    "ac",
    "folio",
    "policy",
    "loan",
    "case",
    "application",
    "awb",
    "tracking",
    "shipment",
    "booking",
    "pnr",
    "receipt",
    "serial",
    "sku",
    "item",
    "aadhaar",
    "aadhar",
    "adhaar",
    "uid",
    "vid",
    "uan",
    "din",
    "tan",
    "passport",
    "voter",
    "epic",
    "licence",
    "license",
    "dl",
    "vehicle",
    "registration",
    "rc",
    "ifsc",
    "otp",
    "pin",
    "pincode",
    "zip",
    "dob",
    "amount",
    "rs",
    "inr",
    "usd",
    "ssn",
    "ein",
    "upi",
    "part",
    "model",
    "batch",
    "lot",
    "bill",
    "challan",
    "docket",
    "confirmation",
    "refund",
    "reservation",
    "consignment",
    "complaint",
    "claim",
    "customerid",
    "userid",
    "employeeid",
];

/// With these after it, any word of [`ROLE`] is the label of some other number: "customer id 4711".
pub(crate) const NUMBERED: &[&str] = &["id", "no", "number", "num", "code", "ref"];

/// People as requests call them. A name may follow.
pub(crate) const ROLE: &[&str] = &[
    "applicant",
    "customer",
    "candidate",
    "employee",
    "client",
    "borrower",
    "person",
    "individual",
    "subject",
    "tenant",
    "user",
    "holder",
    "cardholder",
    "vendor",
    "supplier",
    "driver",
    "director",
    "proprietor",
    "merchant",
    "member",
    "worker",
];

/// Between a label and what it labels.
pub(crate) const FILLER: &[&str] =
    &["no", "number", "num", "nos", "id", "card", "is", "was", "the", "his", "her", "their", "my", "given", "as", "of", "details"];

/// Before a name, and part of none.
pub(crate) const TITLE: &[&str] =
    &["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "shri", "sri", "smt", "kumari", "km", "sir", "madam", "er"];

/// A possessor follows: "the number of …", "belongs to …".
pub(crate) const POSSESSIVE: &[&str] = &["of", "to"];

/// Before "name", they make it somebody else's or something else's.
pub(crate) const OTHERS_NAME: &[&str] = &[
    "father",
    "fathers",
    "mother",
    "mothers",
    "husband",
    "wife",
    "spouse",
    "nominee",
    "guardian",
    "company",
    "business",
    "bank",
    "firm",
    "employer",
    "user",
    "file",
    "trade",
    "brand",
    "branch",
    "registered",
    "legal",
    "city",
];

/// Within a name, in lower case.
pub(crate) const PARTICLE: &[&str] = &[
    "bin", "binti", "bint", "ibn", "al", "el", "ul", "ur", "de", "da", "do", "dos", "del", "della", "der", "den", "van", "von", "la", "le",
    "di", "du",
];

/// A run of capitalised words with one of these names no person.
pub(crate) const ORGANISATION: &[&str] = &[
    "bank",
    "limited",
    "ltd",
    "pvt",
    "private",
    "inc",
    "llc",
    "llp",
    "corp",
    "corporation",
    "company",
    "technologies",
    "technology",
    "solutions",
    "services",
    "enterprises",
    "industries",
    "traders",
    "trading",
    "textiles",
    "exports",
    "logistics",
    "finance",
    "finserv",
    "insurance",
    "university",
    "college",
    "hospital",
    "government",
    "ministry",
    "department",
    "road",
    "street",
    "nagar",
    "colony",
    "delhi",
    "mumbai",
    "bengaluru",
    "bangalore",
    "chennai",
    "hyderabad",
    "kolkata",
    "dubai",
    "dhabi",
    "sharjah",
    "ajman",
    "york",
    "st",
    "avenue",
    "ave",
    "lane",
    "drive",
    "blvd",
];

/// Something to be done with somebody: a name may follow.
pub(crate) const REQUEST: &[&str] = &[
    "verify",
    "verifying",
    "verification",
    "identity",
    "kyc",
    "check",
    "checking",
    "onboard",
    "onboarding",
    "screen",
    "screening",
    "validate",
    "confirm",
    "authenticate",
    "vet",
    "ekyc",
];

/// Whether `plain` (lower case) can be part of no name.
pub(crate) fn is_common(plain: &str) -> bool {
    [PAN, GSTIN, CIN, PHONE, OTHER, ROLE, FILLER, TITLE, REQUEST, PLAIN].iter().any(|list| list.contains(&plain))
}
