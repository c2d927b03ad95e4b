//! Organisations.

use crate::{Desk, Error, label};
use journal::OrgId;
use std::collections::BTreeSet;
use store::{Limits, NewOrg, Org, Usage};

/// Contacts of one organisation.
pub const CONTACTS_MAX: usize = 5;

const _: () = assert!(CONTACTS_MAX == 5, "a refusal says so");

/// Makes an organisation. It begins with no credits; `unlimited` ones need none.
///
/// `contacts` are the addresses of those who are told by e-mail of what needs a person; at most [`CONTACTS_MAX`].
pub async fn create(desk: Desk<'_>, name: &str, unlimited: bool, contacts: &[String]) -> Result<Org, Error> {
    let (at, contacts) = (desk.clock.now(), addresses(contacts)?);
    let name = label(name)?;
    if name.is_empty() {
        return Err(Error::Invalid { field: "name", rule: "must not be empty" });
    }
    let new = NewOrg { id: OrgId::new(at, &desk.id_bytes()), name, unlimited, contacts, at };
    desk.of(new.id).create(&new).await?;
    let account = |unlimited| Usage { unlimited, granted: journal::Credits::ZERO, used: journal::Credits::ZERO };
    let (live, test, limits) = (account(unlimited), account(true), Limits::default());
    Ok(Org { id: new.id, name: new.name, created_at: at, live, test, limits, contacts: new.contacts })
}

/// Replaces the organisation's contacts.
pub async fn set_contacts(desk: Desk<'_>, org: OrgId, contacts: &[String]) -> Result<(), Error> {
    let known = desk.of(org).set_contacts(&addresses(contacts)?, desk.clock.now()).await?;
    if known { Ok(()) } else { Err(Error::NoOrg) }
}

/// Each address once, as it is written to.
fn addresses(given: &[String]) -> Result<Vec<String>, Error> {
    let no_address = Error::Invalid { field: "email", rule: "must be an address like asha@example.com" };
    let addresses: Option<BTreeSet<String>> = given.iter().map(|address| mail::address(address)).collect();
    let addresses = addresses.ok_or(no_address)?;
    if addresses.len() > CONTACTS_MAX {
        return Err(Error::Invalid { field: "email", rule: "must be at most 5 addresses" });
    }
    Ok(addresses.into_iter().collect())
}

/// All organisations, oldest first.
pub async fn list(desk: Desk<'_>) -> Result<Vec<Org>, Error> {
    Ok(desk.store.orgs().await?)
}

/// The one organisation with this id or name.
pub async fn find(desk: Desk<'_>, id_or_name: &str) -> Result<Org, Error> {
    let mut named = desk.store.orgs_named(id_or_name).await?;
    match (named.pop(), named.is_empty()) {
        (None, _) => Err(Error::NoOrg),
        (Some(only), true) => Ok(only),
        (Some(_), false) => Err(Error::Ambiguous),
    }
}

/// Sets whether the organisation's live account may go below zero at creation.
pub async fn set_unlimited(desk: Desk<'_>, org: OrgId, unlimited: bool) -> Result<(), Error> {
    let known = desk.of(org).set_unlimited(unlimited, desk.clock.now()).await?;
    if known { Ok(()) } else { Err(Error::NoOrg) }
}

/// Gives each of the organisation's keys other limits than the product's; what is `None` stays.
pub async fn set_limits(desk: Desk<'_>, org: OrgId, limits: Limits) -> Result<(), Error> {
    let known = desk.of(org).set_limits(limits, desk.clock.now()).await?;
    if known { Ok(()) } else { Err(Error::NoOrg) }
}
