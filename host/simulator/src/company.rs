//! Named companies of the catalogue, each one whole record: the GSTIN holds the PAN, the CIN the state and the year.

/// One invented company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Company {
    /// As the company writes it.
    pub name: &'static str,
    /// As the registers have it.
    pub legal_name: &'static str,
    /// Goods and services tax number.
    pub gstin: &'static str,
    /// Corporate identity number. A partnership has none.
    pub cin: Option<&'static str>,
    /// Legal entity identifier, where the company has one.
    pub lei: Option<&'static str>,
    /// Constitution, in the words of the tax network.
    pub(crate) constitution: &'static str,
    /// Day of incorporation.
    pub(crate) incorporated_on: &'static str,
    /// Day of registration for the tax.
    pub(crate) taxed_since: &'static str,
    /// Principal place of business.
    pub(crate) place: &'static str,
    pub(crate) directors: &'static [&'static str],
}

/// The company behind magic identifiers.
pub(crate) const TRADER: &str = "VERMA TRADING PRIVATE LIMITED";
/// Whose a magic GSTIN is that is another's.
pub(crate) const ANOTHER_TAXPAYER: &str = "MERIDIAN FOODS PRIVATE LIMITED";
/// Whose a magic CIN is that is another's.
pub(crate) const ANOTHER_COMPANY: &str = "PILLAI TEXTILES PRIVATE LIMITED";

static COMPANIES: [Company; 6] = [
    Company {
        name: "Nova Saffron Textiles",
        legal_name: "NOVA SAFFRON TEXTILES PRIVATE LIMITED",
        gstin: "29AAFCN4817K1Z2",
        cin: Some("U17299KA2016PTC094817"),
        lei: Some("335800NOVASAFFRON185"),
        constitution: "Private Limited Company",
        incorporated_on: "2016-06-14",
        taxed_since: "2017-07-01",
        place: "12 Loom Road, Bengaluru, Karnataka 560002",
        directors: &["ROHINI SHENOY", "IMRAN QADRI"],
    },
    Company {
        name: "Kaveri Precision Tools",
        legal_name: "KAVERI PRECISION TOOLS PRIVATE LIMITED",
        gstin: "33AAGCK6352M1Z9",
        cin: Some("U29221TN2011PTC081635"),
        lei: None,
        constitution: "Private Limited Company",
        incorporated_on: "2011-02-08",
        taxed_since: "2017-07-01",
        place: "7 Lathe Street, Coimbatore, Tamil Nadu 641001",
        directors: &["SELVI ARUMUGAM"],
    },
    Company {
        name: "Meru Coastal Logistics",
        legal_name: "MERU COASTAL LOGISTICS LIMITED",
        gstin: "27AADCM2946P1ZX",
        cin: Some("L63090MH1994PLC078294"),
        lei: Some("335800MERUCOASTAL156"),
        constitution: "Public Limited Company",
        incorporated_on: "1994-05-17",
        taxed_since: "2017-07-01",
        place: "3 Quay Road, Mumbai, Maharashtra 400001",
        directors: &["FARHAD MISTRY", "LEENA KHOT", "DEV ANAND RAO"],
    },
    Company {
        name: "Brinda Agro Foods",
        legal_name: "BRINDA AGRO FOODS PRIVATE LIMITED",
        gstin: "24AAHCB8173R2ZY",
        cin: Some("U15400GJ2018PTC101817"),
        lei: None,
        constitution: "Private Limited Company",
        incorporated_on: "2018-04-02",
        taxed_since: "2018-05-11",
        place: "22 Mandi Road, Rajkot, Gujarat 360001",
        directors: &["HETAL PARMAR", "JIGNESH PARMAR"],
    },
    Company {
        name: "Teesta Valley Tea",
        legal_name: "TEESTA VALLEY TEA PRIVATE LIMITED",
        gstin: "19AAJCT5624E1Z7",
        cin: Some("U01132WB2005PTC105624"),
        lei: None,
        constitution: "Private Limited Company",
        incorporated_on: "2005-10-27",
        taxed_since: "2017-07-01",
        place: "1 Garden Road, Siliguri, West Bengal 734001",
        directors: &["PEMA LEPCHA", "ANIRBAN GUHA"],
    },
    Company {
        name: "Aravali Design Studio",
        legal_name: "ARAVALI DESIGN STUDIO LLP",
        gstin: "08ABKFA3791L1ZX",
        cin: None,
        lei: None,
        constitution: "Limited Liability Partnership",
        incorporated_on: "2019-08-19",
        taxed_since: "2019-09-03",
        place: "9 Fort Road, Jaipur, Rajasthan 302001",
        directors: &[],
    },
];

impl Company {
    /// Permanent account number: the one in the GSTIN.
    pub fn pan(&self) -> &'static str {
        &self.gstin[2..12]
    }
}

/// All companies.
pub fn companies() -> &'static [Company] {
    &COMPANIES
}

/// By permanent account number, in its normal form.
pub(crate) fn by_pan(pan: &str) -> Option<&'static Company> {
    COMPANIES.iter().find(|company| company.pan() == pan)
}

/// By GSTIN, in its normal form.
pub(crate) fn by_gstin(gstin: &str) -> Option<&'static Company> {
    COMPANIES.iter().find(|company| company.gstin == gstin)
}

/// By CIN, in its normal form.
pub(crate) fn by_cin(cin: &str) -> Option<&'static Company> {
    COMPANIES.iter().find(|company| company.cin == Some(cin))
}

/// By legal entity identifier.
pub(crate) fn by_lei(lei: &str) -> Option<&'static Company> {
    COMPANIES.iter().find(|company| company.lei == Some(lei))
}
