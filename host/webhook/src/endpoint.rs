//! Whether deliveries may go to a URL.

use egress::{Client, Error};
use std::time::Duration;
use url::Url;

/// Bytes of an endpoint's URL in the form that is stored and sent to, where what is not ASCII is written out.
pub const URL_BYTES_MAX: usize = 2048;
/// For the look-up of its host.
const LOOK_UP_TIME_MAX: Duration = Duration::from_secs(3);

const _: () = assert!(URL_BYTES_MAX == 2_048);

/// Why an endpoint's URL is not taken. Says what a person can change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadUrl {
    /// Too long.
    #[error("must be at most 2,048 bytes")]
    Long,
    /// None.
    #[error("must be a URL like https://example.com/webhook")]
    NoUrl,
    /// A rule of the way out, in words.
    #[error("is refused: {0}")]
    Refused(String),
}

/// The URL that `text` is, if deliveries may go there: `https`, no user, no port of a system's service, no host that stands for
/// an address that is not public, unless the operator of `way` allowed it.
///
/// A host without an address passes, as somebody may register an endpoint before setting it up; it is judged at every connection.
pub async fn check(way: &Client, text: &str) -> Result<Url, BadUrl> {
    let url = Url::parse(text).map_err(|_| BadUrl::NoUrl)?;
    if url.as_str().len() > URL_BYTES_MAX {
        return Err(BadUrl::Long);
    }
    match way.check(&url, LOOK_UP_TIME_MAX).await {
        Ok(()) => Ok(url),
        Err(Error::Refused(why)) => Err(BadUrl::Refused(why)),
        Err(other) => Err(BadUrl::Refused(other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egress::Policy;

    #[tokio::test]
    async fn a_url_is_taken_or_refused_in_words_that_help() {
        let way = Client::new(&Policy::default()).unwrap();
        let check = async |text: &str| check(&way, text).await.map(String::from).map_err(|error| error.to_string());
        assert_eq!(check("https://8.8.8.8:8443/hook?a=b").await, Ok("https://8.8.8.8:8443/hook?a=b".into()));
        for (text, why) in [
            ("", "must be a URL like https://example.com/webhook"),
            ("example.com/hook", "must be a URL like https://example.com/webhook"),
            ("http://8.8.8.8/", "is refused: only https is allowed"),
            ("https://me:hunter2@8.8.8.8/", "is refused: the URL names a user"),
            ("https://8.8.8.8:25/", "is refused: the port is one of the system's own services"),
            ("https://169.254.169.254/latest/", "is refused: an address of the host is link-local"),
            (&format!("https://8.8.8.8/{}", "x".repeat(URL_BYTES_MAX)), "must be at most 2,048 bytes"),
            (&format!("https://8.8.8.8/{}", "é".repeat(URL_BYTES_MAX / 3)), "must be at most 2,048 bytes"),
        ] {
            assert_eq!(check(text).await, Err(why.into()), "{text}");
        }
    }
}
