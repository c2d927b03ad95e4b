//! The rules of `## Decision`.

use crate::body::{Item, Piece};
use crate::diagnostic::{Found, nearest};
use crate::when::PlacedWhen;
use crate::{GOAL_CHARS_MAX, Outcome, RULES_MAX, Rule};
use std::ops::Range;

const RULE_HELP: &str =
    "write ``approve when `condition` ``, ``review when `condition` `` or ``decline when `condition` ``, or `… otherwise` last";

/// A rule, and where it stands.
pub(crate) struct PlacedRule {
    pub(crate) outcome: Outcome,
    /// Absent: `otherwise`.
    pub(crate) when: Option<PlacedWhen>,
    pub(crate) reason: String,
    /// Its first line.
    pub(crate) at: Range<usize>,
}

impl PlacedRule {
    /// Reads a list item; nothing, and a diagnostic, where it is no rule.
    pub(crate) fn read(item: &Item, before: &[PlacedRule], found: &mut Found<'_>) -> Option<PlacedRule> {
        let at = item.first_line();
        if before.len() >= RULES_MAX {
            if before.len() == RULES_MAX {
                found.error("too_many_rules", at, "the decision has too many rules", format!("a decision has at most {RULES_MAX} rules"));
            }
            return None;
        }
        let said = item.lead();
        let mut words = said.split_whitespace();
        let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        let outcome = Outcome::ALL.into_iter().find(|outcome| first.eq_ignore_ascii_case(outcome.as_str()));
        let Some(outcome) = outcome else {
            let near = nearest(&first.to_ascii_lowercase(), Outcome::ALL.map(Outcome::as_str));
            let help = near.map_or_else(|| RULE_HELP.to_owned(), |near| format!("did you mean `{near}`?"));
            found.error("unknown_rule", at, "this is no rule of a decision", help);
            return None;
        };
        let codes = item.codes();
        let ends = words.next().is_none();
        let when = match (second.trim_end_matches([':', '.', ',', ';']), codes.as_slice()) {
            (word, [code]) if word.eq_ignore_ascii_case("when") && ends => Some(PlacedWhen::read(code, found)?),
            (word, []) if word.eq_ignore_ascii_case("otherwise") => None,
            _ => {
                found.error("unknown_rule", at, format!("this rule says not when to {}", outcome.as_str()), RULE_HELP);
                return None;
            }
        };
        if let Some(child) = item.children.first() {
            let help = "write the explanation after the rule, on the same line or in a paragraph";
            found.error("unknown_rule", child.first_line(), "a rule has nothing below it", help);
        }
        let reason = match &when {
            Some(_) => item.rest(),
            None => item.words().split_once(' ').and_then(|(_, rest)| rest.get("otherwise".len()..)).unwrap_or_default().to_owned(),
        };
        let reason = reason.trim_matches([' ', ':', '.', ',', ';', '–', '—', '-']).to_owned();
        if reason.chars().count() > GOAL_CHARS_MAX {
            let help = format!("shorten it to {GOAL_CHARS_MAX} characters: it is shown in every report");
            found.error("text_too_long", at.clone(), "the explanation of the rule is too long", help);
        }
        Some(PlacedRule { outcome, when, reason, at })
    }

    pub(crate) fn into_rule(self) -> Rule {
        Rule { outcome: self.outcome, when: self.when.map(PlacedWhen::into_when), reason: self.reason }
    }
}

/// Whether words stand behind a rule that are no explanation of it: "approve when `…` is false".
pub(crate) fn says_more(item: &Item) -> bool {
    let rest = match item.codes().is_empty() {
        true => item.words().split_whitespace().skip(2).collect::<Vec<_>>().join(" "),
        false => item.rest(),
    };
    // "otherwise: …"
    let second = item.words().split_whitespace().nth(1).is_some_and(|word| word.ends_with(EXPLAINS));
    is_more(&rest) && !(item.codes().is_empty() && second)
}

/// What an explanation begins with. Anything else could be read as a part of what is explained.
const EXPLAINS: [char; 4] = [':', '(', '–', '—'];

/// Whether these words, which stand behind what binds, are no explanation of it.
pub(crate) fn is_more(rest: &str) -> bool {
    !rest.starts_with(EXPLAINS) && !rest.trim_end_matches(['.', ',', ';', ' ']).is_empty()
}

impl Item {
    /// The words before the first code span.
    pub(crate) fn lead(&self) -> String {
        let texts = self.pieces.iter().map_while(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Code(_) => None,
        });
        texts.collect()
    }

    /// The words after the first code span.
    pub(crate) fn rest(&self) -> String {
        let after = self.pieces.iter().skip_while(|piece| matches!(piece, Piece::Text(_)));
        let texts = after.filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Code(_) => None,
        });
        texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
