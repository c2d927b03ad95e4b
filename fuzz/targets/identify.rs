//! Requests: what is found stands where it is said to stand, and a normal form is read as itself.
#![no_main]

use agent::extract;
use agent::identify::identify;

// Hash maps without chance.
use fuzz as _;

libfuzzer_sys::fuzz_target!(|message: &str| {
    let found = identify(message);
    assert!(found.iter().map(|one| one.kind).is_sorted());
    for one in &found {
        let text = message.get(one.span.clone()).expect("whole characters");
        assert!(!text.is_empty() && !one.value.is_empty());
        assert!(one.is_whole() || one.value == text);
        assert_eq!(one.position, message[..one.span.start].chars().count() + 1);
    }
    assert_eq!(identify(message), found);
    assert_eq!(extract::report(message)["identifiers"].as_array().map(Vec::len), Some(found.len()));
});
