//! The demo's organisation and key: made once, found again.

use crate::master_key::replace_private;
use crate::wiring::Office;
use admin::key::Wanted;
use anyhow::{Context, Result};
use journal::{Credits, Mode, OrgId};
use run::Clock;
use std::path::Path;
use store::Org;

/// What people call it.
const ORG: &str = "Demo";
/// What its keys are called.
const KEY: &str = "demo";
/// What it begins with.
const CREDITS: Credits = Credits::from_micros(500_000_000);

/// The demo's account.
pub struct Account {
    /// The organisation.
    pub org: OrgId,
    /// The secret of its test key.
    pub secret: String,
    /// What remains of its prepaid credits; absent: without limit.
    pub remaining: Option<Credits>,
    /// Whether it was made just now.
    pub fresh: bool,
}

/// The account behind the secret in `key_file`, where that opens one; else a new one, with its secret in that file.
pub async fn open(office: &Office, key_file: &Path) -> Result<Account> {
    let kept = std::fs::read_to_string(key_file).map(|text| text.trim().to_owned()).unwrap_or_default();
    let caller = admin::authenticate(&office.store, &kept, office.clock.now()).await.context("cannot look up the demo's key")?;
    if let Some(caller) = caller {
        let org = admin::org::find(office.desk(), &caller.org.to_string()).await.context("cannot find the demo's organisation")?;
        return Ok(Account { remaining: remaining(&org), org: org.id, secret: kept, fresh: false });
    }
    let (org, fresh) = organisation(office).await.context("cannot make the demo's organisation")?;
    let secret = key(office, org.id).await.context("cannot make the demo's key")?;
    replace_private(key_file, &format!("{secret}\n")).with_context(|| format!("cannot write {}", key_file.display()))?;
    Ok(Account { remaining: remaining(&org), org: org.id, secret, fresh })
}

fn remaining(org: &Org) -> Option<Credits> {
    if org.live.unlimited { None } else { org.live.granted.checked_sub(org.live.used) }
}

async fn organisation(office: &Office) -> Result<(Org, bool)> {
    let known = office.store.orgs_named(ORG).await?.into_iter().next();
    let fresh = known.is_none();
    let org = match known {
        Some(org) => org,
        None => admin::org::create(office.desk(), ORG, false, &[]).await?,
    };
    if org.live.granted == Credits::ZERO && !org.live.unlimited {
        let live = admin::credits::grant(office.desk(), org.id, CREDITS, "the demo's credits").await?;
        return Ok((Org { live, ..org }, fresh));
    }
    Ok((org, fresh))
}

/// A new key. Earlier ones of the demo are revoked: their secret is lost, and ten is the limit.
async fn key(office: &Office, org: OrgId) -> Result<String> {
    let now = office.clock.now();
    for lost in admin::key::list(office.desk(), org).await?.iter().filter(|key| key.name == KEY && key.is_active(now)) {
        admin::key::revoke(office.desk(), org, lost.id).await?;
    }
    let wanted =
        Wanted { mode: Mode::Test, name: KEY.to_owned(), auto_approve: false, scopes: store::Scopes::EVERYTHING, expires_at: None };
    Ok(admin::key::create(office.desk(), org, wanted).await?.secret.reveal().to_owned())
}
