//! Addresses of every documented form, and what is none.

use super::*;
use proptest::prelude::*;

/// Text, and its normal form.
const WHOLE: &[(&str, &str)] = &[
    ("simple@gmail.com", "simple@gmail.com"),
    ("very.common@gmail.com", "very.common@gmail.com"),
    ("FirstName.LastName@EasierReading.org", "FirstName.LastName@easierreading.org"),
    ("x@gmail.com", "x@gmail.com"),
    ("long.email-address-with-hyphens@and.subdomains.gmail.com", "long.email-address-with-hyphens@and.subdomains.gmail.com"),
    ("user.name+tag+sorting@gmail.com", "user.name+tag+sorting@gmail.com"),
    ("name/surname@gmail.com", "name/surname@gmail.com"),
    ("mailhost!username@gmail.com", "mailhost!username@gmail.com"),
    ("user%host@gmail.com", "user%host@gmail.com"),
    ("user-@gmail.com", "user-@gmail.com"),
    ("_______@gmail.com", "_______@gmail.com"),
    ("1234567890@gmail.com", "1234567890@gmail.com"),
    ("o'brien@tcd.ie", "o'brien@tcd.ie"),
    ("a!#$%&'*+-/=?^_`{|}~b@gmail.com", "a!#$%&'*+-/=?^_`{|}~b@gmail.com"),
    ("email@subdomain.gmail.com", "email@subdomain.gmail.com"),
    ("email@gmail-one.com", "email@gmail-one.com"),
    ("email@u.museum", "email@u.museum"),
    ("email@emirates.ae", "email@emirates.ae"),
    (" email@gmail.com\n", "email@gmail.com"),
    ("\"plain\"@gmail.com", "plain@gmail.com"),
    ("\"pl\\ain\"@gmail.com", "plain@gmail.com"),
    ("用户@例子.中国", "用户@xn--fsqu00a.xn--fiqs8s"),
    ("अजय@डाटामेल.भारत", "अजय@xn--c2bd4bq1db8d.xn--h2brj9c"),
    ("квіточка@пошта.укр", "квіточка@xn--80a1acn3a.xn--j1amh"),
    ("Dörte@Sörensen.de", "Dörte@xn--srensen-90a.de"),
    ("χρήστης@παράδειγμα.ελ", "χρήστης@xn--hxajbheg2az3al.xn--qxam"),
    ("ahmed@موقع.امارات", "ahmed@xn--4gbrim.xn--mgbaam7a8h"),
    ("i_like_underscore@but_its_not_allowed_in_this_part.co", ""),
    ("jsmith@[192.168.2.1]", "jsmith@[192.168.2.1]"),
    ("jsmith@[IPv6:2001:db8::1]", "jsmith@[IPv6:2001:db8::1]"),
    ("postmaster@[IPv6:2001:0db8:85a3:0000:0000:8a2e:0370:7334]", "postmaster@[IPv6:2001:0db8:85a3:0000:0000:8a2e:0370:7334]"),
    ("admin@mailserver1", "admin@mailserver1"),
    ("email@123.123.123.123", "email@123.123.123.123"),
    ("\" \"@gmail.org", "\" \"@gmail.org"),
    ("\"john..doe\"@gmail.org", "\"john..doe\"@gmail.org"),
    (
        "\"very.(),:;<>[]\\\".VERY.\\\"very@\\\\ \\\"very\\\".unusual\"@strange.gmail.com",
        "\"very.(),:;<>[]\\\".VERY.\\\"very@\\\\ \\\"very\\\".unusual\"@strange.gmail.com",
    ),
    ("\"a@b\"@gmail.com", "\"a@b\"@gmail.com"),
    ("john(comment)@gmail.com", "john@gmail.com"),
    ("(comment)john@gmail.com", "john@gmail.com"),
    ("john@(comment)gmail.com", "john@gmail.com"),
    ("john@gmail.com(comment)", "john@gmail.com"),
    ("\"\"@gmail.com", "\"\"@gmail.com"),
];

