//! Named residents and businesses of the Emirates, each one whole record: a resident's employer is a business of the catalogue, whose
//! licence, tax number, account, domain and legal entity identifier agree.

/// One invented resident.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resident {
    /// As the person would write it.
    pub name: &'static str,
    /// As it is printed on the card.
    pub emirates_id: &'static str,
    /// Date of birth.
    pub date_of_birth: &'static str,
    /// Nationality, as Tutelar writes it.
    pub nationality: &'static str,
    /// Mobile number, E.164.
    pub phone: &'static str,
    /// Bank account.
    pub iban: &'static str,
    /// E-mail address at work.
    pub email: &'static str,
    /// Name on GitHub and X; on Bluesky it ends in `.bsky.social`.
    pub handle: &'static str,
    /// Whom the person works for, by the name of a business.
    pub employer: &'static str,
}

/// One invented business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Licensed {
    /// As the register has it.
    pub name: &'static str,
    /// The same in Arabic.
    pub(crate) name_arabic: &'static str,
    /// Number of the trade licence.
    pub trade_licence: &'static str,
    /// Who issued it, as the register writes it.
    pub(crate) issuer: &'static str,
    /// The same, as answers name it.
    pub authority: &'static str,
    /// Tax registration number.
    pub trn: &'static str,
    /// Bank account.
    pub iban: &'static str,
    /// Legal entity identifier.
    pub lei: &'static str,
    /// Domain.
    pub domain: &'static str,
    /// What it is licensed to do.
    pub(crate) activity: &'static str,
}

/// The business behind magic licences and identifiers.
pub(crate) const TRADER: &str = "VERMA GENERAL TRADING L.L.C";
/// Whose they are where they are another's.
pub(crate) const ANOTHER: &str = "MERIDIAN FOODSTUFF TRADING L.L.C";

const DUBAI: &str = "دائرة الاقتصاد والسياحة في دبي";
const SHARJAH: &str = "دائرة التنمية الإقتصادية في الشارقة";
const ABU_DHABI: &str = "دائرة التنمية الاقتصادية - أبوظبي";

