//! Profiles out of what people write: a URL, a name with its platform, an address of the fediverse.

use super::platform::{self, Platform};
use crate::domain::name::HostName;

/// A profile that there may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    platform: &'static Platform,
    name: String,
    /// The server, where a platform has many.
    server: Option<String>,
}

impl Profile {
    /// Reads the URL of a profile. The error is a sentence, never the text.
    pub fn of_url(text: &str) -> Result<Profile, String> {
        let text = text.trim();
        let host = HostName::parse(text)?;
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let path = rest.find(['/', '?', '#']).map_or("", |place| &rest[place..]);
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let path = path.split('#').next().unwrap_or_default();
        if host.as_str() == "news.ycombinator.com" {
            let name = query.split(['&', '#']).find_map(|pair| pair.strip_prefix("id="));
            return Profile::on("hackernews", name.ok_or("The URL is of no profile.")?);
        }
        if let Some((platform, name)) = platform::of_path(host.as_str(), path) {
            return Profile::of(platform, &decoded(name));
        }
        // Any other host with `/@name` may be a server of the fediverse.
        let name = path.trim_end_matches('/').strip_prefix("/@").filter(|name| !name.contains('/'));
        match name {
            Some(name) if host.as_str().contains('.') => match name.split_once('@') {
                // As one server shows a profile of another.
                Some((name, server)) => Profile::federated(name, server),
                None => Profile::federated(name, host.as_str()),
            },
            _ => Err("The URL is of no profile on a platform that is known.".into()),
        }
    }

    /// Reads a name, whose platform is given apart, stands before it, or is told by its form. The error is a sentence, never the
    /// text.
    pub fn of_handle(text: &str, platform: Option<&str>) -> Result<Profile, String> {
        let text = text.trim();
        if text.contains("://") || text.contains('/') && text.contains('.') {
            return Profile::of_url(text);
        }
        let (said, name) = match text.split_once(':') {
            Some((said, name)) => (Some(said), name.trim()),
            None => (platform, text),
        };
        let name = name.strip_prefix('@').unwrap_or(name);
        if let Some((name, server)) = name.split_once('@') {
            return Profile::federated(name, server);
        }
        match said {
            Some(said) => Profile::on(said, name),
            // Only there a name is a domain.
            None if name.ends_with(".bsky.social") => Profile::on("bluesky", name),
            None => Err("The platform is not given: write github:name, or the URL of the profile.".into()),
        }
    }

    fn on(platform: &str, name: &str) -> Result<Profile, String> {
        let platform = platform::named(platform).ok_or("The platform is none that is known.")?;
        match name.split_once('@') {
            Some((name, server)) if platform.word == "mastodon" => Profile::federated(name, server),
            None if platform.word == "mastodon" => Err("A name on mastodon holds its server: name@server.".into()),
            _ => Profile::of(platform, name),
        }
    }

    fn of(platform: &'static Platform, name: &str) -> Result<Profile, String> {
        Ok(Profile { name: platform.name(name)?, platform, server: None })
    }

    fn federated(name: &str, server: &str) -> Result<Profile, String> {
        let platform = platform::named("mastodon").ok_or("The platform is none that is known.")?;
        let server = HostName::of(server).map_err(|_| "What stands behind the second @ is no server.")?;
        if server.registered().is_none() {
            return Err("What stands behind the second @ is no server.".into());
        }
        Ok(Profile { name: platform.name(name)?, platform, server: Some(server.as_str().into()) })
    }

    /// The platform, in a word.
    pub fn platform(&self) -> &'static str {
        self.platform.word
    }

    /// The name on the platform, its server included.
    pub fn handle(&self) -> String {
        match &self.server {
            Some(server) => format!("{}@{server}", self.name),
            None => self.name.clone(),
        }
    }

    /// Where the profile is.
    pub fn url(&self) -> String {
        match &self.server {
            Some(server) => format!("https://{server}/@{}", self.name),
            None => self.platform.url(&self.name),
        }
    }
}

/// A segment of a path, percent signs undone. What is no text stays as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut place = 0;
    while place < bytes.len() {
        let hex = (bytes[place] == b'%').then(|| text.get(place + 1..place + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                place += 3;
            }
            None => {
                out.push(bytes[place]);
                place += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
#[path = "form_tests.rs"]
mod tests;
