//! The database: whether it answers, what its schema is, whether the key opens it, its clock, its nodes, its keys.

use super::{Finding, Patient, bytes, told};
use crate::master_key;
use journal::Time;
use run::engine::LEASE;
use run::{Clock, SystemClock};
use std::time::{Duration, Instant};
use store::{Error, Fit, Look, MasterKey, Nodes};

/// How long the database may take to answer at all.
const ANSWER_TIME_MAX: Duration = Duration::from_secs(10);
/// Clocks that differ by less cannot be told from the way between them.
const SKEW_WARNED: Duration = Duration::from_secs(1);
/// Runs that nobody took for so long have been forgotten by somebody.
const FORSAKEN_AFTER: Duration = Duration::from_secs(60);
/// Keys that ended within this time past are told.
const KEYS_ENDED: Duration = Duration::from_secs(30 * 24 * 60 * 60);
/// Keys that end within this time are told.
const KEYS_ENDING: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// Keys and organisations that are named one by one.
const NAMED_MAX: u32 = 5;

/// There is none, or its address cannot be used.
pub(super) fn absent(patient: &Patient, error: &Error, found: &mut Vec<Finding>) {
    found.push(match patient.database.file() {
        Some(file) if !file.exists() => none_yet(patient),
        _ => Finding::problem("database", format!("{} cannot be used: {}", patient.database, told(error)), REACH),
    });
    match master_key::existing(&patient.database, &patient.environment) {
        Ok(_) => {}
        Err(error) => found.push(Finding::problem("key", format!("{error:#}"), FIX_KEY)),
    }
}

const REACH: &str = "start it, correct --database or ENRICH_DATABASE_URL, or let this machine reach it; servers answer 503 until then";
const FIX_KEY: &str = "correct ENRICH_MASTER_KEY, or the file that holds the key; no server starts until then";

fn none_yet(patient: &Patient) -> Finding {
    let says = format!("there is no database {} yet", patient.database);
    Finding::warning("database", says, "nothing, if it is new: the first server or command makes it; otherwise name the right one")
}

/// Asks it everything. Where it does not answer nothing more is asked.
pub(super) async fn examine(patient: &Patient, look: &Look, found: &mut Vec<Finding>) {
    let asked = Instant::now();
    let schema = match tokio::time::timeout(ANSWER_TIME_MAX, look.schema()).await {
        Ok(Ok(schema)) => schema,
        Ok(Err(error)) if error.is_missing_database() => return found.push(none_yet(patient)),
        Ok(Err(error)) => {
            let says = format!("{} cannot be reached or read: {}", patient.database, told(&error));
            return found.push(Finding::problem("database", says, REACH));
        }
        Err(_) => {
            let says = format!("{} did not answer within {} s", patient.database, ANSWER_TIME_MAX.as_secs());
            return found.push(Finding::problem("database", says, REACH));
        }
    };
    let took = asked.elapsed().as_micros();
    found.push(Finding::ok("database", format!("{} answers, in {} ms", patient.database, took.div_ceil(1000))));
    found.push(steps(&schema));
    found.push(key(patient, look).await);
    if schema.applied.is_empty() {
        return;
    }
    if let Err(error) = contents(patient, look, found).await {
        let says = format!("what is in the database could not all be read: {}", told(&error));
        found.push(Finding::problem(
            "database",
            says,
            "if the schema is newer than this build, use the newer build; else see enrich ledger verify",
        ));
    }
}

fn steps(schema: &store::Schema) -> Finding {
    let names =
        |steps: &[store::Migration]| steps.iter().map(|step| format!("{} {}", step.version, step.name)).collect::<Vec<_>>().join(", ");
    if schema.served {
        let says = format!("a newer build has added {}; this one serves beside it", names(&schema.newer));
        return Finding::warning("schema", says, "end the rollout: replace what runs this build by the newer one");
    }
    if !schema.newer.is_empty() {
        let says = format!("the schema is newer than this build, which does not know {}", names(&schema.newer));
        return Finding::problem("schema", says, "use the newer build here too: this one does not start on this database");
    }
    if schema.applied.is_empty() {
        return Finding::ok("schema", "the database is empty; the first server or command makes its tables");
    }
    if !schema.pending.is_empty() {
        let says = format!("{} applied, and not yet {}", names(&schema.applied), names(&schema.pending));
        let remedy = "nothing: the next server or command of this build applies them, once, under a lock";
        return Finding::warning("schema", says, remedy);
    }
    Finding::ok("schema", format!("up to date: {}", names(&schema.applied)))
}

/// Whether the master key is there and opens the database.
async fn key(patient: &Patient, look: &Look) -> Finding {
    let existing = match master_key::existing(&patient.database, &patient.environment) {
        Ok(existing) => existing.map(MasterKey::from_bytes),
        Err(error) => return Finding::problem("key", format!("the master key cannot be read: {error:#}"), FIX_KEY),
    };
    let kept = match look.created_master_key().await {
        Ok(kept) => kept,
        Err(error) => return unreadable(&error),
    };
    let from_outside = existing.is_some();
    let Some(key) = existing.or(kept) else {
        return match look.fits(&MasterKey::from_bytes([0; 32])).await {
            Ok(Fit::Unsealed) => Finding::ok("key", "there is no master key yet, and nothing sealed with one"),
            Ok(_) => Finding::problem(
                "key",
                "the database was sealed with a master key that is nowhere: nothing personal in it can be read, and no server starts",
                "put master.key back beside the database, or set ENRICH_MASTER_KEY, from the copy that you keep elsewhere",
            ),
            Err(error) => unreadable(&error),
        };
    };
    match look.fits(&key).await {
        Ok(Fit::Other) => Finding::problem(
            "key",
            "the master key is not the one that this database was sealed with: no server starts",
            "set ENRICH_MASTER_KEY, or master.key beside the database, to the key that belongs to it",
        ),
        Ok(_) if !from_outside => Finding::warning(
            "key",
            "the master key is kept in the database itself: whoever reads the database, or a backup of it, can read all personal data",
            "for the next database set ENRICH_MASTER_KEY before its first server starts; guard this one and its backups as you would the key",
        ),
        Ok(Fit::Opens) => Finding::ok("key", "the master key opens the database; keep a copy of it elsewhere than the database's backups"),
        Ok(Fit::Unsealed) => Finding::ok("key", "a master key is there, and nothing is sealed yet"),
        Err(error) => unreadable(&error),
    }
}