const fn resident(
    name: &'static str,
    card: [&'static str; 3],
    phone: &'static str,
    iban: &'static str,
    email: &'static str,
    handle: &'static str,
    employer: &'static str,
) -> Resident {
    let [emirates_id, date_of_birth, nationality] = card;
    Resident { name, emirates_id, date_of_birth, nationality, phone, iban, email, handle, employer }
}

const QASBA: &str = "QASBA BUILDING CONTRACTING L.L.C";
const DUNES: &str = "DUNES DATA SYSTEMS L.L.C";
const PEARL: &str = "PEARL COAST LOGISTICS L.L.C";
const FALCON: &str = "FALCON CREEK FOODSTUFF TRADING L.L.C";
const MIRAGE: &str = "MIRAGE EVENTS MANAGEMENT";
const OASIS: &str = "OASIS MEDICAL SUPPLIES L.L.C";

// The year in the numbers of Priya Menon and Hassan El Masry is not that of their births, as the issuer says it need not be.
static RESIDENTS: [Resident; 12] = [
    resident(
        "Mariam Al Suwaidi",
        ["784-1990-4718326-6", "1990-03-14", "united_arab_emirates"],
        "+971501234762",
        "AE940331000047283650913",
        "mariam.alsuwaidi@dunes-data.ae",
        "mariam-alsuwaidi",
        DUNES,
    ),
    resident(
        "Omar Haddad",
        ["784-1985-2956143-7", "1985-07-02", "jordan"],
        "+971521234781",
        "AE190351000047283658832",
        "omar.haddad@qasba.ae",
        "omar-haddad",
        QASBA,
    ),
    resident(
        "Priya Menon",
        ["784-1992-6183754-8", "1991-12-30", "india"],
        "+971541234793",
        "AE250261000047283666751",
        "priya.menon@dunes-data.ae",
        "priya-menon",
        DUNES,
    ),
    resident(
        "Bilal Qureshi",
        ["784-1988-3479265-1", "1988-05-21", "pakistan"],
        "+971551234815",
        "AE900031000047283674670",
        "bilal.qureshi@pearlcoast.ae",
        "bilal-qureshi",
        PEARL,
    ),
    resident(
        "Joy Villanueva",
        ["784-1995-8254137-3", "1995-09-09", "philippines"],
        "+971561234826",
        "AE250241000047283682589",
        "joy.villanueva@mirage-events.ae",
        "joy-villanueva",
        MIRAGE,
    ),
    resident(
        "Hassan El Masry",
        ["784-1979-1637482-6", "1978-01-18", "egypt"],
        "+971581234837",
        "AE850401000047283690508",
        "hassan.elmasry@qasba.ae",
        "hassan-elmasry",
        QASBA,
    ),
    resident(
        "Layla Khoury",
        ["784-1991-5826913-6", "1991-11-05", "lebanon"],
        "+971501234848",
        "AE570441000047283698427",
        "layla.khoury@mirage-events.ae",
        "layla-khoury",
        MIRAGE,
    ),
    resident(
        "Tariq Al Balushi",
        ["784-1983-7391548-1", "1983-04-27", "oman"],
        "+971521234859",
        "AE760501000047283706346",
        "tariq.albalushi@falconcreek.ae",
        "tariq-albalushi",
        FALCON,
    ),
    resident(
        "Nadeesha Perera",
        ["784-1994-9463275-7", "1994-08-16", "sri_lanka"],
        "+971541234861",
        "AE470231000047283714265",
        "nadeesha.perera@oasismed.ae",
        "nadeesha-perera",
        OASIS,
    ),
    resident(
        "Daniel Okoro",
        ["784-1987-2748516-5", "1987-02-11", "nigeria"],
        "+971551234872",
        "AE450571000047283722184",
        "daniel.okoro@pearlcoast.ae",
        "daniel-okoro",
        PEARL,
    ),
    resident(
        "Sara Rahimi",
        ["784-1996-6915384-5", "1996-06-23", "iran"],
        "+971561234883",
        "AE720201000047283730103",
        "sara.rahimi@oasismed.ae",
        "sara-rahimi",
        OASIS,
    ),
    resident(
        "Faisal Al Zaabi",
        ["784-1975-4386729-1", "1975-10-03", "united_arab_emirates"],
        "+971581234894",
        "AE760461000047283738022",
        "faisal.alzaabi@falconcreek.ae",
        "faisal-alzaabi",
        FALCON,
    ),
];

static BUSINESSES: [Licensed; 6] = [
    Licensed {
        name: QASBA,
        name_arabic: "قصبة لمقاولات البناء ذ.م.م",
        trade_licence: "618427",
        issuer: SHARJAH,
        authority: "sharjah",
        trn: "100384726100003",
        iban: "AE610331000058392764105",
        lei: "549300GULFQASBA02159",
        domain: "qasba.ae",
        activity: "Building contracting",
    },
    Licensed {
        name: DUNES,
        name_arabic: "كثبان لأنظمة البيانات ذ.م.م",
        trade_licence: "938251",
        issuer: DUBAI,
        authority: "dubai",
        trn: "100472915800003",
        iban: "AE060261000058392868834",
        lei: "549300GULFDUNES02225",
        domain: "dunes-data.ae",
        activity: "Information technology consultancy",
    },
    Licensed {
        name: PEARL,
        name_arabic: "ساحل اللؤلؤ للخدمات اللوجستية ذ.م.م",
        trade_licence: "CN-2847163",
        issuer: ABU_DHABI,
        authority: "abu_dhabi",
        trn: "100295817300003",
        iban: "AE600031000058392973563",
        lei: "549300GULFPEARL02306",
        domain: "pearlcoast.ae",
        activity: "Freight forwarding",
    },
    Licensed {
        name: FALCON,
        name_arabic: "خور الصقر لتجارة المواد الغذائية ذ.م.م",
        trade_licence: "724936",
        issuer: SHARJAH,
        authority: "sharjah",
        trn: "100518374900003",
        iban: "AE440411000058393078292",
        lei: "549300GULFFALCN02480",
        domain: "falconcreek.ae",
        activity: "Foodstuff trading",
    },
    Licensed {
        name: MIRAGE,
        name_arabic: "سراب لتنظيم الفعاليات",
        trade_licence: "851374",
        issuer: DUBAI,
        authority: "dubai",
        trn: "100637284100003",
        iban: "AE330401000058393183021",
        lei: "549300GULFMIRAG02525",
        domain: "mirage-events.ae",
        activity: "Events management",
    },
    Licensed {
        name: OASIS,
        name_arabic: "واحة للمستلزمات الطبية ذ.م.م",
        trade_licence: "CN-3915742",
        issuer: ABU_DHABI,
        authority: "abu_dhabi",
        trn: "100749382600003",
        iban: "AE120201000058393287750",
        lei: "549300GULFOASIS02656",
        domain: "oasismed.ae",
        activity: "Medical equipment trading",
    },
];

/// All residents.
pub fn residents() -> &'static [Resident] {
    &RESIDENTS
}

/// All businesses of the Emirates.
pub fn licensed() -> &'static [Licensed] {
    &BUSINESSES
}

/// By the digits of the Emirates ID.
pub(crate) fn by_emirates_id(digits: &str) -> Option<&'static Resident> {
    RESIDENTS.iter().find(|resident| resident.emirates_id.replace('-', "") == digits)
}

/// By mobile number, E.164.
pub(crate) fn by_phone(phone: &str) -> Option<&'static Resident> {
    RESIDENTS.iter().find(|resident| resident.phone == phone)
}

/// By e-mail address.
pub(crate) fn by_email(email: &str) -> Option<&'static Resident> {
    RESIDENTS.iter().find(|resident| resident.email == email)
}

/// By name on a platform, words joined by hyphens.
pub(crate) fn by_handle(handle: &str) -> Option<&'static Resident> {
    RESIDENTS.iter().find(|resident| resident.handle == handle)
}

/// By the number of the trade licence.
pub(crate) fn by_licence(number: &str) -> Option<&'static Licensed> {
    BUSINESSES.iter().find(|business| business.trade_licence == number)
}

/// By legal entity identifier.
pub(crate) fn by_lei(lei: &str) -> Option<&'static Licensed> {
    BUSINESSES.iter().find(|business| business.lei == lei)
}

/// By domain.
pub(crate) fn by_domain(domain: &str) -> Option<&'static Licensed> {
    BUSINESSES.iter().find(|business| business.domain == domain)
}
