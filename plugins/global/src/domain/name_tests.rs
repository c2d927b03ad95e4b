//! Names out of what people write, and what is none.

use super::*;
use proptest::prelude::*;

/// Text, the host, and what was registered.
const WHOLE: &[(&str, &str, &str)] = &[
    ("google.com", "google.com", "google.com"),
    ("WWW.Google.COM.", "www.google.com", "google.com"),
    ("https://www.google.com/search?q=a@b#c", "www.google.com", "google.com"),
    ("http://user:secret@shop.bbc.co.uk:8080/path", "shop.bbc.co.uk", "bbc.co.uk"),
    ("//cdn.jsdelivr.net/npm", "cdn.jsdelivr.net", "jsdelivr.net"),
    ("ftp://ftp.debian.org", "ftp.debian.org", "debian.org"),
    ("mail.emirates.ae", "mail.emirates.ae", "emirates.ae"),
    ("u.ae", "u.ae", "u.ae"),
    ("dubai.gov.ae", "dubai.gov.ae", "dubai.gov.ae"),
    ("münchen.de", "xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
    ("MÜNCHEN.de", "xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
    ("xn--mnchen-3ya.de", "xn--mnchen-3ya.de", "xn--mnchen-3ya.de"),
    ("faß.de", "xn--fa-hia.de", "xn--fa-hia.de"),
    ("例子.中国", "xn--fsqu00a.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s"),
    ("例子。中国", "xn--fsqu00a.xn--fiqs8s", "xn--fsqu00a.xn--fiqs8s"),
    ("موقع.امارات", "xn--4gbrim.xn--mgbaam7a8h", "xn--4gbrim.xn--mgbaam7a8h"),
    ("उदाहरण.भारत", "xn--p1b6ci4b4b3a.xn--h2brj9c", "xn--p1b6ci4b4b3a.xn--h2brj9c"),
    ("пример.рф", "xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai"),
    ("r3---sn-apo3qvuoxuxbt-j5pe.googlevideo.com", "r3---sn-apo3qvuoxuxbt-j5pe.googlevideo.com", "googlevideo.com"),
    ("_dmarc.stripe.com", "_dmarc.stripe.com", "stripe.com"),
    ("1and1.com", "1and1.com", "1and1.com"),
    ("0-0.io", "0-0.io", "0-0.io"),
    ("a.co", "a.co", "a.co"),
    ("x.com", "x.com", "x.com"),
    ("t.me/name", "t.me", "t.me"),
    ("foo.bar.nsw.edu.au", "foo.bar.nsw.edu.au", "bar.nsw.edu.au"),
    ("octocat.github.io", "octocat.github.io", "github.io"),
    ("hello.world.museum", "hello.world.museum", "world.museum"),
    (" example.in ", "example.in", "example.in"),
    ("https://EXAMPLE.co.in", "example.co.in", "example.co.in"),
    ("wss://live.example.dev/", "live.example.dev", "example.dev"),
    ("example.travel", "example.travel", "example.travel"),
];

/// Text, and what the error says of it.
const BROKEN: &[(&str, &str)] = &[
    ("", "no host"),
    (".", "no host"),
    ("https://", "no host"),
    ("https:///path", "no host"),
    ("192.168.0.1", "address"),
    ("http://127.0.0.1:8080/", "address"),
    ("http://[::1]/", "address"),
    ("[2001:db8::1]", "address"),
    ("2130706433", "address"),
    ("1.2.3", "address"),
    ("example..com", "no name that DNS"),
    (".example.com", "no name that DNS"),
    ("-example.com", "no name that DNS"),
    ("example-.com", "no name that DNS"),
    ("exa mple.com", "no name that DNS"),
    ("example.com:port", "port"),
    ("example.com:999999", "port"),
    ("1http://example.com", "no scheme"),
    ("ht tp://example.com", "no scheme"),
    ("://example.com", "no scheme"),
    ("exam%70le.com", "no name that DNS"),
    ("example.com^", "no name that DNS"),
    ("<example.com>", "no name that DNS"),
    ("exa|mple.com", "no name that DNS"),
    ("example!.com", "no host name has"),
    ("example,com", "no host name has"),
    ("example.com;x", "no host name has"),
    ("(example.com)", "no host name has"),
    ("'example.com'", "no host name has"),
    ("example.com*", "no host name has"),
    ("xn--a.com", "no name that DNS"),
    ("xn--.com", "no name that DNS"),
    ("\u{202e}moc.elpmaxe", "no name that DNS"),
    ("example.com:80:80", "port"),
];

#[test]
fn names_are_read_out_of_what_people_write() {
    for (text, host, registered) in WHOLE {
        let name = HostName::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!((name.as_str(), name.registered()), (*host, Some(*registered)), "{text}");
        assert_eq!(HostName::parse(&name.unicode()), Ok(name), "{text}");
    }
}

#[test]
fn what_names_no_domain_is_refused() {
    for (text, why) in BROKEN {
        let error = HostName::parse(text).expect_err(text);
        assert!(error.contains(why), "{text}: {error}");
        assert!(!error.contains("exa"), "{error}");
    }
    let long = |label: usize| format!("{}.com", "a".repeat(label));
    assert!(HostName::parse(&long(63)).is_ok() && HostName::parse(&long(64)).is_err());
    assert!(HostName::parse(&format!("{}com", "a.".repeat(125))).is_ok() && HostName::parse(&format!("{}com", "a.".repeat(126))).is_err());
}

#[test]
fn what_is_odd_is_a_doubt_and_no_refusal() {
    for (text, doubts, like) in [
        ("google.com", 0, None),
        ("münchen.de", 0, None),
        ("аррӏе.com", 1, Some("apple.com")),
        ("xn--80ak6aa92e.com", 1, Some("apple.com")),
        ("gооgle.com", 2, Some("google.com")),
        ("example.com", 1, None),
        ("www.example.org", 1, None),
        ("localhost", 1, None),
        ("printer.local", 1, None),
        ("intranet", 1, None),
        ("host.nosuchtld", 1, None),
        ("my_shop.com", 1, None),
        ("shop.test", 1, None),
        ("facebookcorewwwi.onion", 1, None),
    ] {
        let name = HostName::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!((name.doubts().len(), name.looks_like().as_deref()), (doubts, like), "{text}: {:?}", name.doubts());
    }
}

proptest! {
    #[test]
    fn no_text_is_too_much(text in any::<String>(), hint in "(https?://)?[a-zé0-9.-]{1,40}(:[0-9]{1,5})?(/.*)?") {
        for text in [text, hint] {
            if let Ok(name) = HostName::parse(&text) {
                prop_assert_eq!(HostName::parse(name.as_str()), Ok(name.clone()));
                let _ = (name.doubts(), name.registered().map(str::len), name.looks_like());
            }
        }
    }
}
