//! Mail services: whose addresses anybody can have, and which of them read `a.b+c@` as `ab@`.

use crate::domain::name::HostName;
use crate::lines::Lines;

static DISPOSABLE: Lines = Lines(include_str!("../../data/disposable_domains.txt"));

/// Services where anybody opens a mailbox for nothing: the large ones. Ordered.
static FREE: &[&str] = &[
    "126.com",
    "163.com",
    "aim.com",
    "alice.it",
    "aol.com",
    "arcor.de",
    "bol.com.br",
    "btinternet.com",
    "comcast.net",
    "daum.net",
    "duck.com",
    "eclipso.de",
    "email.com",
    "emirates.net.ae",
    "fastmail.com",
    "fastmail.fm",
    "free.fr",
    "freenet.de",
    "gmail.com",
    "gmx.at",
    "gmx.ch",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hanmail.net",
    "hey.com",
    "hotmail.co.in",
    "hotmail.co.uk",
    "hotmail.com",
    "hotmail.de",
    "hotmail.es",
    "hotmail.fr",
    "hotmail.it",
    "hushmail.com",
    "icloud.com",
    "in.com",
    "inbox.com",
    "inbox.lv",
    "inbox.ru",
    "indiatimes.com",
    "interia.pl",
    "laposte.net",
    "libero.it",
    "list.ru",
    "live.co.uk",
    "live.com",
    "live.fr",
    "live.in",
    "live.it",
    "live.nl",
    "lycos.com",
    "mac.com",
    "mail.com",
    "mail.ru",
    "mailbox.org",
    "me.com",
    "msn.com",
    "naver.com",
    "o2.pl",
    "onet.pl",
    "online.de",
    "orange.fr",
    "outlook.com",
    "outlook.de",
    "outlook.es",
    "outlook.fr",
    "outlook.in",
    "outlook.it",
    "outlook.sa",
    "pm.me",
    "post.cz",
    "posteo.de",
    "proton.me",
    "protonmail.ch",
    "protonmail.com",
    "qq.com",
    "rediff.com",
    "rediffmail.com",
    "rocketmail.com",
    "runbox.com",
    "seznam.cz",
    "sfr.fr",
    "sify.com",
    "sina.cn",
    "sina.com",
    "sohu.com",
    "t-online.de",
    "terra.com.br",
    "tuta.com",
    "tuta.io",
    "tutanota.com",
    "tutanota.de",
    "uol.com.br",
    "usa.com",
    "virgilio.it",
    "wanadoo.fr",
    "web.de",
    "wp.pl",
    "ya.ru",
    "yahoo.ae",
    "yahoo.ca",
    "yahoo.co.id",
    "yahoo.co.in",
    "yahoo.co.jp",
    "yahoo.co.uk",
    "yahoo.com",
    "yahoo.com.ar",
    "yahoo.com.au",
    "yahoo.com.br",
    "yahoo.com.mx",
    "yahoo.com.sg",
    "yahoo.de",
    "yahoo.es",
    "yahoo.fr",
    "yahoo.in",
    "yahoo.it",
    "yandex.by",
    "yandex.com",
    "yandex.kz",
    "yandex.ru",
    "yandex.ua",
    "yeah.net",
    "ymail.com",
    "zoho.com",
    "zoho.in",
    "zohomail.com",
    "zohomail.in",
];

