//! How well requests are read: precision and recall over the requests in `tests/corpus`.

#[path = "corpus/mod.rs"]
mod corpus;

const REQUESTS_MIN: usize = 150;
const SHARE_MIN: f64 = 0.97;

#[test]
fn requests_are_read_well() {
    let cases = corpus::cases(corpus::FILES);
    assert!(cases.len() >= REQUESTS_MIN, "{} requests", cases.len());
    let (kinds, all, lines) = corpus::scores(&cases);
    println!("{}\n{} of {} requests are read otherwise", lines.join("\n"), lines.len(), cases.len());
    println!("precision {:.3}, recall {:.3}, {all:?}\n{kinds:?}", all.precision(), all.recall());
    assert!(all.precision() >= SHARE_MIN && all.recall() >= SHARE_MIN, "precision {:.3}, recall {:.3}", all.precision(), all.recall());
}
