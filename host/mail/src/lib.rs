//! E-mails over SMTP, to a server that the operator chose.
//!
//! Nothing here is repeated: whoever asks for an attempt keeps what came of it. Errors hold no address and no word of the server's,
//! which like to repeat addresses.

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::fmt;
use std::time::Duration;
use url::Url;

/// From the first look-up of the server's name to its last word.
pub const SEND_TIME_MAX: Duration = Duration::from_secs(30);
/// Bytes of an address: what SMTP can carry.
pub const ADDRESS_BYTES_MAX: usize = 254;

const SUBMISSION_PORT: u16 = 587;
const SUBMISSIONS_PORT: u16 = 465;

/// Why there is no way to send with these settings. Says what an operator can change, and nothing of what was given: that may
/// hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    /// The URL.
    #[error("must be smtp://USER:PASSWORD@HOST:587 (STARTTLS) or smtps://USER:PASSWORD@HOST, user and password percent-encoded")]
    Url,
    /// What follows `?tls=`.
    #[error("tls must be required, opportunistic or none")]
    Tls,
    /// The sender.
    #[error("must be an address like enrich@example.com, or Name <enrich@example.com>")]
    From,
    /// The operator's certificates.
    #[error("the further certificates cannot be read")]
    Certificates,
}

/// Why an attempt failed, in a few words that hold nobody's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The server said so, now or for ever.
    #[error("refused with {0}")]
    Refused(u16),
    /// It took too long.
    #[error("timeout")]
    Timeout,
    /// No safe connection.
    #[error("tls")]
    Tls,
    /// No connection, or it broke.
    #[error("connection")]
    Connection,
    /// The server speaks something else.
    #[error("protocol")]
    Protocol,
    /// The mail cannot be written.
    #[error("content")]
    Content,
}

/// One mail. Plain text, for a person.
#[derive(Clone, Copy, Debug)]
pub struct Letter<'a> {
    /// The same in every attempt, so that a server or a reader can tell a repetition.
    pub id: &'a str,
    /// To one address, as [`address`] took it.
    pub to: &'a str,
    /// One line.
    pub subject: &'a str,
    /// Lines.
    pub text: &'a str,
}

/// A way to the operator's mail server. `Debug` prints nothing of it.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Smtp")
    }
}

impl Smtp {
    /// Sends by the server at `url`, in the name of `from`. `ca_pem` are certificates of authorities besides the public ones.
    ///
    /// `smtps://` speaks TLS from the beginning. `smtp://` begins TLS before anything is told, and sends nothing without it, unless
    /// `?tls=opportunistic` or `?tls=none` says otherwise.
    pub fn new(url: &str, from: &str, ca_pem: Option<&[u8]>) -> Result<Smtp, BadSettings> {
        let mut url = Url::parse(url).map_err(|_| BadSettings::Url)?;
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(BadSettings::Url)?.to_owned();
        let wanted = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, value)| value.into_owned());
        let parameters = || parameters(&host, ca_pem);
        let (tls, port) = match (url.scheme(), wanted.as_deref()) {
            ("smtps", None) => (Tls::Wrapper(parameters()?), SUBMISSIONS_PORT),
            ("smtp", None | Some("required")) => (Tls::Required(parameters()?), SUBMISSION_PORT),
            ("smtp", Some("opportunistic")) => (Tls::Opportunistic(parameters()?), SUBMISSION_PORT),
            ("smtp", Some("none")) => (Tls::None, SUBMISSION_PORT),
            ("smtp" | "smtps", Some(_)) => return Err(BadSettings::Tls),
            _ => return Err(BadSettings::Url),
        };
        let port = url.port().unwrap_or(port);
        url.set_query(None);
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str()).map_err(|_| BadSettings::Url)?;
        let transport = builder.port(port).tls(tls).timeout(Some(SEND_TIME_MAX)).build();
        Ok(Smtp { transport, from: from.parse().map_err(|_| BadSettings::From)? })
    }

    /// Makes one attempt.
    pub async fn send(&self, letter: &Letter<'_>) -> Result<(), Error> {
        let message = self.message(letter).ok_or(Error::Content)?;
        match tokio::time::timeout(SEND_TIME_MAX, self.transport.send(message)).await {
            Ok(sent) => sent.map(|_| ()).map_err(|error| judged(&error)),
            Err(_) => Err(Error::Timeout),
        }
    }

    fn message(&self, letter: &Letter<'_>) -> Option<Message> {
        let id = format!("<{}@{}>", letter.id, self.from.email.domain());
        // Nobody's out-of-office answers a machine.
        let automatic = HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        let builder = Message::builder().from(self.from.clone()).to(Mailbox::new(None, letter.to.parse().ok()?));
        builder.message_id(Some(id)).raw_header(automatic).subject(letter.subject).body(letter.text.to_owned()).ok()
    }
}