/// Local parts that stand for an office, not a person: those of RFC 2142, and the usual ones. Ordered.
static ROLES: &[&str] = &[
    "abuse",
    "accounting",
    "accounts",
    "admin",
    "administrator",
    "all",
    "billing",
    "bounce",
    "bounces",
    "careers",
    "compliance",
    "contact",
    "customercare",
    "customerservice",
    "dev",
    "devnull",
    "dns",
    "enquiries",
    "enquiry",
    "everyone",
    "feedback",
    "finance",
    "ftp",
    "hello",
    "help",
    "helpdesk",
    "hostmaster",
    "hr",
    "info",
    "inquiries",
    "inquiry",
    "invoice",
    "invoices",
    "it",
    "jobs",
    "legal",
    "mail",
    "mailer-daemon",
    "marketing",
    "media",
    "news",
    "newsletter",
    "no-reply",
    "nobody",
    "noc",
    "noreply",
    "notifications",
    "office",
    "operations",
    "orders",
    "payments",
    "postmaster",
    "press",
    "privacy",
    "procurement",
    "purchasing",
    "reception",
    "recruitment",
    "registrar",
    "root",
    "sales",
    "security",
    "service",
    "spam",
    "staff",
    "subscribe",
    "support",
    "sysadmin",
    "team",
    "tech",
    "unsubscribe",
    "usenet",
    "uucp",
    "webmaster",
    "www",
];

/// Whether its addresses, or those of a domain above it, are thrown away after use.
pub(super) fn is_disposable(name: &HostName) -> bool {
    above(name).any(|name| DISPOSABLE.find(name).is_some())
}

/// Whether anybody opens a mailbox there for nothing.
pub(super) fn is_free(name: &HostName) -> bool {
    FREE.binary_search(&name.as_str()).is_ok()
}

/// Whether a local part stands for an office.
pub(super) fn is_role(base: &str) -> bool {
    ROLES.binary_search(&base).is_ok()
}

/// The mailbox that an address leads to, where its service says how it reads addresses: two of one mailbox have one form.
pub(super) fn mailbox(base: &str, name: &HostName) -> String {
    match name.as_str() {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", base.replace('.', "")),
        domain => format!("{base}@{domain}"),
    }
}

/// The name and those above it, down to the registered one.
fn above(name: &HostName) -> impl Iterator<Item = &str> {
    let registered = name.registered().map_or(name.as_str().len(), str::len);
    let starts = std::iter::once(0).chain(name.as_str().match_indices('.').map(|(place, _)| place + 1));
    starts.map(|start| &name.as_str()[start..]).take_while(move |rest| rest.len() >= registered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> HostName {
        HostName::parse(text).unwrap()
    }

    #[test]
    fn services_are_known_by_their_domains() {
        for list in [FREE, ROLES] {
            assert!(list.is_sorted(), "{:?}", list.windows(2).find(|pair| pair[0] > pair[1]));
        }
        for disposable in [
            "mailinator.com",
            "MAILINATOR.com",
            "sub.mailinator.com",
            "guerrillamail.com",
            "10minutemail.com",
            "yopmail.com",
            "0-mail.com",
            "zzz.com",
        ] {
            assert!(is_disposable(&name(disposable)), "{disposable}");
        }
        for other in ["gmail.com", "mailinator.com.evil.org", "com", "mailinator-not.com", "google.com"] {
            assert!(!is_disposable(&name(other)), "{other}");
        }
        assert!(
            is_free(&name("GMail.com"))
                && is_free(&name("yahoo.co.in"))
                && !is_free(&name("emirates.ae"))
                && !is_free(&name("mail.gmail.com"))
        );
        assert!(is_role("postmaster") && is_role("info") && !is_role("infos") && !is_role("asha"));
    }

    #[test]
    fn every_domain_of_the_list_is_found() {
        let lines: Vec<&str> = include_str!("../../data/disposable_domains.txt").lines().skip(1).collect();
        assert!(lines.len() > 10_000 && lines.is_sorted());
        assert!(lines.iter().all(|line| DISPOSABLE.find(line) == Some(line)));
    }

    #[test]
    fn two_addresses_of_one_mailbox_have_one_form() {
        assert_eq!(mailbox("asha.verma", &name("googlemail.com")), "ashaverma@gmail.com");
        assert_eq!(mailbox("asha.verma", &name("emirates.ae")), "asha.verma@emirates.ae");
    }
}
