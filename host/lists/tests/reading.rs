//! Official files as they come, files that mean harm, and who is found in them.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use egress::{Outbound, Request, Response};
use lists::{Door, Error, File, Index, Kind, List, Shelf, Which, read};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

const SDN: &str = concat!(
    "36,\"AEROCARIBBEAN AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n",
    "2674,\"ABBAS, Abu\",\"individual\",\"SDGT] [NS-PLC\",\"Director\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,",
    "\"DOB 10 Dec 1948; alt. DOB 1949; POB Safed; nationality Iraq; Passport A-123456 (Iraq); a.k.a. 'THE WOLF'.\"\r\n",
    "9001,\"SEA STAR\",\"vessel\",\"IRAN\",-0- ,-0- ,-0- ,-0- ,-0- ,\"Iran\",-0- ,\"Vessel Registration Identification IMO 9187631.\"\r\n\u{1A}\r\n",
);
const ALT: &str = "2674,1795,\"aka\",\"ZAYDAN, Muhammad\",-0- \r\n36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \r\n";
const ADD: &str = "36,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n";
const UN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
  <INDIVIDUALS><INDIVIDUAL>
    <FIRST_NAME>ERIC</FIRST_NAME><SECOND_NAME>BADEGE</SECOND_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.001</REFERENCE_NUMBER>
    <NAME_ORIGINAL_SCRIPT>إريك</NAME_ORIGINAL_SCRIPT>
    <NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
    <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Rumuli &amp; Sons</ALIAS_NAME></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ADDRESS><COUNTRY>Rwanda</COUNTRY></INDIVIDUAL_ADDRESS>
    <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1971</FROM_YEAR><TO_YEAR>1972</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
    <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OB 0243318</NUMBER></INDIVIDUAL_DOCUMENT>
  </INDIVIDUAL></INDIVIDUALS>
  <ENTITIES><ENTITY>
    <FIRST_NAME>BUTEMBO AIRLINES (BAL)</FIRST_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDe.001</REFERENCE_NUMBER>
  </ENTITY></ENTITIES>
</CONSOLIDATED_LIST>"#;

fn files<'a>(parts: &[(&'a str, &'a str)]) -> Vec<File<'a>> {
    parts.iter().map(|(name, text)| File { name, bytes: text.as_bytes() }).collect()
}

fn ofac() -> List {
    read(&files(&[("a/sdn_2021-07-07.csv", SDN), ("alt.csv", ALT), ("add.csv", ADD)]), None).unwrap().remove(0)
}

#[test]
fn ofacs_three_files_are_one_list() {
    let list = ofac();
    assert_eq!((list.which, list.date.as_str(), list.entries.len(), list.sources.len()), (Which::OfacSdn, "2021-07-07", 3, 3));
    assert_eq!(list.sources[0].file, "sdn_2021-07-07.csv");
    let [airline, person, ship] = list.entries.as_slice() else { panic!() };
    let names = |entry: &lists::Entry| entry.names.iter().map(|name| (name.text.clone(), name.weak)).collect::<Vec<_>>();
    assert_eq!(names(airline), [("AEROCARIBBEAN AIRLINES".into(), false), ("AERO-CARIBBEAN".into(), false)]);
    assert_eq!((airline.kind, &airline.countries), (Kind::Entity, &vec!["Cuba".to_owned()]));
    assert_eq!(names(person), [("ABBAS, Abu".into(), false), ("THE WOLF".into(), true), ("ZAYDAN, Muhammad".into(), false)]);
    assert_eq!((person.kind, person.born.join(" ")), (Kind::Person, "1948-12-10 1949".into()));
    assert_eq!((person.programmes.join(" "), person.identifiers.join(" ")), ("SDGT NS-PLC".into(), "A123456".into()));
    assert_eq!((ship.kind, ship.identifiers.join(" ")), (Kind::Vessel, "9187631".into()));
    assert_eq!(List::of(&list.bytes().unwrap()).unwrap(), list, "what is kept is the whole list");
}

#[test]
fn the_uns_document_tells_its_day_itself() {
    let list = read(&files(&[("un.xml", UN)]), None).unwrap().remove(0);
    assert_eq!((list.which, list.date.as_str()), (Which::UnConsolidated, "2026-02-27"));
    let [person, entity] = list.entries.as_slice() else { panic!() };
    let names: Vec<(&str, bool)> = person.names.iter().map(|name| (name.text.as_str(), name.weak)).collect();
    assert_eq!(names, [("ERIC BADEGE", false), ("إريك", false), ("Rumuli & Sons", true)]);
    assert_eq!((person.born.join(" "), person.identifiers.join(" ")), ("1971 1972".into(), "OB0243318".into()));
    assert_eq!(person.countries, ["Democratic Republic of the Congo", "Rwanda"]);
    assert_eq!((entity.id.as_str(), entity.kind), ("CDe.001", Kind::Entity));
}

