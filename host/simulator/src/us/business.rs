//! Named businesses of the United States, each one whole record: number, registration, officers, filings.

use super::same;

/// One invented business.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Business {
    /// As the business writes it.
    pub name: &'static str,
    /// As the register has it.
    pub legal_name: &'static str,
    /// Employer identification number, nine digits.
    pub ein: &'static str,
    /// Central index key, ten digits: whoever files with the SEC.
    pub cik: Option<&'static str>,
    /// House number and street.
    pub street: &'static str,
    /// City.
    pub city: &'static str,
    /// The state's letters.
    pub state: &'static str,
    /// Five digits.
    pub zip: &'static str,
    /// Form of the business, in the words of the register.
    pub(crate) entity_type: &'static str,
    /// Year, month, day.
    pub(crate) formed_on: &'static str,
    /// Number in the register.
    pub(crate) file_number: &'static str,
    /// Classification of its industry, and the same in words.
    pub(crate) industry: (&'static str, &'static str),
    /// Symbol that it trades under.
    pub(crate) ticker: Option<&'static str>,
    /// Its officer and the officer's title.
    pub(crate) officer: (&'static str, &'static str),
}

impl Business {
    /// The address in one line.
    pub fn address(&self) -> String {
        format!("{}, {}, {} {}", self.street, self.city, self.state, self.zip)
    }
}

static BUSINESSES: [Business; 6] = [
    Business {
        name: "Bluebonnet Robotics",
        legal_name: "BLUEBONNET ROBOTICS, INC.",
        ein: "834417261",
        cik: Some("0001984736"),
        street: "2100 Congress Plaza",
        city: "Austin",
        state: "TX",
        zip: "78701",
        entity_type: "CORPORATION",
        formed_on: "2014-05-19",
        file_number: "0801994826",
        industry: ("3569", "General Industrial Machinery & Equipment, NEC"),
        ticker: Some("BBRX"),
        officer: ("DANA WHITFIELD", "CEO"),
    },
    Business {
        name: "Harborlight Analytics",
        legal_name: "HARBORLIGHT ANALYTICS LLC",
        ein: "462958137",
        cik: None,
        street: "15 Long Wharf",
        city: "Boston",
        state: "MA",
        zip: "02110",
        entity_type: "LLC",
        formed_on: "2018-02-06",
        file_number: "001312847",
        industry: ("7374", "Services-Computer Processing & Data Preparation"),
        ticker: None,
        officer: ("PRISCILLA AMES", "MANAGER"),
    },
    Business {
        name: "Golden Gate Provisions",
        legal_name: "GOLDEN GATE PROVISIONS CORP",
        ein: "201847365",
        cik: Some("0000918273"),
        street: "480 Embarcadero Row",
        city: "San Francisco",
        state: "CA",
        zip: "94105",
        entity_type: "CORPORATION",
        formed_on: "1993-09-27",
        file_number: "C1927365",
        industry: ("5140", "Wholesale-Groceries & Related Products"),
        ticker: Some("GGPV"),
        officer: ("MARCUS TEAGUE", "PRESIDENT"),
    },
    Business {
        name: "Great Lakes Tooling",
        legal_name: "GREAT LAKES TOOLING COMPANY",
        ein: "391628453",
        cik: None,
        street: "77 Foundry Road",
        city: "Detroit",
        state: "MI",
        zip: "48207",
        entity_type: "CORPORATION",
        formed_on: "1986-11-14",
        file_number: "800482915",
        industry: ("3540", "Metalworking Machinery & Equipment"),
        ticker: None,
        officer: ("IRENE KOWALSKI", "PRESIDENT"),
    },
    Business {
        name: "Liberty Bell Outfitters",
        legal_name: "LIBERTY BELL OUTFITTERS INC",
        ein: "581736249",
        cik: None,
        street: "312 Arch Row",
        city: "Philadelphia",
        state: "PA",
        zip: "19106",
        entity_type: "CORPORATION",
        formed_on: "2009-04-30",
        file_number: "3872614",
        industry: ("5600", "Retail-Apparel & Accessory Stores"),
        ticker: None,
        officer: ("OWEN HARGROVE", "CEO"),
    },
    Business {
        name: "High Desert Solar",
        legal_name: "HIGH DESERT SOLAR HOLDINGS, INC.",
        ein: "743826159",
        cik: Some("0001748392"),
        street: "9005 Sonoran Parkway",
        city: "Phoenix",
        state: "AZ",
        zip: "85004",
        entity_type: "CORPORATION",
        formed_on: "2016-08-22",
        file_number: "21847362",
        industry: ("3674", "Semiconductors & Related Devices"),
        ticker: Some("HDSH"),
        officer: ("CELESTE MONTOYA", "CEO"),
    },
];

/// The business behind magic identifiers.
pub(super) const SAMPLE: Business = Business {
    name: "Sample Trading",
    legal_name: "SAMPLE TRADING LLC",
    ein: "",
    cik: None,
    street: "1200 Sample Street",
    city: "Austin",
    state: "TX",
    zip: "78701",
    entity_type: "LLC",
    formed_on: "2015-06-01",
    file_number: "0802200000",
    industry: ("5000", "Wholesale-Durable Goods"),
    ticker: None,
    officer: ("ALEX SAMPLE", "MANAGER"),
};
/// Whose a magic identifier is that is another's.
pub(super) const ANOTHER: &str = "MERIDIAN FREIGHT LINES INC";

/// All businesses.
pub fn businesses() -> &'static [Business] {
    &BUSINESSES
}

/// By employer identification number, nine digits.
pub(super) fn by_ein(ein: &str) -> Option<&'static Business> {
    BUSINESSES.iter().find(|business| business.ein == ein)
}

/// By central index key, ten digits.
pub(super) fn by_cik(cik: &str) -> Option<&'static Business> {
    BUSINESSES.iter().find(|business| business.cik == Some(cik))
}

/// By name.
pub(super) fn by_name(name: &str) -> Option<&'static Business> {
    BUSINESSES.iter().find(|business| same(name, business.legal_name))
}
