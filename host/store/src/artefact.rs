//! Components and procedures, kept by what they are: any node finds whatever a run was pinned to.

use crate::seal::sha256;
use crate::{Error, Store, open, sql};
use data_encoding::HEXLOWER;

impl Store {
    /// Keeps bytes under their SHA-256, which it returns in lower-case hexadecimal. `kind` is a word for people.
    pub async fn put_artefact(&self, kind: &str, bytes: &[u8]) -> Result<String, Error> {
        let digest = HEXLOWER.encode(&sha256(bytes));
        self.put_known_artefact(kind, &digest, bytes).await?;
        Ok(digest)
    }

    /// The same for bytes whose digest is known. They are not looked at where they are kept already.
    pub async fn put_known_artefact(&self, kind: &str, digest: &str, bytes: &[u8]) -> Result<(), Error> {
        let engine = &self.core().engine;
        if engine.read(&sql::HAS_ARTEFACT, |q| q.bind(digest.to_owned())).await?.is_empty() {
            let mut on = engine.begin().await?;
            on.execute(&sql::PUT_ARTEFACT, |q| q.bind(digest.to_owned()).bind(kind.to_owned()).bind(bytes.to_vec())).await?;
            on.commit().await?;
        }
        Ok(())
    }

    /// What the whole database knows under this name: which artefact stands for something now. No organisation's.
    pub async fn standing(&self, name: &'static str) -> Result<Option<Vec<u8>>, Error> {
        open::meta(&self.core().engine, name).await
    }

    /// Makes every node know something else under this name.
    pub async fn set_standing(&self, name: &'static str, value: Vec<u8>) -> Result<(), Error> {
        let mut on = self.core().engine.begin().await?;
        on.execute(&sql::SET_META, |q| q.bind(name).bind(value)).await?;
        on.commit().await
    }

    /// The bytes kept under a digest.
    pub async fn artefact(&self, digest: &str) -> Result<Option<Vec<u8>>, Error> {
        let rows = self.core().engine.read(&sql::ARTEFACT, |q| q.bind(digest.to_owned())).await?;
        let Some(bytes) = rows.first().map(|row| row.bytes("bytes")).transpose()? else { return Ok(None) };
        if HEXLOWER.encode(&sha256(&bytes)) != digest {
            return Err(Error::corrupt(format!("artefact {digest}, whose bytes are others,")));
        }
        Ok(Some(bytes))
    }
}
