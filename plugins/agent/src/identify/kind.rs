//! Kinds of identifiers: what procedures and the inputs of checks call them, and what sentences call them.

use serde::Deserialize;

/// A kind of identifier, as procedures and the inputs of checks write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's or a business's name.
    Name,
    /// An Indian Permanent Account Number: `ABCDE1234F`.
    Pan,
    /// A telephone number, in E.164: `+919812345610`.
    Phone,
    /// An Indian goods and services tax number: `29AAACV1000A1Z7`.
    Gstin,
    /// An Indian corporate identity number: `U51909KA2015PTC010000`.
    Cin,
    /// A date of birth: `1990-05-12`.
    DateOfBirth,
    /// An e-mail address.
    Email,
    /// The address of a page or a site: `https://example.com/about`.
    Url,
    /// A name on a social network: `@priya.nair`.
    Handle,
    /// A postal address.
    Address,
    /// An Indian identity number: twelve digits.
    Aadhaar,
    /// An Indian provident fund member's number: twelve digits.
    Uan,
    /// The registration of an Indian vehicle: `KA01AB1234`.
    VehicleNumber,
    /// The code of an Indian bank's branch: `HDFC0000001`.
    Ifsc,
    /// The number of a bank account.
    AccountNumber,
    /// A US Social Security number: `123-45-6789`.
    Ssn,
    /// A US Employer Identification Number: `12-3456789`.
    Ein,
    /// A Vehicle Identification Number: seventeen characters.
    Vin,
    /// A US bank's routing number: nine digits.
    RoutingNumber,
    /// A filer's number at the US Securities and Exchange Commission: ten digits.
    Cik,
    /// An identity number of the United Arab Emirates: `784-1990-1234567-1`.
    EmiratesId,
    /// The number of a trade licence in the United Arab Emirates.
    TradeLicence,
    /// A tax registration number of the United Arab Emirates: fifteen digits.
    Trn,
    /// A Legal Entity Identifier: twenty characters.
    Lei,
    /// An International Bank Account Number.
    Iban,
    /// A person's nationality: the name of the country, `India`.
    Nationality,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 26] = [
        Kind::Name,
        Kind::Pan,
        Kind::Phone,
        Kind::Gstin,
        Kind::Cin,
        Kind::DateOfBirth,
        Kind::Email,
        Kind::Url,
        Kind::Handle,
        Kind::Address,
        Kind::Aadhaar,
        Kind::Uan,
        Kind::VehicleNumber,
        Kind::Ifsc,
        Kind::AccountNumber,
        Kind::Ssn,
        Kind::Ein,
        Kind::Vin,
        Kind::RoutingNumber,
        Kind::Cik,
        Kind::EmiratesId,
        Kind::TradeLicence,
        Kind::Trn,
        Kind::Lei,
        Kind::Iban,
        Kind::Nationality,
    ];

    /// As the inputs of checks name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Name => "name",
            Kind::Pan => "pan",
            Kind::Phone => "phone",
            Kind::Gstin => "gstin",
            Kind::Cin => "cin",
            Kind::DateOfBirth => "date_of_birth",
            Kind::Email => "email",
            Kind::Url => "url",
            Kind::Handle => "handle",
            Kind::Address => "address",
            Kind::Aadhaar => "aadhaar",
            Kind::Uan => "uan",
            Kind::VehicleNumber => "vehicle_number",
            Kind::Ifsc => "ifsc",
            Kind::AccountNumber => "account_number",
            Kind::Ssn => "ssn",
            Kind::Ein => "ein",
            Kind::Vin => "vin",
            Kind::RoutingNumber => "routing_number",
            Kind::Cik => "cik",
            Kind::EmiratesId => "emirates_id",
            Kind::TradeLicence => "trade_licence",
            Kind::Trn => "trn",
            Kind::Lei => "lei",
            Kind::Iban => "iban",
            Kind::Nationality => "nationality",
        }
    }

    /// The kind that the inputs of checks, and conditions, name so.
    pub fn named(text: &str) -> Option<Kind> {
        Kind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// As a sentence names it.
    pub fn noun(self) -> &'static str {
        self.with_article().split_once(' ').map_or("", |(_, noun)| noun)
    }

    /// As a sentence names one of them: "a PAN", "an IBAN".
    pub fn with_article(self) -> &'static str {
        match self {
            Kind::Name => "a name",
            Kind::Pan => "a PAN",
            Kind::Phone => "a phone number",
            Kind::Gstin => "a GSTIN",
            Kind::Cin => "a CIN",
            Kind::DateOfBirth => "a date of birth",
            Kind::Email => "an e-mail address",
            Kind::Url => "a URL",
            Kind::Handle => "a handle",
            Kind::Address => "an address",
            Kind::Aadhaar => "an Aadhaar number",
            Kind::Uan => "a UAN",
            Kind::VehicleNumber => "a vehicle number",
            Kind::Ifsc => "an IFSC",
            Kind::AccountNumber => "an account number",
            Kind::Ssn => "an SSN",
            Kind::Ein => "an EIN",
            Kind::Vin => "a VIN",
            Kind::RoutingNumber => "a routing number",
            Kind::Cik => "a CIK",
            Kind::EmiratesId => "an Emirates ID",
            Kind::TradeLicence => "a trade licence number",
            Kind::Trn => "a TRN",
            Kind::Lei => "an LEI",
            Kind::Iban => "an IBAN",
            Kind::Nationality => "a nationality",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn reports_may_name_every_kind() {
        let schema: Value = serde_json::from_str(include_str!("../../../../docs/report-schema.json")).unwrap();
        let subject = schema["properties"]["subject"]["properties"].as_object().unwrap();
        assert!(Kind::ALL.iter().all(|kind| subject.contains_key(kind.as_str())) && subject.len() == Kind::ALL.len());
        let kinds = Kind::ALL.map(Kind::as_str);
        assert!(kinds.iter().all(|kind| serde_json::from_value::<Kind>(json!(kind)).unwrap().as_str() == *kind));
        assert_eq!(schema["properties"]["not_checked"]["items"]["properties"]["identifier"]["enum"], json!(kinds));
    }
}
