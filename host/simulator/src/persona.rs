//! Named people of the catalogue, each one whole record whose identifiers agree.

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
    /// Mobile number, E.164.
    pub phone: &'static str,
    /// Who serves the number now.
    pub(crate) network: Network,
}

/// A mobile network, as line-type providers name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Network {
    pub(crate) carrier: &'static str,
    pub(crate) country_code: &'static str,
    pub(crate) network_code: &'static str,
}

pub(crate) const AIRTEL: Network = Network { carrier: "Bharti Airtel", country_code: "404", network_code: "96" };
const JIO: Network = Network { carrier: "Reliance Jio", country_code: "405", network_code: "857" };
const VI: Network = Network { carrier: "Vodafone Idea", country_code: "404", network_code: "20" };
const BSNL: Network = Network { carrier: "BSNL", country_code: "404", network_code: "34" };

const fn person(
    name: &'static str,
    registered_name: &'static str,
    pan: &'static str,
    aadhaar_linked: bool,
    phone: &'static str,
    network: Network,
) -> Persona {
    Persona { name, registered_name, pan, aadhaar_linked, phone, network }
}

// The first is the API document's quickstart, whose PAN breaks the rules for the fourth and fifth letter.
static PERSONAS: [Persona; 12] = [
    person("Rahul Sharma", "RAHUL KUMAR SHARMA", "ABCDE1234F", true, "+919812345610", AIRTEL),
    person("Priya Nair", "PRIYA NAIR", "BNZPN4821K", true, "+919812345621", JIO),
    person("Mohammed Irfan Khan", "MOHD IRFAN KHAN", "AKQPK7312M", true, "+919812345632", AIRTEL),
    person("Lakshmi Subramanian", "S LAKSHMI", "CLTPS2654R", true, "+919812345643", BSNL),
    person("Gurpreet Singh Gill", "GURPREET SINGH GILL", "DGSPG9143H", true, "+919812345654", VI),
    person("Ananya Banerjee", "ANANYA BANERJI", "EABPB3875N", true, "+919812345665", VI),
    person("Vikram Reddy", "K VIKRAM REDDY", "FVRPR6429C", true, "+919812345676", JIO),
    person("Fatima Sheikh", "FATIMA SHAIKH", "GFSPS1587T", true, "+919812345687", AIRTEL),
    person("Arjun Mehta", "ARJUN MEHTA", "HAMPM8216J", false, "+919812345698", JIO),
    person("Kavita Deshmukh", "KAVITA RAJESH DESHMUKH", "JKDPD4763L", true, "+919812345712", VI),
    person("Thomas Kurian", "THOMAS KURIAN", "KTKPK5938Q", true, "+919812345723", BSNL),
    person("Sunita Devi", "SUNITA DEVI", "LSDPD7491W", false, "+919812345734", JIO),
];

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