fn unreadable(error: &Error) -> Finding {
    Finding::problem("key", format!("whether the master key fits could not be read: {}", told(error)), "see what is said of the database")
}

async fn contents(patient: &Patient, look: &Look, found: &mut Vec<Finding>) -> Result<(), Error> {
    let clock = SystemClock::default();
    let before = clock.now();
    let (at, size) = look.database().await?;
    let after = clock.now();
    found.extend(at.map(|at| skew(before, at, after)));
    found.push(Finding::ok("database", format!("it takes {}", bytes(size))));
    nodes(patient, &look.nodes(patient.now.minus(FORSAKEN_AFTER)).await?, found);
    keys(patient, look, found).await
}

/// The clock of the database's machine against this one's, as far as the way there and back lets it be known.
fn skew(before: Time, there: Time, after: Time) -> Finding {
    let (ahead, behind) = (there.since(after), before.since(there));
    let (by, word) = if ahead > behind { (ahead, "behind") } else { (behind, "ahead of") };
    let said = format!("{}.{:03} s", by.as_secs(), by.subsec_millis());
    if by < SKEW_WARNED {
        return Finding::ok(
            "clock",
            format!("this machine and the database agree, to the {} ms of the way there and back", after.since(before).as_millis().max(1)),
        );
    }
    let says = format!("this machine's clock is {said} {word} the database's");
    let remedy = "synchronise the clocks (NTP): leases are moments, so a node whose clock is ahead takes runs from nodes that are alive";
    if by < LEASE / 2 { Finding::warning("clock", says, remedy) } else { Finding::problem("clock", says, remedy) }
}

fn nodes(patient: &Patient, nodes: &Nodes, found: &mut Vec<Finding>) {
    let told = patient.environment.text("ENRICH_LEASE_SECONDS").and_then(|seconds| seconds.parse().ok());
    let lease = told.map_or(LEASE, Duration::from_secs);
    let alive = nodes.leases.iter().filter(|(_, until)| *until > patient.now).count();
    // A node's leases end one lease after its own present moment, at most.
    let latest = patient.now.plus(lease + SKEW_WARNED);
    for (node, until) in nodes.leases.iter().filter(|(_, until)| *until > latest).take(NAMED_MAX as usize) {
        let by = until.since(patient.now.plus(lease)).as_secs();
        let says = format!("the clock of the node {node} is at least {by} s ahead of this machine's, or it has longer leases");
        found.push(Finding::warning(
            "clock",
            says,
            "synchronise the clocks of all nodes (NTP), and give all the same ENRICH_LEASE_SECONDS",
        ));
    }
    match (nodes.forsaken, nodes.since) {
        (0, _) | (_, None) => found.push(Finding::ok("nodes", format!("{} at this moment; no run waits for one", at_work(alive)))),
        (runs, Some(since)) => {
            let says = format!("runs wait for a node: {runs}, the first since {since}; {} at this moment", at_work(alive));
            found.push(Finding::warning(
                "nodes",
                says,
                "start a server, or look into the logs of those that run: their runs go on by themselves",
            ));
        }
    }
}

fn at_work(nodes: usize) -> String {
    match nodes {
        0 => "no node has work".to_owned(),
        1 => "one node has work".to_owned(),
        more => format!("{more} nodes have work"),
    }
}

async fn keys(patient: &Patient, look: &Look, found: &mut Vec<Finding>) -> Result<(), Error> {
    let now = patient.now;
    let keys = look.keys(now.minus(KEYS_ENDED), now, now.plus(KEYS_ENDING), NAMED_MAX).await?;
    if keys.ending.is_empty() && keys.locked_out.is_empty() {
        let days = KEYS_ENDING.as_secs() / 86_400;
        found.push(Finding::ok("keys", format!("no API key ends within {days} days, and no organisation is locked out")));
    }
    for end in &keys.ending {
        let says = match end.at <= now {
            true => format!("{} of {} ended at {}: whoever uses it is refused", end.key, end.org, end.at),
            false => format!("{} of {} ends at {}", end.key, end.org, end.at),
        };
        found.push(Finding::warning(
            "keys",
            says,
            format!("give its users another: enrich key create --org {} --mode …; then enrich key revoke {}", end.org, end.key),
        ));
    }
    for org in &keys.locked_out {
        let says = format!("{org} has no API key that works");
        found.push(Finding::warning("keys", says, format!("if it is a customer still: enrich key create --org {org} --mode …")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;

    fn at(seconds: i64) -> Time {
        Time::from_micros(seconds * 1_000_000)
    }

    #[test]
    fn clocks_are_compared_as_far_as_the_way_allows() {
        assert_eq!(skew(at(100), at(103), at(105)).level, Level::Ok, "it may have been any moment between");
        let behind = skew(at(100), at(108), at(105));
        assert!(behind.level == Level::Warning && behind.says.contains("3.000 s behind"), "{behind:?}");
        let ahead = skew(at(100), at(60), at(105));
        assert!(ahead.level == Level::Problem && ahead.says.contains("40.000 s ahead of"), "{ahead:?}");
    }
}
