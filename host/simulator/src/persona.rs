//! Named people of the catalogue, each one whole record whose identifiers agree.

use crate::company::{self, Company};

/// One invented person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Persona {
    /// As the person would write it.
    pub name: &'static str,
    /// As the tax department has it.
    pub registered_name: &'static str,
    /// Permanent account number.
    pub pan: &'static str,
    /// Whether Aadhaar and PAN are linked.
    pub aadhaar_linked: bool,
    /// Aadhaar number. Like every number here it passes the rules and is nobody's that we know of.
    pub aadhaar: &'static str,
    /// Date of birth, `1988-03-14`.
    pub date_of_birth: &'static str,
    pub(crate) gender: Gender,
    /// State of the address that the issuer of Aadhaar has.
    pub(crate) state: &'static str,
    /// Mobile number, E.164.
    pub phone: &'static str,
    /// Who serves the number now.
    pub(crate) network: Network,
    /// Universal account number of the provident fund.
    pub uan: &'static str,
    /// Where the person works.
    pub employment: Employment,
    /// What the person drives.
    pub vehicle: Vehicle,
    /// Where the person's salary is paid.
    pub account: Account,
}

/// As records have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// A mobile network, as line-type providers name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    pub(crate) carrier: &'static str,
    pub(crate) country_code: &'static str,
    pub(crate) network_code: &'static str,
}

/// An employment that lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Employment {
    /// Legal name of one of the catalogue's companies.
    pub employer: &'static str,
    pub(crate) joined_on: &'static str,
}

/// A registered vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vehicle {
    /// Registration mark.
    pub number: &'static str,
    pub(crate) maker: &'static str,
    pub(crate) model: &'static str,
    pub(crate) fuel: &'static str,
}

/// A bank account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its number.
    pub number: &'static str,
    /// Code of its branch.
    pub ifsc: &'static str,
}

pub(crate) const AIRTEL: Network = Network { carrier: "Bharti Airtel", country_code: "404", network_code: "96" };
pub(crate) const T_MOBILE_USA: Network = Network { carrier: "T-Mobile USA", country_code: "310", network_code: "260" };
pub(crate) const ETISALAT: Network = Network { carrier: "Etisalat", country_code: "424", network_code: "02" };
const JIO: Network = Network { carrier: "Reliance Jio", country_code: "405", network_code: "857" };
const VI: Network = Network { carrier: "Vodafone Idea", country_code: "404", network_code: "20" };
const BSNL: Network = Network { carrier: "BSNL", country_code: "404", network_code: "34" };

