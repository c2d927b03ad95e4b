//! Signatures of deliveries, in the two schemes that receivers verify.
//!
//! Both are an HMAC-SHA256 over `id.timestamp.body`. The document's sample takes the secret's text as the key; Standard
//! Webhooks takes the bytes that the text encodes.

use data_encoding::BASE64;
use journal::Time;
use journal::UnknownWord;
use ring::hmac;
use ring::rand::{SecureRandom, SystemRandom};
use std::fmt;
use std::str::FromStr;

const PREFIX: &str = "whsec_";
const MINTED_BYTES: usize = 32;
/// What Standard Webhooks allows.
const SECRET_BYTES_MIN: usize = 24;
const SECRET_BYTES_MAX: usize = 64;

const _: () = assert!(SECRET_BYTES_MIN <= MINTED_BYTES && MINTED_BYTES <= SECRET_BYTES_MAX);

/// What an endpoint verifies with: `whsec_` and bytes in base64. `Debug` prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    text: String,
    bytes: Vec<u8>,
}

/// The operating system gave no randomness.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no randomness")]
pub struct NoRandomness;

/// A text that is no secret of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not whsec_ followed by 24 to 64 bytes in base64")]
pub struct NoSecret;

impl Secret {
    /// A new one, from the operating system's randomness.
    pub fn mint() -> Result<Secret, NoRandomness> {
        let mut bytes = vec![0; MINTED_BYTES];
        SystemRandom::new().fill(&mut bytes).map_err(|_| NoRandomness)?;
        Ok(Secret { text: format!("{PREFIX}{}", BASE64.encode(&bytes)), bytes })
    }

    /// The text itself, to be shown when it was minted.
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

impl FromStr for Secret {
    type Err = NoSecret;
    fn from_str(text: &str) -> Result<Self, NoSecret> {
        let encoded = text.strip_prefix(PREFIX).ok_or(NoSecret)?;
        let bytes = BASE64.decode(encoded.as_bytes()).map_err(|_| NoSecret)?;
        let fits = (SECRET_BYTES_MIN..=SECRET_BYTES_MAX).contains(&bytes.len());
        if fits { Ok(Secret { text: text.to_owned(), bytes }) } else { Err(NoSecret) }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// How an endpoint verifies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// As the API document's sample does: the key is the secret's text, the header holds one signature.
    #[default]
    Document,
    /// As the libraries of Standard Webhooks do.
    Standard,
}

impl Scheme {
    /// As it is stored and shown.
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Document => "document",
            Scheme::Standard => "standard",
        }
    }

    fn sign(self, secret: &Secret, message: [&[u8]; 3]) -> String {
        let key = match self {
            Scheme::Document => secret.text.as_bytes(),
            Scheme::Standard => &secret.bytes,
        };
        let mut hmac = hmac::Context::with_key(&hmac::Key::new(hmac::HMAC_SHA256, key));
        let [id, timestamp, body] = message;
        for part in [id, b".", timestamp, b".", body] {
            hmac.update(part);
        }
        format!("v1,{}", BASE64.encode(hmac.sign().as_ref()))
    }
}

impl FromStr for Scheme {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "document" => Ok(Scheme::Document),
            "standard" => Ok(Scheme::Standard),
            _ => Err(UnknownWord),
        }
    }
}

/// With what a delivery is signed.
#[derive(Clone, Copy, Debug)]
pub struct Signing<'a> {
    /// How.
    pub scheme: Scheme,
    /// The endpoint's secret.
    pub secret: &'a Secret,
    /// The one before it, while that is still valid.
    pub previous: Option<&'a Secret>,
}

