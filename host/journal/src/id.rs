//! Typed, prefixed, time-ordered ids: `run_06f2k…`. A run and a call cannot be swapped.

use crate::time::Time;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Crockford's base 32, lower case: no `i`, `l`, `o`, `u`, and the order of texts is the order of ids.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const DIGITS: usize = 26;

/// Random bytes that a new id takes.
pub const RANDOM_BYTES: usize = 10;

/// Why a text is no id of the wanted kind.
#[derive(Debug, thiserror::Error)]
#[error("not an id of this kind")]
pub struct NotAnId;

fn write_digits(bits: u128, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut text = [0u8; DIGITS];
    for (place, digit) in text.iter_mut().rev().enumerate() {
        *digit = ALPHABET[usize::from(u8::try_from((bits >> (5 * place)) & 31).unwrap_or(0))];
    }
    f.write_str(std::str::from_utf8(&text).unwrap_or_default())
}

fn read_digits(text: &str) -> Result<u128, NotAnId> {
    if text.len() != DIGITS || text.as_bytes()[0] > b'7' {
        return Err(NotAnId);
    }
    text.bytes().try_fold(0u128, |bits, byte| {
        let digit = ALPHABET.iter().position(|&letter| letter == byte).ok_or(NotAnId)?;
        Ok((bits << 5) | digit as u128)
    })
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u128);

        impl $name {
            /// What every id of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// A new id (UUID version 7 inside): ordered by `now` to the millisecond, then by chance.
            pub fn new(now: Time, random: &[u8; RANDOM_BYTES]) -> Self {
                let millis = u64::try_from(now.micros() / 1_000).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, random).into_uuid().as_u128())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($prefix)?;
                write_digits(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                read_digits(text.strip_prefix($prefix).ok_or(NotAnId)?).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            // Opaque to clients: what follows the prefix is not promised.
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let example = format!("{}06f2k00000000000000000000g", $prefix);
                json_schema!({ "type": "string", "pattern": concat!("^", $prefix, "[0-9a-z]+$"), "examples": [example] })
            }
        }
    )*};
}

ids! {
    /// A run.
    RunId = "run_";
    /// A thread: the conversation that runs belong to.
    ThreadId = "th_";
    /// A call of a check; also the idempotency key towards its provider.
    CallId = "call_";
    /// A plan that a run proposed.
    PlanId = "plan_";
    /// An API key (not its secret).
    KeyId = "key_";
    /// An organisation.
    OrgId = "org_";
    /// A webhook endpoint.
    EndpointId = "wh_";
    /// An e-mail.
    MailId = "mail_";
    /// Something that happened, as webhooks tell of it.
    EventId = "evt_";
}

impl EventId {
    /// The event at position `seq` of a run: always the same, so that nobody has to store it.
    pub fn of(run: RunId, seq: crate::Seq) -> EventId {
        // The low bits of a run's id are chance; two events of different runs coincide as seldom as two runs do.
        EventId(run.0 ^ u128::from(seq))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_read_back_and_sort_by_time() {
        let early = RunId::new(Time::from_micros(1_000_000), &[255; RANDOM_BYTES]);
        let late = RunId::new(Time::from_micros(1_001_000), &[0; RANDOM_BYTES]);
        assert!(early < late && early.to_string() < late.to_string());
        assert_eq!(late.to_string().parse::<RunId>().unwrap(), late);
        assert!(late.to_string().starts_with("run_"));
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let run = RunId::new(Time::from_micros(0), &[7; RANDOM_BYTES]).to_string();
        assert!(run.parse::<CallId>().is_err());
        for text in
            ["", "run_", "run_x", "run_zzzzzzzzzzzzzzzzzzzzzzzzzz", "run_0000000000000000000000000u", "run_é0000000000000000000000000"]
        {
            assert!(text.parse::<RunId>().is_err(), "{text}");
        }
    }
}
