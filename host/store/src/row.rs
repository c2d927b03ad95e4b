//! Reads the columns of a row, and says which one could not be read.

use crate::Error;
use sqlx::any::AnyRow;
use sqlx::{Any, Decode, Row as _, Type};
use std::str::FromStr;

/// A row of any statement.
pub(crate) struct Row(pub(crate) AnyRow);

impl Row {
    fn get<'r, T: Decode<'r, Any> + Type<Any>>(&'r self, column: &'static str) -> Result<T, Error> {
        self.0.try_get(column).map_err(|source| Error::unreadable(format!("column {column}"), source))
    }

    pub(crate) fn text(&self, column: &'static str) -> Result<String, Error> {
        self.get(column)
    }

    pub(crate) fn text_or_none(&self, column: &'static str) -> Result<Option<String>, Error> {
        self.get(column)
    }

    pub(crate) fn number(&self, column: &'static str) -> Result<i64, Error> {
        self.get(column)
    }

    pub(crate) fn number_or_none(&self, column: &'static str) -> Result<Option<i64>, Error> {
        self.get(column)
    }

    pub(crate) fn bytes(&self, column: &'static str) -> Result<Vec<u8>, Error> {
        self.get(column)
    }

    pub(crate) fn bytes_or_none(&self, column: &'static str) -> Result<Option<Vec<u8>>, Error> {
        self.get(column)
    }

    /// An id, or a word that stands for a variant.
    pub(crate) fn word<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(&self, column: &'static str) -> Result<T, Error> {
        let text: &str = self.get(column)?;
        text.parse().map_err(|source| Error::unreadable(format!("column {column}"), source))
    }

    pub(crate) fn word_or_none<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
        &self,
        column: &'static str,
    ) -> Result<Option<T>, Error> {
        let text: Option<&str> = self.get(column)?;
        text.map(str::parse).transpose().map_err(|source| Error::unreadable(format!("column {column}"), source))
    }

    /// A position or a count.
    pub(crate) fn count<T: TryFrom<i64, Error: std::error::Error + Send + Sync + 'static>>(
        &self,
        column: &'static str,
    ) -> Result<T, Error> {
        T::try_from(self.number(column)?).map_err(|source| Error::unreadable(format!("column {column}"), source))
    }

    /// A limit that somebody set, if anybody did.
    pub(crate) fn limit_or_none(&self, column: &'static str) -> Result<Option<u32>, Error> {
        Ok(self.number_or_none(column)?.map(|limit| u32::try_from(limit).unwrap_or(u32::MAX)))
    }

    /// SHA-256.
    pub(crate) fn digest(&self, column: &'static str) -> Result<[u8; 32], Error> {
        self.bytes(column)?.try_into().map_err(|_| Error::corrupt(format!("column {column}")))
    }
}

/// A position as the database stores it.
pub(crate) fn stored(position: u64) -> Result<i64, Error> {
    i64::try_from(position).map_err(|_| Error::Invalid("a position is out of range"))
}
