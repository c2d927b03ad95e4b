//! Two names side by side: which parts belong together, by which rule, and what follows.
//!
//! [`fold`] makes parts of a name: Latin letters in lower case, whatever script, disguise, title or legal form it came with.
//! [`compare`] pairs the parts of two names and judges them: as people's names, or as companies' where one says that it is.

mod accent;
mod acronym;
mod business;
mod compare;
mod compound;
mod distance;
mod family;
mod fold;
mod form;
mod keys;
mod letters;
mod pair;
mod part;
mod person;
mod script;
mod slip;
mod sound;
mod words;

pub use compare::{Comparison, MATCH_MIN, REVIEW_MIN, Row, Verdict, compare};
pub use fold::{Folded, Part, fold};
pub use form::Form;
pub use keys::{BONES_WEIGHT, Key, LETTERS_WEIGHT, keys};
pub use part::How;
pub use sound::sound;
