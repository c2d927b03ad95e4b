//! Organisations.

use crate::{Desk, Error, label};
use journal::OrgId;
use store::{Limits, NewOrg, Org, Usage};

/// Makes an organisation. It begins with no credits; `unlimited` ones need none.
pub async fn create(desk: Desk<'_>, name: &str, unlimited: bool) -> Result<Org, Error> {
    let at = desk.clock.now();
    let name = label(name)?;
    if name.is_empty() {
        return Err(Error::Invalid { field: "name", rule: "must not be empty" });
    }
    let new = NewOrg { id: OrgId::new(at, &desk.id_bytes()), name, unlimited, at };
    desk.of(new.id).create(&new).await?;
    let account = |unlimited| Usage { unlimited, granted: journal::Credits::ZERO, used: journal::Credits::ZERO };
    Ok(Org { id: new.id, name: new.name, created_at: at, live: account(unlimited), test: account(true), limits: Limits::default() })
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