// The first is the API document's quickstart, whose PAN breaks the rules for the fourth and fifth letter.
static PERSONAS: [Persona; 12] = [
    Persona {
        name: "Rahul Sharma",
        registered_name: "RAHUL KUMAR SHARMA",
        pan: "ABCDE1234F",
        aadhaar_linked: true,
        aadhaar: "494580730107",
        date_of_birth: "1988-03-14",
        gender: Gender::Male,
        state: "Delhi",
        phone: "+919812345610",
        network: AIRTEL,
        uan: "100157368110",
        employment: Employment { employer: "NOVA SAFFRON TEXTILES PRIVATE LIMITED", joined_on: "2021-04-05" },
        vehicle: Vehicle { number: "DL8CAF5031", maker: "MARUTI SUZUKI INDIA LTD", model: "SWIFT VXI", fuel: "PETROL" },
        account: Account { number: "30364262129910", ifsc: "HDFC0000123" },
    },
    Persona {
        name: "Priya Nair",
        registered_name: "PRIYA NAIR",
        pan: "BNZPN4821K",
        aadhaar_linked: true,
        aadhaar: "572200332210",
        date_of_birth: "1992-11-02",
        gender: Gender::Female,
        state: "Kerala",
        phone: "+919812345621",
        network: JIO,
        uan: "100453832321",
        employment: Employment { employer: "KAVERI PRECISION TOOLS PRIVATE LIMITED", joined_on: "2018-07-16" },
        vehicle: Vehicle { number: "KL07CB4821", maker: "HYUNDAI MOTOR INDIA LTD", model: "I20 ASTA", fuel: "PETROL" },
        account: Account { number: "40562241549921", ifsc: "SBIN0005943" },
    },
    Persona {
        name: "Mohammed Irfan Khan",
        registered_name: "MOHD IRFAN KHAN",
        pan: "AKQPK7312M",
        aadhaar_linked: true,
        aadhaar: "609514547322",
        date_of_birth: "1985-06-27",
        gender: Gender::Male,
        state: "Uttar Pradesh",
        phone: "+919812345632",
        network: AIRTEL,
        uan: "101277204032",
        employment: Employment { employer: "MERU COASTAL LOGISTICS LIMITED", joined_on: "2012-01-09" },
        vehicle: Vehicle { number: "UP32GK7312", maker: "HERO MOTOCORP LTD", model: "SPLENDOR PLUS", fuel: "PETROL" },
        account: Account { number: "50865690702932", ifsc: "PUNB0244200" },
    },
    Persona {
        name: "Lakshmi Subramanian",
        registered_name: "S LAKSHMI",
        pan: "CLTPS2654R",
        aadhaar_linked: true,
        aadhaar: "731375858430",
        date_of_birth: "1979-01-19",
        gender: Gender::Female,
        state: "Tamil Nadu",
        phone: "+919812345643",
        network: BSNL,
        uan: "101719540643",
        employment: Employment { employer: "KAVERI PRECISION TOOLS PRIVATE LIMITED", joined_on: "2011-08-22" },
        vehicle: Vehicle { number: "TN09BM2654", maker: "HONDA CARS INDIA LTD", model: "CITY ZX", fuel: "PETROL" },
        account: Account { number: "35895254814543", ifsc: "IOBA0000001" },
    },
    Persona {
        name: "Gurpreet Singh Gill",
        registered_name: "GURPREET SINGH GILL",
        pan: "DGSPG9143H",
        aadhaar_linked: true,
        aadhaar: "842124720545",
        date_of_birth: "1990-09-30",
        gender: Gender::Male,
        state: "Punjab",
        phone: "+919812345654",
        network: VI,
        uan: "100986039554",
        employment: Employment { employer: "MERU COASTAL LOGISTICS LIMITED", joined_on: "2016-10-03" },
        vehicle: Vehicle { number: "PB10EH9143", maker: "MAHINDRA AND MAHINDRA LTD", model: "BOLERO B6", fuel: "DIESEL" },
        account: Account { number: "56200753292654", ifsc: "UTIB0002083" },
    },
    Persona {
        name: "Ananya Banerjee",
        registered_name: "ANANYA BANERJI",
        pan: "EABPB3875N",
        aadhaar_linked: true,
        aadhaar: "412652064658",
        date_of_birth: "1995-12-08",
        gender: Gender::Female,
        state: "West Bengal",
        phone: "+919812345665",
        network: VI,
        uan: "100792877565",
        employment: Employment { employer: "TEESTA VALLEY TEA PRIVATE LIMITED", joined_on: "2019-02-11" },
        vehicle: Vehicle { number: "WB04ZU3875", maker: "TATA MOTORS PASSENGER VEHICLES LTD", model: "NEXON EV", fuel: "ELECTRIC" },
        account: Account { number: "44762168275265", ifsc: "ICIC0000007" },
    },
    Persona {
        name: "Vikram Reddy",
        registered_name: "K VIKRAM REDDY",
        pan: "FVRPR6429C",
        aadhaar_linked: true,
        aadhaar: "517488851768",
        date_of_birth: "1983-04-21",
        gender: Gender::Male,
        state: "Telangana",
        phone: "+919812345676",
        network: JIO,
        uan: "101904584776",
        employment: Employment { employer: "NOVA SAFFRON TEXTILES PRIVATE LIMITED", joined_on: "2017-09-18" },
        vehicle: Vehicle { number: "TS09FR6429", maker: "TOYOTA KIRLOSKAR MOTOR PVT LTD", model: "INNOVA CRYSTA", fuel: "DIESEL" },
        account: Account { number: "45290784547476", ifsc: "KKBK0000261" },
    },
    Persona {
        name: "Fatima Sheikh",
        registered_name: "FATIMA SHAIKH",
        pan: "GFSPS1587T",
        aadhaar_linked: true,
        aadhaar: "685545652875",
        date_of_birth: "1998-08-15",
        gender: Gender::Female,
        state: "Maharashtra",
        phone: "+919812345687",
        network: AIRTEL,
        uan: "101558282387",
        employment: Employment { employer: "MERU COASTAL LOGISTICS LIMITED", joined_on: "2022-06-01" },
        vehicle: Vehicle { number: "MH04AD1587", maker: "TVS MOTOR COMPANY LTD", model: "JUPITER", fuel: "PETROL" },
        account: Account { number: "54162998649887", ifsc: "BKID0000001" },
    },
    Persona {
        name: "Arjun Mehta",
        registered_name: "ARJUN MEHTA",
        pan: "HAMPM8216J",
        aadhaar_linked: false,
        aadhaar: "740329792987",
        date_of_birth: "1975-02-28",
        gender: Gender::Male,
        state: "Gujarat",
        phone: "+919812345698",
        network: JIO,
        uan: "100207320298",
        employment: Employment { employer: "BRINDA AGRO FOODS PRIVATE LIMITED", joined_on: "2018-05-14" },
        vehicle: Vehicle { number: "GJ01HM8216", maker: "KIA INDIA PRIVATE LIMITED", model: "SELTOS HTX", fuel: "DIESEL" },
        account: Account { number: "42738067569198", ifsc: "BARB0VJINDI" },
    },
    Persona {
        name: "Kavita Deshmukh",
        registered_name: "KAVITA RAJESH DESHMUKH",
        pan: "JKDPD4763L",
        aadhaar_linked: true,
        aadhaar: "893350564126",
        date_of_birth: "1987-10-11",
        gender: Gender::Female,
        state: "Maharashtra",
        phone: "+919812345712",
        network: VI,
        uan: "101185089412",
        employment: Employment { employer: "MERU COASTAL LOGISTICS LIMITED", joined_on: "2014-03-24" },
        vehicle: Vehicle { number: "MH12PN4763", maker: "RENAULT INDIA PVT LTD", model: "KWID RXT", fuel: "PETROL" },
        account: Account { number: "48859452669812", ifsc: "MAHB0000001" },
    },
    Persona {
        name: "Thomas Kurian",
        registered_name: "THOMAS KURIAN",
        pan: "KTKPK5938Q",
        aadhaar_linked: true,
        aadhaar: "457229697231",
        date_of_birth: "1969-07-05",
        gender: Gender::Male,
        state: "Kerala",
        phone: "+919812345723",
        network: BSNL,
        uan: "100291506123",
        employment: Employment { employer: "KAVERI PRECISION TOOLS PRIVATE LIMITED", joined_on: "2011-02-14" },
        vehicle: Vehicle { number: "KL18X5938", maker: "MARUTI SUZUKI INDIA LTD", model: "ALTO 800", fuel: "PETROL" },
        account: Account { number: "35966637476623", ifsc: "FDRL0001033" },
    },
    Persona {
        name: "Sunita Devi",
        registered_name: "SUNITA DEVI",
        pan: "LSDPD7491W",
        aadhaar_linked: false,
        aadhaar: "529944746342",
        date_of_birth: "1993-05-23",
        gender: Gender::Female,
        state: "Bihar",
        phone: "+919812345734",
        network: JIO,
        uan: "100547427034",
        employment: Employment { employer: "BRINDA AGRO FOODS PRIVATE LIMITED", joined_on: "2020-11-02" },
        vehicle: Vehicle { number: "BR01EP7491", maker: "BAJAJ AUTO LTD", model: "PULSAR 150", fuel: "PETROL" },
        account: Account { number: "53402607884334", ifsc: "CNRB0000801" },
    },
];

impl Persona {
    /// The company that the person works for.
    pub(crate) fn employer(&self) -> Option<&'static Company> {
        company::companies().iter().find(|company| company.legal_name == self.employment.employer)
    }
}

/// All personas, the quickstart's first.
pub fn personas() -> &'static [Persona] {
    &PERSONAS
}

/// By permanent account number, in its normal form.
pub(crate) fn by_pan(pan: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.pan == pan)
}

/// By mobile number, E.164.
pub(crate) fn by_phone(phone: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.phone == phone)
}

/// By Aadhaar number.
pub(crate) fn by_aadhaar(aadhaar: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.aadhaar == aadhaar)
}

/// By universal account number.
pub(crate) fn by_uan(uan: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.uan == uan)
}

/// By registration mark, in its normal form.
pub(crate) fn by_vehicle(number: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| persona.vehicle.number == number)
}

/// By the number of a bank account and the code of its branch.
pub(crate) fn by_account(number: &str, ifsc: &str) -> Option<&'static Persona> {
    PERSONAS.iter().find(|persona| (persona.account.number, persona.account.ifsc) == (number, ifsc))
}