#[test]
fn files_that_are_no_list_are_refused_by_what_is_wrong() {
    let refused = |parts: &[(&str, &str)]| read(&files(parts), None).unwrap_err().to_string();
    let bomb = format!("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{}", &UN[UN.find("<CONS").unwrap()..]);
    let deep = format!("<CONSOLIDATED_LIST dateGenerated=\"2026-02-27\">{}", "<a>".repeat(100_000));
    let twice = format!("{SDN}36,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n");
    let many = format!("36,\"X\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"{}\"\r\n", "a.k.a. 'N".to_owned() + &"x".repeat(70_000));
    let aliases: String = (0..2_000).map(|number| format!("36,{number},\"aka\",\"NAME {number}\",-0- \r\n")).collect();
    for (parts, why) in [
        (vec![("sdn.csv", SDN)], "nothing says of which day"),
        (vec![("alt.csv", ALT)], "load them together"),
        (vec![("a_2021-07-07", SDN), ("b_2021-07-07", SDN)], "second file of its kind"),
        (vec![("un.xml", UN), ("un2.xml", UN)], "two files are"),
        (vec![("a_2021-07-07", SDN), ("alt", "1,1,\"aka\",\"X\",-0- \r\n")], "belongs to another SDN file"),
        (vec![("a_2021-07-07", SDN), ("alt", &aliases)], "more than 1000 names"),
        (vec![("a_2021-07-07", twice.as_str())], "stands twice"),
        (vec![("a_2021-07-07", many.as_str())], "too long"),
        (vec![("a_2021-07-07", &SDN[..400])], "breaks off"),
        (vec![("readme.txt", "hello")], "no format that is known"),
        (vec![("x.xml", "<html><body/></html>")], "no format that is known"),
        (vec![("x.xml", bomb.as_str())], "entities of its own"),
        (vec![("x.xml", &UN.replace("&amp;", "&lol;"))], "an entity that XML does not know"),
        (vec![("x.xml", deep.as_str())], "too deep"),
        (vec![("x.xml", &UN[..900])], "x.xml, line"),
        (vec![("x.xml", "<CONSOLIDATED_LIST dateGenerated=\"2026-02-27\"></CONSOLIDATED_LIST>")], "lists nobody"),
        (vec![("x.xml", &UN.replace("dateGenerated", "x"))], "nothing says of which day"),
    ] {
        let told = refused(&parts);
        assert!(told.contains(why), "{told} has no {why:?}");
    }
    assert!(read(&[], None).unwrap().is_empty());
    assert!(matches!(read(&[File { name: "x", bytes: &[0xFF; 10] }], None), Err(Error::Unknown(_))));
}

/// A small generator of the same numbers on every machine.
fn dice(state: &mut u64) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap()
}

#[test]
fn whatever_becomes_of_a_file_it_is_read_or_refused() {
    let mut state = 7;
    let (mut read_whole, mut refused) = (0, 0);
    for round in 0..3_000 {
        let whole = [SDN, ALT, UN][round % 3].as_bytes();
        let mut bytes = whole.to_vec();
        for _ in 0..=dice(&mut state) % 4 {
            let at = dice(&mut state) % bytes.len();
            match dice(&mut state) % 5 {
                0 => bytes[at] = u8::try_from(dice(&mut state) % 256).unwrap(),
                1 => drop(bytes.drain(at..(at + dice(&mut state) % 40).min(bytes.len()))),
                2 => bytes.truncate(at.max(1)),
                3 => bytes.insert(at, b"\"<>,&;\n-"[dice(&mut state) % 8]),
                _ => {
                    let from = dice(&mut state) % whole.len();
                    bytes.splice(at..at, whole[from..(from + 60).min(whole.len())].iter().copied());
                }
            }
            if bytes.is_empty() {
                bytes.push(b'1');
            }
        }
        let sdn = File { name: "sdn_2021-07-07", bytes: SDN.as_bytes() };
        let file = File { name: "mutant_2021-07-07", bytes: &bytes };
        match if round % 3 == 1 { read(&[sdn, file], None) } else { read(&[file], None) } {
            Ok(lists) => {
                read_whole += 1;
                lists.iter().for_each(|list| assert!(list.entries.iter().all(|entry| !entry.names.is_empty() && !entry.id.is_empty())));
            }
            Err(error) => {
                refused += 1;
                assert!(!error.to_string().contains("ZAYDAN") && !error.to_string().contains("BADEGE"), "{error}");
            }
        }
    }
    assert!(read_whole > 100 && refused > 100, "{read_whole} read, {refused} refused");
}

