//! Messages to try, one for each outcome of each workflow for the United States.

use super::Scenario;

const fn kyc(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "kyc-us", message, outcome }
}

const fn kyb(outcome: &'static str, message: &'static str) -> Scenario {
    Scenario { workflow: "kyb-us", message, outcome }
}

// All numbers of a message end in the outcome's code, the house number too. The first of each workflow is of the catalogue.
pub(super) const SCENARIOS: &[Scenario] = &[
    kyc(
        "verified",
        "Verify identity: Jordan Ellis, SSN 536-22-8145, date of birth 1984-03-12, +1 202-555-0143, address: 1420 Juniper Street, Austin, TX 78701",
    ),
    kyc(
        "name_mismatch",
        "Verify identity: Alex Sample, SSN 219-45-1201, date of birth 1990-01-01, +1 202-555-0101, address: 1201 Sample Street, Austin, TX 78701",
    ),
    kyc(
        "not_found",
        "Verify identity: Alex Sample, SSN 219-45-1202, date of birth 1990-01-01, +1 202-555-0102, address: 1202 Sample Street, Austin, TX 78701",
    ),
    kyc(
        "inactive",
        "Verify identity: Alex Sample, SSN 219-45-1203, date of birth 1990-01-01, +1 202-555-0103, address: 1203 Sample Street, Austin, TX 78701",
    ),
    kyc(
        "provider_unavailable",
        "Verify identity: Alex Sample, SSN 219-45-1204, date of birth 1990-01-01, +1 202-555-0104, address: 1204 Sample Street, Austin, TX 78701",
    ),
    kyc(
        "timeout",
        "Verify identity: Alex Sample, SSN 219-45-1205, date of birth 1990-01-01, +1 202-555-0105, address: 1205 Sample Street, Austin, TX 78701",
    ),
    kyc(
        "provider_rate_limited",
        "Verify identity: Alex Sample, SSN 219-45-1206, date of birth 1990-01-01, +1 202-555-0106, address: 1206 Sample Street, Austin, TX 78701",
    ),
    kyc(
        "provider_malformed",
        "Verify identity: Alex Sample, SSN 219-45-1207, date of birth 1990-01-01, +1 202-555-0107, address: 1207 Sample Street, Austin, TX 78701",
    ),
    kyb(
        "verified",
        "Verify business: Bluebonnet Robotics Inc, EIN 83-4417261, CIK 1984736, address: 2100 Congress Plaza, Austin, TX 78701",
    ),
    kyb("name_mismatch", "Verify business: Sample Trading LLC, EIN 12-3456701, CIK 1700001, address: 1201 Sample Street, Austin, TX 78701"),
    kyb("not_found", "Verify business: Sample Trading LLC, EIN 12-3456702, CIK 1700002, address: 1202 Sample Street, Austin, TX 78701"),
    kyb("inactive", "Verify business: Sample Trading LLC, EIN 12-3456703, CIK 1700003, address: 1203 Sample Street, Austin, TX 78701"),
    kyb(
        "provider_unavailable",
        "Verify business: Sample Trading LLC, EIN 12-3456704, CIK 1700004, address: 1204 Sample Street, Austin, TX 78701",
    ),
    kyb("timeout", "Verify business: Sample Trading LLC, EIN 12-3456705, CIK 1700005, address: 1205 Sample Street, Austin, TX 78701"),
    kyb(
        "provider_rate_limited",
        "Verify business: Sample Trading LLC, EIN 12-3456706, CIK 1700006, address: 1206 Sample Street, Austin, TX 78701",
    ),
    kyb(
        "provider_malformed",
        "Verify business: Sample Trading LLC, EIN 12-3456707, CIK 1700007, address: 1207 Sample Street, Austin, TX 78701",
    ),
];
