//! Under which ending a name was registered, by the Public Suffix List.

use crate::lines::Lines;

static RULES: Lines = Lines(include_str!("../../data/public_suffixes.txt"));

/// Where a name is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut<'a> {
    /// The ending under which a registry registers, and whether the list has it.
    pub(super) suffix: &'a str,
    /// Whether the list knows that ending.
    pub(super) known: bool,
    /// What was registered: the ending and one label. `None`: the name is an ending itself.
    pub(super) registered: Option<&'a str>,
    /// The ending under which a company gives names to its customers, if the name has one.
    pub(super) lent: Option<&'a str>,
}

/// Cuts a name in the form of DNS, lower case. The longest rule decides; an exception has one label less than it says.
pub(super) fn cut(name: &str) -> Cut<'_> {
    let (mut registry, mut lent) = (None, None);
    let mut rule = String::with_capacity(name.len() + 2);
    let mut find = |sign: &str, ending: &str| {
        rule.clear();
        rule.push_str(sign);
        rule.push_str(ending);
        RULES.find(&rule)
    };
    let starts = std::iter::once(0).chain(name.match_indices('.').map(|(place, _)| place + 1));
    for ending in starts.map(|start| &name[start..]) {
        let excepted = find("!", ending).and_then(|line| Some((line, after_dot(ending)?)));
        let starred = |find: &mut dyn FnMut(&str, &str) -> Option<&'static str>| Some((find("*.", after_dot(ending)?)?, ending));
        let Some((line, suffix)) = excepted.or_else(|| starred(&mut find)).or_else(|| Some((find("", ending)?, ending))) else { continue };
        if line.ends_with(" p") {
            lent = lent.or(Some(suffix));
        } else {
            registry = Some(suffix);
            break;
        }
    }
    let suffix = registry.unwrap_or_else(|| name.rsplit('.').next().unwrap_or(name));
    Cut { suffix, known: registry.is_some(), registered: with_one_label(name, suffix), lent }
}

fn after_dot(name: &str) -> Option<&str> {
    name.split_once('.').map(|(_, rest)| rest)
}

fn with_one_label<'a>(name: &'a str, suffix: &str) -> Option<&'a str> {
    let before = name.strip_suffix(suffix)?.strip_suffix('.')?;
    Some(&name[before.rfind('.').map_or(0, |dot| dot + 1)..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Name, ending, registered name: after the list's own test vectors.
    const CUTS: &[(&str, &str, &str)] = &[
        ("example.com", "com", "example.com"),
        ("b.example.com", "com", "example.com"),
        ("a.b.example.com", "com", "example.com"),
        ("uk.com", "com", "uk.com"),
        ("domain.biz", "biz", "domain.biz"),
        ("a.b.domain.biz", "biz", "domain.biz"),
        ("test.ac", "ac", "test.ac"),
        ("mm", "mm", ""),
        ("c.mm", "c.mm", ""),
        ("b.c.mm", "c.mm", "b.c.mm"),
        ("a.b.c.mm", "c.mm", "b.c.mm"),
        ("test.jp", "jp", "test.jp"),
        ("www.test.jp", "jp", "test.jp"),
        ("ac.jp", "ac.jp", ""),
        ("test.ac.jp", "ac.jp", "test.ac.jp"),
        ("kyoto.jp", "kyoto.jp", ""),
        ("test.kyoto.jp", "kyoto.jp", "test.kyoto.jp"),
        ("b.ide.kyoto.jp", "ide.kyoto.jp", "b.ide.kyoto.jp"),
        ("c.kobe.jp", "c.kobe.jp", ""),
        ("b.c.kobe.jp", "c.kobe.jp", "b.c.kobe.jp"),
        ("city.kobe.jp", "kobe.jp", "city.kobe.jp"),
        ("www.city.kobe.jp", "kobe.jp", "city.kobe.jp"),
        ("ck", "ck", ""),
        ("test.ck", "test.ck", ""),
        ("b.test.ck", "test.ck", "b.test.ck"),
        ("www.ck", "ck", "www.ck"),
        ("www.www.ck", "ck", "www.ck"),
        ("test.us", "us", "test.us"),
        ("ak.us", "ak.us", ""),
        ("test.ak.us", "ak.us", "test.ak.us"),
        ("k12.ak.us", "k12.ak.us", ""),
        ("test.k12.ak.us", "k12.ak.us", "test.k12.ak.us"),
        ("example.co.uk", "co.uk", "example.co.uk"),
        ("www.example.co.in", "co.in", "example.co.in"),
        ("example.ae", "ae", "example.ae"),
        ("example.co.ae", "co.ae", "example.co.ae"),
        ("example.gov.ae", "gov.ae", "example.gov.ae"),
        ("xn--55qx5d.cn", "xn--55qx5d.cn", ""),
        ("xn--85x722f.xn--55qx5d.cn", "xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("xn--85x722f.com.cn", "com.cn", "xn--85x722f.com.cn"),
        ("www.xn--85x722f.xn--fiqs8s", "xn--fiqs8s", "xn--85x722f.xn--fiqs8s"),
    ];

    #[test]
    fn names_are_cut_where_the_list_says() {
        for (name, suffix, registered) in CUTS {
            let cut = cut(name);
            assert_eq!((cut.suffix, cut.registered.unwrap_or_default()), (*suffix, *registered), "{name}");
            assert!(cut.known || registered.is_empty(), "{name}");
        }
        let unknown = cut("example.example");
        assert_eq!((unknown.suffix, unknown.known, unknown.registered), ("example", false, Some("example.example")));
    }

    #[test]
    fn a_companys_ending_is_told_from_a_registrys() {
        let cut = cut("octocat.github.io");
        assert_eq!((cut.suffix, cut.registered, cut.lent), ("io", Some("github.io"), Some("github.io")));
        assert_eq!(super::cut("example.com").lent, None);
        assert_eq!(super::cut("shop.example.blogspot.com").registered, Some("blogspot.com"));
    }
}
