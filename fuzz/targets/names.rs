//! Two names, one a line: folded within bounds, and compared to a score that its verdict and its rows bear out.
#![no_main]

use fuzz::{Subject, try_one};
use likeness::{MATCH_MIN, REVIEW_MIN, Verdict, compare, fold, keys};
use std::sync::LazyLock;

static CHECKS: LazyLock<Vec<Subject>> = LazyLock::new(|| vec![Subject::of::<names::name_match::NameMatch>()]);

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (one, other) = text.split_once('\n').unwrap_or((text, text));
    let (given, registered) = (fold(one), fold(other));
    for part in given.parts.iter().chain(&registered.parts) {
        assert!(
            !part.letters.is_empty() && part.letters.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()),
            "{part:?}"
        );
    }
    let compared = compare(&given, &registered);
    let verdict = match compared.score {
        101.. => panic!("{compared:?}"),
        MATCH_MIN.. => Verdict::Match,
        REVIEW_MIN.. => Verdict::Review,
        _ => Verdict::Mismatch,
    };
    assert_eq!(compared.verdict, verdict);
    for row in &compared.rows {
        assert_eq!(row.how.is_some(), row.given.is_some() && row.registered.is_some(), "{row:?}");
        assert!(row.given.is_some() || row.registered.is_some(), "{row:?}");
    }
    let itself = compare(&given, &given);
    // An initial is many names.
    let sure = given.parts.iter().all(|part| !part.is_initial());
    let least = if sure { MATCH_MIN } else { REVIEW_MIN };
    assert!(given.parts.is_empty() || itself.score >= least, "{itself:?}");
    assert!(keys(&given).iter().map(|key| key.hash).is_sorted_by(|one, next| one < next));
    try_one(&CHECKS, &format!("name_match\n{text}"));
});