fn index() -> Index {
    let mut index = Index::default();
    let un = read(&files(&[("un.xml", UN)]), None).unwrap().remove(0);
    index.add(ofac(), "d1".into());
    index.add(un, "d2".into());
    index
}

/// In Arabic letters a name has consonants alone: the rest of a long name in Latin ones makes it no less likely.
#[test]
fn a_long_name_is_found_by_its_consonants_before_short_ones_that_share_fewer() {
    let line = |id: usize, name: &str| format!("{id},\"{name}\",\"individual\",\"SDGT\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n");
    let short = ["Ali Hasan", "Ali Jabir", "Ali Nur", "Hasan Ali", "Omar Hasan"];
    let sdn: String = line(1, "AL-ZAHRANI, Abdulrahman Ali Hasan Muhammad")
        + &short.iter().enumerate().map(|(at, name)| line(at + 2, name)).collect::<String>();
    let mut index = Index::default();
    let (alt, add) = ("3,1,\"aka\",\"Jabir\",-0- \r\n", "3,25,-0- ,\"Havana\",\"Cuba\",-0- \r\n");
    let parts = [("sdn_2021-07-07.csv", sdn.as_str()), ("alt.csv", alt), ("add.csv", add)];
    index.add(read(&files(&parts), None).unwrap().remove(0), "d".into());
    let first = |name: &str| index.candidates(name, &[], 1).first().map(|candidate| candidate.entry.id.clone());
    assert_eq!(first("علي حسن محمد الزهراني").as_deref(), Some("1"));
    assert_eq!(first("علي حسن").as_deref(), Some("2"));
}

#[test]
fn whoever_could_be_meant_is_found() {
    let index = index();
    let found = |name: &str, identifiers: &[&str]| -> Vec<String> {
        let identifiers: Vec<String> = identifiers.iter().map(|number| (*number).to_owned()).collect();
        index.candidates(name, &identifiers, 3).iter().map(|candidate| candidate.entry.id.clone()).collect()
    };
    for name in ["Muhammad Zaydan", "Mohammed Zaidan", "محمد زيدان", "ZAYDAN MOHD"] {
        assert_eq!(found(name, &[])[0], "2674", "{name}");
    }
    assert_eq!(found("Erik Badege", &[])[0], "CDi.001");
    assert_eq!(found("Aero Caribbean Airlines Ltd", &[])[0], "36");
    assert_eq!(found("Somebody", &["ob 0243318"])[0], "CDi.001");
    assert!(found("Qq", &[]).is_empty());
}

struct Beyond;

#[async_trait::async_trait]
impl Outbound for Beyond {
    async fn send(&self, _: Request) -> Result<Response, egress::Error> {
        Err(egress::Error::Timeout)
    }
}

#[tokio::test]
async fn the_door_answers_for_the_lists_alone_and_at_once_from_new_ones() {
    let shelf = Shelf::default();
    let door = Door { shelf: shelf.clone(), beyond: Arc::new(Beyond) };
    let ask = |url: &str, body: Value| Request {
        url: url.parse().unwrap(),
        method: "POST".into(),
        headers: Vec::new(),
        body: Some(body.to_string().into()),
        deadline: Duration::from_secs(1),
        response_bytes_max: 1 << 20,
    };
    let candidates = "https://lists.invalid/candidates";
    let asked = json!({"name": "Muhammad Zaydan"});
    let said = door.send(ask(candidates, asked.clone())).await.unwrap();
    assert_eq!((said.status, &said.body[..]), (503, br#"{"code":"no_list"}"#.as_slice()));
    shelf.put(index());
    let said = door.send(ask(candidates, asked.clone())).await.unwrap();
    let body: Value = serde_json::from_slice(&said.body).unwrap();
    assert_eq!((said.status, &body["candidates"][0]["id"], &body["candidates"][0]["list"]), (200, &json!("2674"), &json!("ofac_sdn")));
    assert_eq!((&body["lists"][0]["digest"], &body["lists"][1]["date"]), (&json!("d1"), &json!("2026-02-27")));
    for (url, body, status) in
        [("https://lists.invalid/other", asked.clone(), 404), (candidates, json!("nonsense"), 400), (candidates, json!({"name": 7}), 400)]
    {
        assert_eq!(door.send(ask(url, body)).await.unwrap().status, status);
    }
    assert!(door.send(ask("https://elsewhere.test/candidates", asked)).await.is_err(), "everything else goes on");
}