impl Signing<'_> {
    /// The headers of one attempt, made at `now`.
    ///
    /// Two signatures share a header only where receivers take it apart: the document's sample compares the whole header, so
    /// the previous secret's signature has one of its own there.
    pub fn headers(&self, id: &str, now: Time, body: &[u8]) -> Vec<(String, String)> {
        const MICROS: i64 = 1_000_000;
        let timestamp = now.micros().div_euclid(MICROS).to_string();
        let sign = |secret: &Secret| self.scheme.sign(secret, [id.as_bytes(), timestamp.as_bytes(), body]);
        let (mut signature, previous) = (sign(self.secret), self.previous.map(sign));
        let mut apart = None;
        match (self.scheme, previous) {
            (Scheme::Document, previous) => apart = previous,
            (Scheme::Standard, Some(previous)) => signature = format!("{signature} {previous}"),
            (Scheme::Standard, None) => {}
        }
        let mut headers = vec![
            ("Webhook-Id".to_owned(), id.to_owned()),
            ("Webhook-Timestamp".to_owned(), timestamp),
            ("Webhook-Signature".to_owned(), signature),
        ];
        headers.extend(apart.map(|previous| ("Webhook-Signature-Previous".to_owned(), previous)));
        headers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEW: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const OLD: &str = "whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8=";
    const BODY: &str = r#"{"id":"evt_3f9a","type":"run.completed","data":{"answer":"Rahul Sharma, ₹ 5"}}"#;
    const NOW: Time = Time::from_micros(1_718_280_000_999_999);

    fn headers(scheme: Scheme, rotating: bool) -> Vec<(String, String)> {
        let (secret, previous) = (NEW.parse().unwrap(), OLD.parse().unwrap());
        Signing { scheme, secret: &secret, previous: rotating.then_some(&previous) }.headers("evt_3f9a", NOW, BODY.as_bytes())
    }

    fn expected(signatures: &[(&str, &str)]) -> Vec<(String, String)> {
        let fixed = [("Webhook-Id", "evt_3f9a"), ("Webhook-Timestamp", "1718280000")];
        fixed.iter().chain(signatures).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    // All signatures below were computed by the document's Python sample and by its like with the decoded key.

    #[test]
    fn the_documents_scheme_signs_with_the_secrets_text() {
        let signature = ("Webhook-Signature", "v1,s1kfZQd+Q1Zg+E3LKMpoXZKS/KbxBGx5OOc4ypzPvQU=");
        let previous = ("Webhook-Signature-Previous", "v1,H1CuCnkQxXtdEf9HdYM97BpenkBu/HaSoOvm5BbuKZw=");
        assert_eq!(headers(Scheme::Document, false), expected(&[signature]));
        assert_eq!(headers(Scheme::Document, true), expected(&[signature, previous]));
    }

    #[test]
    fn the_standard_scheme_signs_with_the_secrets_bytes() {
        let one = "v1,xE5o0FePQtKzeEIKvERBFj+rbxk/MzfiuxOynQxR3n8=";
        let two = format!("{one} v1,m9lbjvLOwk4UnZ6BVvDDg0JjMmSoXOy7vYTxNMtJ5UE=");
        assert_eq!(headers(Scheme::Standard, false), expected(&[("Webhook-Signature", one)]));
        assert_eq!(headers(Scheme::Standard, true), expected(&[("Webhook-Signature", &two)]));
    }

    #[test]
    fn a_secret_can_be_read_back_and_is_never_printed() {
        let minted = Secret::mint().unwrap();
        assert_eq!(minted.reveal().parse(), Ok(minted.clone()));
        assert_eq!(minted.bytes.len(), MINTED_BYTES);
        assert_ne!(minted, Secret::mint().unwrap());
        assert_eq!(format!("{minted:?}"), "Secret");
        for wrong in ["", "whsec_", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "whsec_AAEC", &NEW[..NEW.len() - 1], &format!("{NEW} ")]
        {
            assert_eq!(wrong.parse::<Secret>(), Err(NoSecret), "{wrong}");
        }
    }

    #[test]
    fn a_scheme_is_stored_as_a_word() {
        for scheme in [Scheme::Document, Scheme::Standard] {
            assert_eq!(scheme.as_str().parse::<Scheme>().unwrap(), scheme);
        }
        assert!("v2".parse::<Scheme>().is_err());
    }
}
