//! Credits of the prepaid pool.

use crate::{Desk, Error};
use journal::{Credits, Mode, OrgId};
use store::Usage;

/// The most that one grant may add: no plausible sum of grants then leaves the range of amounts.
pub const GRANT_CREDITS_MAX: Credits = Credits::from_micros(1_000_000_000_000_000);

/// Adds credits to the organisation's live account, with a note for the ledger. The account afterwards.
pub async fn grant(desk: Desk<'_>, org: OrgId, amount: Credits, note: &str) -> Result<Usage, Error> {
    if amount <= Credits::ZERO || amount > GRANT_CREDITS_MAX {
        return Err(Error::Invalid { field: "amount", rule: "must be more than nothing and at most 1,000,000,000" });
    }
    let account = desk.of(org).grant(Mode::Live, amount, note, desk.clock.now()).await?;
    account.ok_or(Error::NoOrg)
}
