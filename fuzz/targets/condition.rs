//! Conditions: read or refused at a place that is there, judged within bounds and twice the same.
#![no_main]

use condition::{Condition, Facts};
use serde_json::json;
use std::time::{Duration, Instant};

/// Far beyond what the worst condition takes, on a machine with other work too.
const JUDGED_WITHIN: Duration = Duration::from_secs(2);

// Hash maps without chance.
use fuzz as _;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let condition = match Condition::parse(text) {
        Ok(condition) => condition,
        Err(fault) => {
            assert!(text.get(fault.span).is_some() && !fault.message.is_empty());
            return;
        }
    };
    assert_eq!(Condition::parse(condition.text()).as_ref(), Ok(&condition));
    assert!(condition.words().is_none_or(|words| !words.is_empty()));
    for (name, place) in condition.names().iter().zip(condition.places()) {
        assert!(text.get(place).is_some(), "{name}");
    }
    let begun = Instant::now();
    let mut facts = Facts::new();
    facts.set("a", json!({ "b": 3, "s": "s", "list": (0..500).collect::<Vec<_>>() }));
    facts.set("org.c", json!({ "d": vec!["s"; 500] }));
    facts.set("inputs", json!({ "name": "Rahul" }));
    let verdict = facts.judge(&condition);
    assert_eq!(facts.judge(&condition), verdict);
    assert!(begun.elapsed() < JUDGED_WITHIN, "{:?}", begun.elapsed());
});
