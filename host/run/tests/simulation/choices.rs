//! Every possibility in turn: what was chosen at each point of one life, and what each task has learnt in it.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How much may go wrong in one life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Budget {
    /// Requests to the database, or their answers, that are lost.
    pub(super) losses: usize,
    /// Nodes that crash. Each comes back.
    pub(super) crashes: usize,
    /// Nodes that stand still, for any time.
    pub(super) freezes: usize,
    /// Turns for which the sandbox has no room.
    pub(super) turns: usize,
    /// All of these together.
    pub(super) faults: usize,
}

/// One point at which more than one thing could happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) taken: usize,
    pub(super) of: usize,
}

/// The choices of one life: those given are taken again, beyond them always the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    pub(super) path: Vec<Choice>,
    at: usize,
    pub(super) left: Budget,
    /// The task at work.
    pub(super) current: u64,
    /// What each task did and learnt so far. Two lives in which a task learnt the same are the same to it.
    pub(super) learnt: BTreeMap<u64, u64>,
    /// Ids that each task has made.
    made: BTreeMap<u64, u64>,
    /// What happened, for people; kept where it is to be told.
    pub(super) story: Option<Vec<String>>,
}

impl Choices {
    pub(super) fn new(path: Vec<Choice>, left: Budget) -> Choices {
        Choices { path, left, ..Choices::default() }
    }

    /// Whether all that was given was taken.
    pub(super) fn is_new(&self) -> bool {
        self.at >= self.path.len()
    }

    /// One of so many possibilities.
    pub(super) fn choose(&mut self, of: usize) -> usize {
        if of == 1 {
            return 0;
        }
        if self.is_new() {
            self.path.push(Choice { taken: 0, of });
        }
        let choice = self.path[self.at];
        assert_eq!(choice.of, of, "the same choices led elsewhere: something is left to chance");
        self.at += 1;
        choice.taken
    }

    /// Whether a request or its answer is lost, while any may be.
    pub(super) fn loses(&mut self, what: &str) -> bool {
        self.goes_wrong(what, |left| &mut left.losses)
    }

    /// Whether the sandbox has no room.
    pub(super) fn is_full(&mut self) -> bool {
        self.goes_wrong("the sandbox has no room", |left| &mut left.turns)
    }

    fn goes_wrong(&mut self, what: &str, kind: impl Fn(&mut Budget) -> &mut usize) -> bool {
        let wrong = *kind(&mut self.left) > 0 && self.left.faults > 0 && self.choose(2) == 1;
        if wrong {
            *kind(&mut self.left) -= 1;
            self.left.faults -= 1;
            let current = self.current;
            self.tell(|| format!("{what} (task {current})"));
        }
        wrong
    }

    pub(super) fn learns(&mut self, what: impl Hash) {
        let learnt = self.learnt.entry(self.current).or_default();
        let mut hasher = DefaultHasher::new();
        (*learnt, what).hash(&mut hasher);
        *learnt = hasher.finish();
    }

    /// Bytes that are the same whenever the same task makes the same number of ids.
    pub(super) fn fill(&mut self, bytes: &mut [u8]) {
        let made = self.made.entry(self.current).or_default();
        *made += 1;
        for (place, byte) in bytes.iter_mut().enumerate() {
            let mut hasher = DefaultHasher::new();
            (self.current, *made, place).hash(&mut hasher);
            *byte = hasher.finish().to_le_bytes()[0];
        }
    }

    pub(super) fn tell(&mut self, what: impl FnOnce() -> String) {
        if self.story.is_some() {
            let line = what();
            self.story.get_or_insert_default().push(line);
        }
    }
}
