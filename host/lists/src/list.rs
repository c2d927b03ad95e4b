//! A list as it is kept: who is on it, by which names, and what else is told of them.

use crate::read::NAMES_MAX;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};

/// The lists whose formats are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// The Specially Designated Nationals of the US Treasury's Office of Foreign Assets Control.
    OfacSdn,
    /// The consolidated list of the United Nations Security Council.
    UnConsolidated,
}

impl Which {
    /// All of them.
    pub const ALL: [Which; 2] = [Which::OfacSdn, Which::UnConsolidated];

    /// A stable word.
    pub fn word(self) -> &'static str {
        match self {
            Which::OfacSdn => "ofac_sdn",
            Which::UnConsolidated => "un_consolidated",
        }
    }

    /// The row of `meta` that says which artefact it is now.
    pub fn row(self) -> &'static str {
        match self {
            Which::OfacSdn => "list_ofac_sdn",
            Which::UnConsolidated => "list_un_consolidated",
        }
    }

    /// What people call it.
    pub fn title(self) -> &'static str {
        match self {
            Which::OfacSdn => "OFAC Specially Designated Nationals",
            Which::UnConsolidated => "UN Security Council consolidated list",
        }
    }
}

/// One list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// Which it is.
    pub which: Which,
    /// The day it is of, `YYYY-MM-DD`.
    pub date: String,
    /// The files it was read from.
    pub sources: Vec<Source>,
    /// Who is on it, in the list's own order.
    pub entries: Vec<Entry>,
}

/// An official file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The file's name, without its folder.
    pub file: String,
    /// SHA-256 of its bytes, unpacked, in hexadecimal.
    pub sha256: String,
}

/// Somebody or something on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The list's own number.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The first is the one it is listed under.
    pub names: Vec<Name>,
    /// Dates of birth: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub born: Vec<String>,
    /// Nationalities and countries of addresses, as the list writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<String>,
    /// Numbers of documents and registrations: letters and digits alone, in upper case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<String>,
    /// Why it is listed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub programmes: Vec<String>,
}

/// What is listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person.
    Person,
    /// A company, an organisation.
    #[default]
    Entity,
    /// A ship.
    Vessel,
    /// An aeroplane.
    Aircraft,
}

/// One name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// As the list writes it.
    pub text: String,
    /// The list itself says that it identifies poorly.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub weak: bool,
}

/// Kept bytes that are no list.
#[derive(Debug, thiserror::Error)]
#[error("the kept list cannot be read")]
pub struct BadArtefact(#[from] serde_json::Error);

impl List {
    /// The bytes it is kept as: the same list, the same bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, BadArtefact> {
        Ok(serde_json::to_vec(self)?)
    }

    /// What [`List::bytes`] made.
    pub fn of(bytes: &[u8]) -> Result<List, BadArtefact> {
        Ok(serde_json::from_slice(bytes)?)
    }

    /// The digest of those bytes.
    pub fn digest(bytes: &[u8]) -> String {
        HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref())
    }
}

impl Entry {
    /// Adds a name, unless it is empty or known.
    pub(crate) fn name(&mut self, text: &str, weak: bool) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // One more than is allowed tells whoever asks that there are too many.
        if self.names.len() <= NAMES_MAX && !text.is_empty() && !self.names.iter().any(|name| name.text == text) {
            self.names.push(Name { text, weak });
        }
    }

    /// Adds what a list of texts does not have yet.
    pub(crate) fn add(to: &mut Vec<String>, text: &str) {
        let text = text.trim();
        if to.len() <= NAMES_MAX && !text.is_empty() && !to.iter().any(|known| known == text) {
            to.push(text.to_owned());
        }
    }

    /// Adds a number of a document.
    pub(crate) fn identifier(&mut self, text: &str) {
        let plain = plain(text);
        if plain.len() >= IDENTIFIER_LETTERS_MIN && plain.bytes().any(|byte| byte.is_ascii_digit()) {
            Entry::add(&mut self.identifiers, &plain);
        }
    }
}

/// Shorter numbers are too many people's.
const IDENTIFIER_LETTERS_MIN: usize = 5;

/// A number's letters and digits alone, in upper case.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}