/// Text, and what the error says of it.
const BROKEN: &[(&str, &str)] = &[
    ("", "has an @"),
    ("plainaddress", "has an @"),
    ("abc.gmail.com", "has an @"),
    ("@", "before the @"),
    ("@gmail.com", "before the @"),
    ("john@", "behind the @"),
    ("#@%^%#$@#$@#.com", "Character"),
    ("Joe Smith <email@gmail.com>", "before the @"),
    ("<email@gmail.com>", "before the @"),
    ("email@gmail@gmail.com", "before the @"),
    ("a@b@c@gmail.com", "before the @"),
    (".email@gmail.com", "dot"),
    ("email.@gmail.com", "dot"),
    ("email..email@gmail.com", "dot"),
    ("email@gmail.com (Joe Smith)", "Behind the @"),
    ("email@-gmail.com", "Behind the @"),
    ("email@gmail-.com", "Behind the @"),
    ("email@gmail..com", "Behind the @"),
    ("email@.gmail.com", "Behind the @"),
    ("email@gmail.com.", "ends with a dot"),
    ("email@111.222.333.44444", "Behind the @"),
    ("email@256.1.1.1", "Behind the @"),
    ("a\"b(c)d,e:f;g<h>i[j\\k]l@gmail.com", "has an @"),
    ("just\"not\"right@gmail.com", "Character 5"),
    ("this is\"not\\allowed@gmail.com", "has an @"),
    ("this\\ still\\\"not\\\\allowed@gmail.com", "has an @"),
    ("1234567890123456789012345678901234567890123456789012345678901234+x@gmail.com", "64 octets"),
    ("i.like.underscores@but_they_are_not_allowed_in_this_part", "underscore"),
    ("user name@gmail.com", "Character 5"),
    ("user@exa mple.com", "Behind the @"),
    ("user@gmail.com,other@gmail.com", "before the @"),
    ("user,name@gmail.com", "Character 5"),
    ("user;name@gmail.com", "Character 5"),
    ("user:name@gmail.com", "Character 5"),
    ("mailto:user@gmail.com", "Character 7"),
    ("user\u{200b}name@gmail.com", "Character 5"),
    ("user\u{202e}@gmail.com", "Character 5"),
    ("user@gmail.com\u{0}", "Behind the @"),
    ("user\n@gmail.com", "Character 5"),
    ("\"user@gmail.com", "has an @"),
    ("\"user\"name@gmail.com", "quotes"),
    ("user@[192.168.2]", "no address"),
    ("user@[192.168.2.1", "not closed"),
    ("user@[IPv6:zz]", "no address"),
    ("user@[2001:db8::1]", "no address"),
    ("user@[]", "no address"),
    ("(comment@gmail.com", "has an @"),
    ("user(comment@gmail.com", "has an @"),
    ("user)@gmail.com", "no beginning"),
    ("us****er@gma**il.com", "Behind the @"),
    ("user@gmail!.com", "Behind the @"),
    ("user@gmail.c*m", "Behind the @"),
    ("QA🦄CHOCOLATE@", "behind the @"),
];

#[test]
fn addresses_of_every_documented_form_are_read() {
    for (text, normal) in WHOLE.iter().filter(|(_, normal)| !normal.is_empty()) {
        let email = Email::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!(email.normal(), *normal, "{text}");
    }
}

#[test]
fn what_cannot_be_an_address_is_refused_by_its_part() {
    for (text, why) in BROKEN {
        let error = Email::parse(text).expect_err(text);
        assert!(error.contains(why), "{text}: {error}");
        assert!(!error.contains("gmail") && !error.contains("user"), "{error}");
    }
    let long =
        |local: usize, label: usize| format!("{}@{}.{}.{}.com", "a".repeat(local), "b".repeat(63), "c".repeat(63), "d".repeat(label));
    assert!(Email::parse(&long(64, 57)).is_ok() && Email::parse(&long(65, 10)).is_err());
    assert!(Email::parse(&long(64, 58)).is_err(), "more than 254 octets");
}

#[test]
fn what_is_odd_is_a_doubt_and_no_refusal() {
    for (text, doubts) in [
        ("simple@gmail.com", 0),
        ("用户@例子.中国", 0),
        ("квіточка@пошта.укр", 0),
        ("\"plain\"@gmail.com", 0),
        ("\"john..doe\"@gmail.com", 1),
        ("john(comment)@gmail.com", 1),
        ("jsmith@[192.168.2.1]", 1),
        ("email@123.123.123.123", 1),
        ("admin@mailserver1", 1),
        ("email@gmail.nosuchtld", 1),
        ("simple@example.com", 1),
        ("root@localhost", 1),
        ("pаypal@gmail.com", 1),
        ("simple@gmаil.com", 2),
        ("a@b", 1),
        ("user@shop.test", 1),
    ] {
        let email = Email::parse(text).unwrap_or_else(|why| panic!("{text}: {why}"));
        assert_eq!(email.doubts().len(), doubts, "{text}: {:?}", email.doubts());
    }
}

proptest! {
    #[test]
    fn no_text_is_too_much(text in any::<String>(), hint in "[\"(]?[a-zA-Z0-9.+_\\\\\" é-]{1,20}[\")]?@[\\[(]?[a-z0-9.é-]{1,20}[\\])]?") {
        for text in [text, hint] {
            if let Ok(email) = Email::parse(&text) {
                let again = Email::parse(&email.normal());
                prop_assert!(again.is_ok(), "{} of {}", email.normal(), text);
                prop_assert_eq!(again.unwrap().normal(), email.normal());
                let _ = (email.doubts(), email.base(), email.has_tag());
            }
        }
    }
}