fn parameters(host: &str, ca_pem: Option<&[u8]>) -> Result<TlsParameters, BadSettings> {
    let mut builder = TlsParameters::builder(host.to_owned());
    if let Some(pem) = ca_pem {
        builder = builder.add_root_certificate(Certificate::from_pem(pem).map_err(|_| BadSettings::Certificates)?);
    }
    builder.build().map_err(|_| BadSettings::Certificates)
}

fn judged(error: &lettre::transport::smtp::Error) -> Error {
    match error.status() {
        Some(code) => Error::Refused(code.into()),
        None if error.is_timeout() => Error::Timeout,
        None if error.is_tls() => Error::Tls,
        None if error.is_response() || error.is_client() => Error::Protocol,
        None => Error::Connection,
    }
}

/// The address that somebody gave, as it is stored and written to. `None`: it is none.
pub fn address(given: &str) -> Option<String> {
    let given = given.trim();
    let address: Address = given.parse().ok().filter(|_| given.len() <= ADDRESS_BYTES_MAX)?;
    Some(address.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_taken_or_refused_without_repeating_them() {
        let of = |url: &str, from: &str| Smtp::new(url, from, None).map(|_| ());
        for url in [
            "smtp://enrich:hunter2@mail.example.com",
            "smtp://enrich%40example.com:p%40ss%2Fword@mail.example.com:2525?tls=required",
            "smtp://localhost:25?tls=none",
            "smtp://mail.example.com?tls=opportunistic",
            "smtps://enrich:hunter2@[2001:db8::1]:465",
        ] {
            assert_eq!(of(url, "Enrich <enrich@example.com>"), Ok(()), "{url}");
        }
        for (url, why) in [
            ("", BadSettings::Url),
            ("mail.example.com:587", BadSettings::Url),
            ("https://enrich:hunter2@mail.example.com", BadSettings::Url),
            ("smtp://mail.example.com?tls=maybe", BadSettings::Tls),
            ("smtps://mail.example.com?tls=none", BadSettings::Tls),
        ] {
            let told = of(url, "enrich@example.com").unwrap_err();
            assert_eq!(told, why, "{url}");
            assert!(!told.to_string().contains("hunter2"));
        }
        for from in ["", "enrich", "a@b\r\nBcc: c@d", "@example.com"] {
            assert_eq!(of("smtps://mail.example.com", from), Err(BadSettings::From), "{from:?}");
        }
        assert_eq!(Smtp::new("smtps://a.example", "a@b.example", Some(b"none")).map(|_| ()), Ok(()), "no certificate is no fault");
    }

    #[test]
    fn an_address_is_one_address() {
        assert_eq!(address(" asha@example.com "), Some("asha@example.com".into()));
        assert!(address("ашa@пример.example").is_some() && address("a+b@mail.example.co.in").is_some());
        let long = format!("{}@example.com", "x".repeat(ADDRESS_BYTES_MAX));
        for wrong in ["", "asha", "a@b@c", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@example.com", "<a@example.com>", &long]
        {
            assert_eq!(address(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_mail_says_that_a_machine_wrote_it_and_which_it_is() {
        let smtp = Smtp::new("smtps://mail.example.com", "Enrich <enrich@example.com>", None).unwrap();
        let letter = Letter { id: "mail_1", to: "asha@example.com", subject: "Größe\r\nBcc: x@y", text: "One\nTwo" };
        let text = String::from_utf8(smtp.message(&letter).unwrap().formatted()).unwrap();
        assert!(text.contains("Auto-Submitted: auto-generated") && text.contains("Message-ID: <mail_1@example.com>"), "{text}");
        assert!(!text.contains("\r\nBcc:"), "{text}");
        assert_eq!(format!("{smtp:?}"), "Smtp");
    }
}
