//! The provider `lists` in test mode: an invented list, read and searched by the code that reads and searches official ones.

use crate::outcome::Outcome;
use crate::reply::{self, Reply};
use ::lists::{Entry, File, Index, Kind, List, Name, Which};
use egress::Request;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// In the format of OFAC's SDN file. Nobody on it exists.
const INVENTED: &str = r#"9001,"LISTOV, Viktor Petrovich","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 12 Mar 1961; nationality Ruritania; Passport R7654321 (Ruritania); a.k.a. 'THE ARCHIVIST'."
9002,"AL-QAIMI, Karim Abd al-Rahman","individual","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 1970; nationality Ruritania."
9003,"GHOST HARBOUR SHIPPING LLC",-0- ,"TEST",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Registration Number GH-445566 (Ruritania)."
9004,"SPECIMEN STAR","vessel","TEST",-0- ,-0- ,-0- ,-0- ,-0- ,"Ruritania",-0- ,"Vessel Registration Identification IMO 9999993."
"#;
const DATE: &str = "2025-01-01";

fn invented() -> &'static List {
    static LIST: OnceLock<List> = OnceLock::new();
    LIST.get_or_init(|| {
        let file = File { name: "invented.csv", bytes: INVENTED.as_bytes() };
        let read = ::lists::read(&[file], Some(DATE)).ok().and_then(|mut lists| lists.pop());
        read.unwrap_or(List { which: Which::OfacSdn, date: DATE.into(), sources: Vec::new(), entries: Vec::new() })
    })
}

fn index(list: List) -> Index {
    let digest = List::digest(&list.bytes().unwrap_or_default());
    let mut index = Index::default();
    index.add(list, digest);
    index
}

/// The answer to one request.
pub(crate) fn answer(request: &Request) -> Reply {
    static INDEX: OnceLock<Index> = OnceLock::new();
    let body: Value = request.body.as_deref().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
    let (name, code) = magic(body["name"].as_str().unwrap_or_default());
    match Outcome::of(code) {
        Some(Outcome::Unavailable) => reply::json(503, &json!({"code": "unavailable"})),
        Some(Outcome::Timeout) => Reply::Silence,
        Some(Outcome::RateLimited) => reply::rate_limited(&json!({"code": "busy"})),
        Some(Outcome::Malformed) => reply::malformed(),
        _ if code == LISTED => {
            let mut list = invented().clone();
            let names = vec![Name { text: name.to_owned(), weak: false }];
            list.entries.push(Entry { id: "9009".into(), kind: Kind::Person, names, programmes: vec!["TEST".into()], ..Entry::default() });
            Reply::Http(::lists::answer(&index(list), request))
        }
        _ => Reply::Http(::lists::answer(INDEX.get_or_init(|| index(invented().clone())), request)),
    }
}

/// The code of a name that is listed, whoever bears it.
const LISTED: &str = "09";

/// A name and the code that it ends in: `Asha Verma-09`, `Asha Verma+09`.
fn magic(name: &str) -> (&str, &str) {
    let name = name.trim();
    let end = name.len().saturating_sub(3);
    match (name.get(..end), name.get(end..)) {
        (Some(rest), Some(code)) if code.starts_with(['+', '-']) && code[1..].bytes().all(|byte| byte.is_ascii_digit()) => {
            (rest.trim_end(), &code[1..])
        }
        _ => (name, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_invented_list_is_read_as_an_official_one() {
        let kinds: Vec<Kind> = invented().entries.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Kind::Person, Kind::Person, Kind::Entity, Kind::Vessel]);
    }

    #[test]
    fn a_name_may_end_in_a_code() {
        for (name, expected) in [
            ("Asha Verma-09", ("Asha Verma", "09")),
            ("Asha Verma +09", ("Asha Verma", "09")),
            ("Asha Verma", ("Asha Verma", "")),
            ("-0é", ("-0é", "")),
            ("é", ("é", "")),
            ("", ("", "")),
        ] {
            assert_eq!(magic(name), expected, "{name}");
        }
    }
}
