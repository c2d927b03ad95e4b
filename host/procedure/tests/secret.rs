//! What is taken for a secret, and what is not.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

#[path = "catalogue/mod.rs"]
mod catalogue;

use catalogue::catalogue;
use procedure::lint;
use std::path::Path;
use std::time::{Duration, Instant};

/// One key, in all the places that people paste one.
const KEY: &str = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
/// Longer than any of these pages takes on a busy machine, in a build without optimisation; a search that is not linear takes minutes.
const PAGE_TIME_MAX: Duration = Duration::from_secs(5);

fn page(line: &str) -> String {
    format!("---\nname: n\ninputs:\n  required: [pan]\n---\n## A\n- Ask: `pan_verification`\n\n{line}\n")
}

/// How many secrets are told of. Nothing that is said of the page repeats `secret`.
fn told(line: &str, secret: &str) -> usize {
    let told = lint(&page(line), &catalogue()).diagnostics;
    for one in &told {
        assert!(secret.is_empty() || !format!("{one} {one:?}").contains(secret), "{line}: {one}");
    }
    told.iter().filter(|one| one.code == "secret").count()
}

#[test]
fn no_sign_beside_a_secret_hides_it() {
    for line in [
        "S",
        "S:",
        "S.",
        "S,",
        "(S)",
        "key=S",
        "key:S",
        "key = S",
        "_S_",
        "**S**",
        "`S`",
        "\"S\"",
        "'S'",
        "<S>",
        "[S](x)",
        "[x](S)",
        "https://x.example/?k=S",
        "https://x.example/?k=S&v=1",
        "https://x.example/S/y",
        "x;S;y",
        "S|x",
        "/S/",
        "S…",
        "“S”",
        "token: S",
        "- S: x",
        "curl -u S:",
        "KEY_S",
        "{S}",
        "secret S!",
    ] {
        assert_eq!(told(&line.replace('S', KEY), KEY), 1, "{line}");
    }
}

#[test]
fn a_secret_without_a_form_is_known_by_what_stands_before_it() {
    for (line, secret) in [
        ("Authorization: Bearer 8f14e45fceea167a5a36dedd4bea2543", "8f14e45fceea167a5a36dedd4bea2543"),
        ("Send the header \"Authorization: Basic dXNlcjpwYXNz\".", "dXNlcjpwYXNz"),
        ("with Bearer 8f14e45fceea167a5a36dedd4bea2543 as ever", "8f14e45fceea167a5a36dedd4bea2543"),
        ("postgres://enrich:s3cr3tPass@db.internal/enrich", "s3cr3tPass"),
        ("<https://ops:correct@horse@files.example/x>", "correct@horse"),
        ("api_key = \"kJ8sd9fKJH234kjhsdf9234kjh\"", "kJ8sd9fKJH234kjhsdf9234kjh"),
        ("{\"api_key\": \"kJ8sd9fKJH234kjhsdf9234kjh\"}", "kJ8sd9fKJH234kjhsdf9234kjh"),
        ("API key: kJ8sd9fKJH234kjhsdf9234kjh", "kJ8sd9fKJH234kjhsdf9234kjh"),
        ("x-api-key: kJ8sd9fKJH234kjhsdf9234kjh", "kJ8sd9fKJH234kjhsdf9234kjh"),
        ("AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("The AWS secret is wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY.", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
        ("password: hunter2", "hunter2"),
        ("**Password:** hunter2", "hunter2"),
        ("`password`: `hunter2`", "hunter2"),
        ("The password=hunter2, as ever", "hunter2"),
        ("DB_PASSWORD=CorrectHorse", "CorrectHorse"),
        ("passwd: Tr0ub4dor&3", "Tr0ub4dor&3"),
        ("passphrase: tr0ub4dor.horse", "tr0ub4dor.horse"),
        ("token:\n9f8e7d6c5b4a", "9f8e7d6c5b4a"),
    ] {
        assert_eq!(told(line, secret), 1, "{line}");
    }
}

#[test]
fn what_is_said_of_secrets_is_none() {
    for line in [
        "password: required",
        "Password: Required",
        "token: see below",
        "Token: JavaScript",
        "secret: 256-bit",
        "secret: base64",
        "token: OAuth2",
        "token: <your-token-1>",
        "token: {{TOKEN_1}}",
        "token: $TOKEN_1A",
        "password: ***1a***",
        "api_key: ...",
        "Secret: none",
        "token: 12-digit",
        "token: v1.2.3",
        "password = the one of the portal",
        "Authorization: required",
        "Authorization: Bearer <token-1>",
        "with `token` = `uan_lookup.token2`",
        "when `a.secret == \"value2x9\"`",
        "token: https://auth.example/v2/token",
        "postgres://enrich:password@db.internal/enrich",
        "postgres://enrich:$PASS@db.internal",
        "https://example.org:8080/@x",
        "https://example.org/sk-bratislava-region-2024",
        "risk-assessment-of-people-2024",
        "Bearer tokens",
        "the secret is f572d396fae9206628714fb2ce00f72e94f2258f",
        "A secret of docs/Workflows/of/a/person/in/2024/x1yz",
        "Token:\n\n9f8e7d6c5b4a",
        "desk-sk-2024-01-01-and-so-on",
        "the key: 4711abc",
        "eyJhbGciOiJIUzI1NiJ9",
    ] {
        assert_eq!(told(line, ""), 0, "{line}");
    }
}

#[test]
fn pages_and_documents_hold_no_secrets() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folders = ["workflows", "workflows/examples", "docs", "tests/goldens"];
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    let pages: Vec<_> = files.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect();
    assert!(pages.len() > 20, "{}", pages.len());
    for page in pages {
        let told = lint(&std::fs::read_to_string(&page).unwrap(), &catalogue()).diagnostics;
        let secrets: Vec<String> = told.iter().filter(|one| one.code == "secret").map(ToString::to_string).collect();
        assert!(secrets.is_empty(), "{}: {secrets:?}", page.display());
    }
}

#[test]
fn a_secret_is_hidden_where_it_stands_again_and_beyond_what_is_told() {
    let again = page("password: hunter2\n\n- hunter2 asks `pan_verificaton`");
    assert!(lint(&again, &catalogue()).diagnostics.iter().all(|one| !one.to_string().contains("hunter2")));
    let keys = |count: usize| (0..count).map(|number| format!("pwd=x{number:05}y ")).collect::<String>();
    let many = page(&format!("{}\n{}", "pwd=a1b2c3d4\n".repeat(procedure::DIAGNOSTICS_MAX - 1), keys(30)));
    let told = lint(&many, &catalogue()).diagnostics;
    assert_eq!(told.len(), procedure::DIAGNOSTICS_MAX);
    assert!(!told[told.len() - 1].excerpt.contains('y'), "{}", told[told.len() - 1].excerpt);
}

#[test]
fn no_page_makes_the_search_slow() {
    for unit in
        ["sk-", "a.", "token: ", "password=", "password:", "-----BEGIN ", "://a:", "a=", "=", "bearer ", "eyJ.", "key key=", "x", "/+", "“"]
    {
        let page = unit.repeat((1 << 19) / unit.len());
        let start = Instant::now();
        let _ = lint(&page, &catalogue());
        assert!(start.elapsed() < PAGE_TIME_MAX, "{unit}: {:?}", start.elapsed());
    }
}
