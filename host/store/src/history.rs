//! A journal from its rows, without its private parts: what proofs and rebuilding read.

use crate::Error;
use crate::chain::{self, Digest};
use crate::pages::Key;
use crate::row::Row;
use journal::{Entry, Event, OrgId, Record, RunId, Seq, Time};
use std::collections::BTreeMap;

/// One run as its rows tell it.
pub(crate) struct History {
    pub(crate) org: OrgId,
    pub(crate) run: RunId,
    pub(crate) record: Record,
    /// The chain's last link, as stored.
    pub(crate) chain: Digest,
    /// Whether every link follows from the one before.
    pub(crate) unbroken: bool,
    /// Lines of the ledger by entry.
    pub(crate) lines: BTreeMap<Seq, i64>,
}

impl History {
    /// Reads the rows of one run, in order. An error says what is wrong with this journal.
    pub(crate) fn of(key: &Key, rows: &[Row]) -> Result<History, Error> {
        let name = || format!("the journal of {}", key.1);
        let org: OrgId = key.0.parse().map_err(|source| Error::unreadable(name(), source))?;
        let run: RunId = key.1.parse().map_err(|source| Error::unreadable(name(), source))?;
        let mut link = chain::genesis(org, run);
        let (mut chain, mut unbroken) = (link, true);
        let mut lines = BTreeMap::new();
        let mut entries = Vec::with_capacity(rows.len());
        for row in rows {
            let (seq, at, facts) = (row.count::<Seq>("seq")?, Time::from_micros(row.number("at")?), row.text("facts")?);
            let digest = row.bytes_or_none("digest")?.map(Digest::try_from).transpose();
            let digest = digest.map_err(|_| Error::corrupt("column digest"))?;
            link = chain::link(&link, seq, at, &facts, digest.as_ref());
            chain = row.digest("chain")?;
            unbroken &= chain == link;
            if let Some(line) = row.number_or_none("line")? {
                lines.insert(seq, line);
            }
            let event = Event::decode(&facts, None).map_err(|source| Error::unreadable(name(), source))?;
            entries.push(Entry { seq, at, event });
        }
        let record = Record::of(entries).map_err(|source| Error::unreadable(name(), source))?;
        if record.created().org != org {
            return Err(Error::corrupt(format!("{}, which names another organisation,", name())));
        }
        Ok(History { org, run, record, chain, unbroken, lines })
    }
}
