//! The show, from the first start to the second.

use crate::binary::{Machine, Process, http};
use serde_json::Value;

/// The last line of the show.
fn is_last(line: &str) -> bool {
    line.contains("Ctrl-C")
}

fn demo(machine: &Machine) -> (Process, String) {
    let mut demo = machine.start(&["demo", "--listen", "127.0.0.1:0"]);
    let shown = demo.all_until(is_last).join("\n");
    (demo, shown)
}

#[tokio::test]
async fn the_demo_shows_a_verification_that_can_be_repeated() {
    let machine = Machine::bare();
    let (demo, shown) = demo(&machine);
    for words in
        ["test mode: answers come from the simulator", "500.0 credits", "✓ pan_verification", "✓ name_match", "✓ mobile_intelligence"]
    {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    for words in ["Answer", "Report", "Bill", "credits used", "3.7", "Repeat it"] {
        assert!(shown.contains(words), "{words}:\n{shown}");
    }
    assert!(!shown.contains('\u{1b}') && shown.lines().all(|line| line.chars().count() <= 80), "plain and 80 columns:\n{shown}");
    let commands = curl_lines(&shown);
    assert_eq!(commands.len(), 3, "{shown}");
    let created = perform(&commands[0]).await;
    assert_eq!(created["input"]["workflow"], "kyc-verification");
    let waited = perform(&commands[1]).await;
    assert_eq!((waited["status"].as_str(), waited["credits_used"].to_string()), (Some("completed"), "3.7".into()));
    assert!(demo.stop().success(), "it stops when it is asked to");
}

#[test]
fn a_second_start_finds_its_data_again() {
    let machine = Machine::new();
    let (first, shown) = demo(&machine);
    let key_file = machine.data_dir().join("demo.key");
    let secret = std::fs::read_to_string(&key_file).unwrap();
    assert!(shown.contains(secret.trim()) && shown.contains("made just now"));
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&key_file).unwrap().permissions()) & 0o777, 0o600);
    assert!(first.stop().success());
    let (second, shown) = demo(&machine);
    assert!(shown.contains(secret.trim()) && shown.contains("found again"), "{shown}");
    assert!(second.stop().success());
    let orgs = machine.enrich(&["org", "list", "--json"]).json();
    assert_eq!(orgs.as_array().unwrap().len(), 1);
    assert_eq!(orgs[0]["max_credits"].to_string(), "500.0");
    assert_eq!(machine.enrich(&["ledger", "verify", "--json"]).json()["runs"], 2);
}

#[test]
fn a_lost_secret_is_replaced_and_its_key_revoked() {
    let machine = Machine::new();
    let (first, _) = demo(&machine);
    assert!(first.stop().success());
    let key_file = machine.data_dir().join("demo.key");
    let lost = std::fs::read_to_string(&key_file).unwrap();
    std::fs::remove_file(&key_file).unwrap();
    let (second, shown) = demo(&machine);
    assert!(second.stop().success());
    assert!(shown.contains("✓ pan_verification") && !shown.contains(lost.trim()));
    let keys = machine.enrich(&["key", "list", "--org", "Demo", "--json"]).json();
    let active = keys.as_array().unwrap().iter().filter(|key| key["revoked_at"].is_null()).count();
    assert_eq!((keys.as_array().unwrap().len(), active), (2, 1));
}

#[test]
fn programs_get_the_show_as_json() {
    let machine = Machine::new();
    let mut demo = machine.start(&["demo", "--listen", "127.0.0.1:0", "--json"]);
    let line: Value = serde_json::from_str(&demo.until(|_| true)).unwrap();
    assert_eq!(line["run"]["status"], "completed");
    assert!(line["secret"].as_str().unwrap().starts_with("sk-tm-test-") && line["url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert!(demo.stop().success());
}

/// The commands of the show, each as a shell would take it apart.
fn curl_lines(shown: &str) -> Vec<Vec<String>> {
    let mut rest = shown;
    let mut commands = Vec::new();
    while let Some(at) = rest.find("curl ") {
        let (words, after) = shell_words(&rest[at..]);
        commands.push(words);
        rest = after;
    }
    commands
}

/// The words of the first command of `text`, and what follows it.
fn shell_words(text: &str) -> (Vec<String>, &str) {
    let (mut words, mut word, mut quote) = (Vec::new(), String::new(), None);
    let mut letters = text.char_indices();
    while let Some((at, letter)) = letters.next() {
        match (letter, quote) {
            ('\\', None) => drop(letters.next()),
            ('\'' | '"', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            ('\n', None) => {
                words.push(word);
                return (words.into_iter().filter(|word| !word.is_empty()).collect(), &text[at..]);
            }
            (' ', None) => words.push(std::mem::take(&mut word)),
            (letter, _) => word.push(letter),
        }
    }
    panic!("the command does not end: {text}")
}

/// What curl would do.
async fn perform(words: &[String]) -> Value {
    let after = |flag: &str| words.windows(2).filter(move |pair| pair[0] == flag).map(|pair| pair[1].clone()).collect::<Vec<_>>();
    let url = words.iter().find(|word| word.starts_with("http://")).unwrap();
    let http = http();
    let mut request = match after("-d").pop() {
        Some(body) => http.post(url).body(body),
        None => http.get(url),
    };
    for header in after("-H") {
        let (name, value) = header.split_once(": ").unwrap();
        request = request.header(name, value);
    }
    let answer = request.send().await.unwrap();
    assert!(answer.status().is_success(), "{}", answer.status());
    serde_json::from_str(&answer.text().await.unwrap()).unwrap()
}
