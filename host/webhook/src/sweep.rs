//! Removes what is old: deliveries and mails after their days, and at once those of endpoints that were removed.

use crate::pull::LISTENER_SILENCE_MAX;
use crate::send::Sender;
use std::time::Duration;
use store::Swept;

/// Between two looks for what became old.
const PERIOD: Duration = Duration::from_secs(10 * 60);
/// Between two looks for listeners that are gone.
const TIDY: Duration = Duration::from_secs(60);
/// Between two looks while an attempt at an endpoint that was removed is under way.
const SOON: Duration = Duration::from_secs(2);
/// Between two steps: others want to write too.
const PAUSE: Duration = Duration::from_millis(20);

pub(crate) async fn run(sender: &Sender) {
    loop {
        let told = sender.store.wake().sweep().notified();
        let pause = match sender.store.sweep(sender.clock.now()).await {
            Ok(Swept::All) => PERIOD,
            Ok(Swept::UnderWay) => SOON,
            Ok(Swept::Part) => {
                tokio::time::sleep(PAUSE).await;
                continue;
            }
            Err(error) => {
                tracing::warn!(%error, "old deliveries cannot be removed; trying again later");
                PERIOD
            }
        };
        tokio::select! {
            () = told => {}
            () = sender.clock.sleep_until(sender.clock.now().plus(pause)) => {}
        }
    }
}

/// Removes the endpoints of listeners that are gone.
pub(crate) async fn listeners(sender: &Sender) {
    loop {
        let now = sender.clock.now();
        match sender.store.remove_abandoned(now.minus(LISTENER_SILENCE_MAX), now).await {
            Ok(removed) => removed.iter().for_each(|(org, endpoint)| {
                tracing::info!(%org, %endpoint, "a webhook endpoint was removed: its listener is gone");
            }),
            Err(error) => tracing::warn!(%error, "endpoints of listeners that are gone cannot be removed; trying again"),
        }
        sender.clock.sleep_until(now.plus(TIDY)).await;
    }
}
