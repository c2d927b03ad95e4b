//! What new runs follow after each change, without a database.

use super::*;

fn standing(version: &str, candidate: Option<(&str, u8)>) -> Standing {
    let rollout = candidate.map(|(version, percent)| Rollout { version: version.into(), percent });
    Standing { is_active: true, version: version.into(), rollout }
}

#[test]
fn what_is_published_is_followed_by_everybody_or_by_a_part() {
    assert_eq!(Standing::publish(None, "a", 100), Some(standing("a", None)));
    assert_eq!(Standing::publish(None, "a", 99), None, "the others would have nothing to follow");
    let a = || Some(standing("a", None));
    assert_eq!(Standing::publish(a(), "b", 100), Some(standing("b", None)));
    assert_eq!(Standing::publish(a(), "b", 0), Some(standing("a", Some(("b", 0)))));
    let rolling = || Some(standing("a", Some(("b", 10))));
    assert_eq!(Standing::publish(rolling(), "c", 5), Some(standing("a", Some(("c", 5)))), "the others stay where they are");
    assert_eq!(Standing::publish(rolling(), "c", 100), Some(standing("c", None)));
    assert_eq!(Standing::publish(rolling(), "a", 5), a(), "everybody follows it already");
    let off = Standing { is_active: false, ..standing("a", None) };
    assert_eq!(Standing::publish(Some(off), "b", 100).map(|after| after.is_active), Some(false), "publishing switches nothing on");
}

#[test]
fn a_rollout_grows_until_everybody_follows() {
    let rolling = || standing("a", Some(("b", 10)));
    assert_eq!(rolling().change(&WorkflowChange::Rollout(50), None), Ok(Some(standing("a", Some(("b", 50))))));
    assert_eq!(rolling().change(&WorkflowChange::Rollout(0), None), Ok(Some(standing("a", Some(("b", 0))))));
    assert_eq!(rolling().change(&WorkflowChange::Rollout(100), None), Ok(Some(standing("b", None))));
    assert_eq!(standing("a", None).change(&WorkflowChange::Rollout(50), None), Err(WorkflowChanged::NoRollout));
}

#[test]
fn rolling_back_withdraws_what_is_being_rolled_out_and_then_what_was_published() {
    let back = || WorkflowChange::RollBack(None);
    assert_eq!(standing("b", Some(("c", 10))).change(&back(), Some("a".into())), Ok(Some(standing("b", None))));
    assert_eq!(standing("b", None).change(&back(), Some("a".into())), Ok(Some(standing("a", None))));
    assert_eq!(standing("a", None).change(&back(), None), Err(WorkflowChanged::NothingBefore));
    assert_eq!(standing("b", Some(("c", 10))).change(&WorkflowChange::Remove, Some("a".into())), Ok(None));
    let to = WorkflowChange::RollBack(Some("x".into()));
    assert_eq!(standing("b", Some(("c", 10))).change(&to, None), Ok(Some(standing("x", None))));
    let off = Standing { is_active: false, ..standing("b", None) };
    assert_eq!(off.change(&to, None).unwrap().map(|after| after.is_active), Some(false), "nobody is let in by it");
}

#[test]
fn a_version_is_named_by_its_number_or_the_beginning_of_its_digest() {
    assert_eq!(named("12"), (Some(12), None));
    assert_eq!(named("0123ab"), (None, Some("0123ab")));
    assert_eq!(named("123456"), (Some(123_456), Some("123456")));
    for nobody in ["", "abc", "%", "abcde_", "ABCDEF", "1234567890123456789012345678901234567890123456789012345678901234a", "-1"] {
        assert_eq!(named(nobody), (None, None), "{nobody}");
    }
}
