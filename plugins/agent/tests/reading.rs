//! How well requests are read: precision and recall over the requests in `tests/corpus`, and for each kind how many mistakes it may make.

#[path = "corpus/mod.rs"]
mod corpus;

const REQUESTS_MIN: usize = 500;
const SHARE_MIN: f64 = 0.97;
/// Of each kind; a rule that too few requests try could break unseen.
const IDENTIFIERS_MIN: u32 = 4;
/// Found wrongly or not found, at most. Kinds that are not named make no mistake.
const MISTAKES_MAX: [(&str, u32); 1] = [("name", 1)];

#[test]
fn requests_are_read_well() {
    let cases = corpus::cases(corpus::FILES);
    assert!(cases.len() >= REQUESTS_MIN, "{} requests", cases.len());
    let (kinds, all, lines) = corpus::scores(&cases);
    println!("{}\n{} of {} requests are read otherwise", lines.join("\n"), lines.len(), cases.len());
    println!("precision {:.3}, recall {:.3}, {all:?}\n{kinds:?}", all.precision(), all.recall());
    assert!(all.precision() >= SHARE_MIN && all.recall() >= SHARE_MIN, "precision {:.3}, recall {:.3}", all.precision(), all.recall());
    for (kind, score) in kinds {
        let most = MISTAKES_MAX.iter().find(|(named, _)| *named == kind).map_or(0, |(_, most)| *most);
        assert!(score.right >= IDENTIFIERS_MIN, "of {kind} too few are found: {score:?}");
        assert!(score.wrong + score.missed <= most, "{kind} may make {most} mistakes: {score:?}\n{}", lines.join("\n"));
    }
}
