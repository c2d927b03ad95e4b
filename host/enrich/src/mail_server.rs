//! The operator's mail server, by which organisations' contacts are told of what needs a person.

use crate::config::Environment;
use crate::providers;
use anyhow::{Context, Result, bail};
use clap::Args;
use mail::Smtp;

/// Which mail server, and in whose name it sends.
#[derive(Clone, Default, Args)]
pub struct MailArgs {
    /// The mail server that tells organisations' contacts when a webhook endpoint was switched off:
    /// smtp://USER:PASSWORD@HOST:587 (STARTTLS), smtps://USER:PASSWORD@HOST:465.
    ///
    /// User and password are percent-encoded. With smtp:// nothing is sent without TLS, unless ?tls=opportunistic or ?tls=none
    /// follows. Others on this machine can read a flag: a password belongs into ENRICH_SMTP_URL, or into the file that
    /// ENRICH_SMTP_URL_FILE names. ENRICH_EGRESS_CA counts here too. Default: no e-mails are sent.
    #[arg(long, value_name = "URL", env = "ENRICH_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,
    /// The sender of e-mails: enrich@example.com, or Enrich <enrich@example.com>.
    #[arg(long, value_name = "ADDRESS", env = "ENRICH_SMTP_FROM")]
    pub smtp_from: Option<String>,
}

impl std::fmt::Debug for MailArgs {
    /// Without the URL, which may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailArgs").field("smtp_from", &self.smtp_from).finish_non_exhaustive()
    }
}

/// The server that `args` and the environment name. What cannot be read is told without repeating it.
pub fn of(args: &MailArgs, environment: &Environment) -> Result<Option<Smtp>> {
    let url = args.smtp_url.as_deref().filter(|url| !url.is_empty());
    // Commands that take no such flags read the environment alone.
    let from = args.smtp_from.as_deref().filter(|from| !from.is_empty()).or(environment.text("ENRICH_SMTP_FROM"));
    let url = match url {
        Some(url) => Some(url.to_owned()),
        None => environment.secret("ENRICH_SMTP_URL")?,
    };
    match (url, from) {
        (None, None) => Ok(None),
        (None, Some(_)) => bail!("ENRICH_SMTP_FROM is set and ENRICH_SMTP_URL is not"),
        (Some(_), None) => bail!("ENRICH_SMTP_URL is set and ENRICH_SMTP_FROM is not"),
        (Some(url), Some(from)) => {
            let ca_pem = providers::way_out(environment)?.ca_pem;
            let smtp = Smtp::new(&url, from, ca_pem.as_deref());
            Ok(Some(smtp.context("read ENRICH_SMTP_URL and ENRICH_SMTP_FROM")?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_named_whole_or_not_at_all_and_never_repeated() {
        let args =
            |url: Option<&str>, from: Option<&str>| MailArgs { smtp_url: url.map(str::to_owned), smtp_from: from.map(str::to_owned) };
        let nowhere = Environment::default();
        assert!(of(&args(None, None), &nowhere).unwrap().is_none());
        let url = "smtp://enrich:hunter2@mail.example.com:587";
        assert!(of(&args(Some(url), Some("enrich@example.com")), &nowhere).unwrap().is_some());
        let told = Environment::of([("ENRICH_SMTP_URL", url)]);
        assert!(of(&args(None, Some("Enrich <enrich@example.com>")), &told).unwrap().is_some());
        for (url, from) in
            [(Some(url), None), (None, Some("a@b.example")), (Some("smtp:/hunter2"), Some("a@b.example")), (Some(url), Some("hunter2"))]
        {
            let args = args(url, from);
            let told = of(&args, &nowhere).unwrap_err();
            assert!(!format!("{told:?} {args:?}").contains("mail.example.com") && !format!("{told:?}").contains("hunter2"), "{told:?}");
        }
    }
}
