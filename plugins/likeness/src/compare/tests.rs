//! Pairs of names as they are met, and what a careful reader would say of each.

use super::{Verdict, compare};
use crate::fold;
use Verdict::{Match, Mismatch, Review};

fn verdict(given: &str, registered: &str) -> (Verdict, u32) {
    let comparison = compare(&fold(given), &fold(registered));
    (comparison.verdict, comparison.score)
}

const PAIRS: &[(&str, &str, Verdict)] = &[
    // One person.
    ("Rahul Sharma", "RAHUL SHARMA", Match),
    ("Rahul Sharma", "RAHUL KUMAR SHARMA", Match),
    ("Sharma Rahul", "RAHUL SHARMA", Match),
    ("Mr. Rahul Sharma", "RAHUL SHARMA", Match),
    ("Rahul Sharma", "SHRI RAHUL SHARMA", Match),
    ("Rahul K Sharma", "RAHUL KUMAR SHARMA", Match),
    ("Rahul Kr. Sharma", "RAHUL KUMAR SHARMA", Match),
    ("राहुल शर्मा", "RAHUL SHARMA", Match),
    ("Rahul Sharma S/O Mohan Sharma", "RAHUL SHARMA", Match),
    ("Mohammed Irfan Khan", "MOHD IRFAN KHAN", Match),
    ("Md Irfan Khan", "MUHAMMAD IRFAN KHAN", Match),
    ("Ananya Banerjee", "ANANYA BANERJI", Match),
    ("Fatima Sheikh", "FATIMA SHAIKH", Match),
    ("Vikram Reddy", "K VIKRAM REDDY", Match),
    ("Kavita Deshmukh", "KAVITA RAJESH DESHMUKH", Match),
    ("Rama Krishnan Iyer", "RAMAKRISHNAN IYER", Match),
    ("Ramakrishnan Iyer", "RAMA KRISHNAN IYER", Match),
    ("Sri Devi Rao", "SRIDEVI RAO", Match),
    ("Suresh Chaudhary", "SURESH CHOUDHARY", Match),
    ("Rjesh Kumr", "RAJESH KUMAR", Match),
    ("Venkat Subramaniam", "VENKATESH SUBRAMANIAM", Match),
    ("Maria D'Souza", "MARIA DSOUZA", Match),
    ("Maria D Souza", "MARIA DSOUZA", Match),
    ("José da Silva", "JOSE DA SILVA", Match),
    ("Maria do Carmo", "MARIA CARMO", Match),
    ("R\u{200b}ahul Shаrma", "RAHUL SHARMA", Match),
    ("SK Sharma", "S K SHARMA", Match),
    ("Sunita", "SUNITA", Match),
    ("Lakshmi", "S LAKSHMI", Match),
    ("Sunol Kumar", "SUNIL KUMAR", Match),
    ("Vikas Wadhwa", "VIKAAS VADHVA", Match),
    // A person should look.
    ("R Sharma", "RAHUL SHARMA", Review),
    ("R K Sharma", "RAHUL KUMAR SHARMA", Review),
    ("RK Sharma", "RAHUL KUMAR SHARMA", Review),
    ("Lakshmi Subramanian", "S LAKSHMI", Review),
    ("Rahul", "RAHUL KUMAR SHARMA", Review),
    ("Priya Nair", "PRIYA MENON", Review),
    ("Rajesh Kumar", "RAKESH KUMAR", Review),
    ("Kavita Rajesh Deshmukh", "KAVITA SURESH DESHMUKH", Review),
    ("Rahul K Sharma", "RAHUL MOHAN SHARMA", Review),
    ("Maria Teresa Anna Lucia Rita Pereira Da Costa", "MARIA TERESA ANNA LUCIA RITA PEREIRA DA SOUZA", Review),
    // Others.
    ("Rahul Sharma", "ROHIT SHARMA", Mismatch),
    ("Rahul Sharma", "RAKESH SHARMA", Mismatch),
    ("Rahul Sharma", "MEERA PILLAI", Mismatch),
    ("Asha Verma", "VIKRAM SETHI", Mismatch),
    ("Amit Patel", "AJIT PATEL", Mismatch),
    ("Sunil Kumar", "SUNITA KUMAR", Mismatch),
    ("A Sharma", "RAHUL SHARMA", Mismatch),
    ("Rahul", "ROHIT", Mismatch),
    ("Rahul Sharma Verma", "ROHIT MEHTA VERMA", Mismatch),
    ("Mr", "RAHUL SHARMA", Mismatch),
];

#[test]
fn pairs_are_judged_as_a_careful_reader_would() {
    let wrong: Vec<String> = PAIRS
        .iter()
        .filter(|(given, registered, expected)| verdict(given, registered).0 != *expected)
        .map(|(given, registered, expected)| format!("{given} / {registered}: {:?}, expected {expected:?}", verdict(given, registered)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), PAIRS.len(), wrong.join("\n"));
}

#[test]
fn the_order_of_the_two_names_does_not_matter() {
    for (given, registered, _) in PAIRS {
        assert_eq!(verdict(given, registered), verdict(registered, given), "{given} / {registered}");
    }
}

#[test]
fn scores_that_documents_quote() {
    assert_eq!(verdict("Rahul Sharma", "RAHUL SHARMA").1, 100);
    assert_eq!(verdict("Rahul Sharma", "RAHUL KUMAR SHARMA").1, 96);
    assert_eq!(verdict("Sharma Rahul", "RAHUL SHARMA").1, 99);
    assert_eq!(verdict("Rahul Sharma", "MEERA PILLAI").1, 0);
    assert_eq!(verdict("Rahul Sharma", "ROHIT SHARMA").1, 50);
}

#[test]
fn every_part_has_its_reason() {
    let rows = compare(&fold("Dr R. Kr Sharma"), &fold("RAHUL KUMAR SHARMA VERMA")).rows;
    let told: Vec<(Option<&str>, Option<&str>, Option<&str>)> =
        rows.iter().map(|row| (row.given.as_deref(), row.registered.as_deref(), row.how.map(|how| how.word()))).collect();
    assert_eq!(
        told,
        [
            (Some("dr"), None, None),
            (Some("r"), Some("rahul"), Some("initial")),
            (Some("kr"), Some("kumar"), Some("short_form")),
            (Some("sharma"), Some("sharma"), Some("same")),
            (None, Some("verma"), None),
        ]
    );
}
