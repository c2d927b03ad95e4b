//! Components that must not be loaded, what their authors are told, and what is kept of those that are.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use sandbox::{Answer, Call, Error, Grants, Options, Sandbox};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use tests::guests;

fn sandbox() -> Sandbox {
    Sandbox::new(Options::default()).unwrap()
}

fn refused(component: &[u8]) -> String {
    let (check, workflow) = (sandbox().check(component).err().unwrap(), sandbox().workflow(component).err().unwrap());
    assert_eq!(std::mem::discriminant(&check), std::mem::discriminant(&workflow));
    check.to_string()
}

#[test]
fn an_author_is_told_what_to_do_about_a_component_that_cannot_be_loaded() {
    assert!(refused(b"(module)").starts_with("not a component that can be loaded: "));
    assert!(refused(b"").starts_with("not a component that can be loaded: "));
    assert!(refused(&wat::parse_str("(module)").unwrap()).contains("this is a core module, not a component: wrap it with"));
    let wasi = wat::parse_str(r#"(component (import "wasi:io/poll@0.2.6" (instance)))"#).unwrap();
    assert!(refused(&wasi).ends_with("build it for the target wasm32-unknown-unknown"));
    let other = wat::parse_str(r#"(component (import "acme:db/sql@1.0.0" (instance)))"#).unwrap();
    assert!(refused(&other).starts_with("the component imports `acme:db/sql@1.0.0`, which enrich:check@1.0.0 does not offer"));
    assert!(refused(&wat::parse_str("(component)").unwrap()).starts_with("the component does not fit enrich:check@1.0.0: "));
    let large = vec![0; 33 << 20];
    assert!(refused(&large).contains("33554432 are allowed"));
}

#[test]
fn a_guest_of_one_kind_is_not_loaded_as_the_other() {
    let check = sandbox().workflow(guests::component("hostile-check")).err().unwrap();
    assert!(matches!(check, Error::Import { ref import, .. } if import.starts_with("enrich:check/")), "{check}");
    let workflow = sandbox().check(guests::component("hostile-workflow")).err().unwrap();
    assert!(matches!(workflow, Error::Import { ref import, .. } if import.starts_with("enrich:workflow/")), "{workflow}");
}

/// A check written by hand, so that it can do what no compiler does. `describe` and `perform` are the bodies of its exports.
fn by_hand(describe: &str, perform: &str) -> Vec<u8> {
    let text = format!(
        r#"(module
            (import "enrich:check/clock@1.0.0" "now" (func $now (result i64)))
            (memory (export "memory") 1)
            (table $table 1 funcref)
            (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) i32.const 4096)
            (func (export "describe") (result i32) {describe} i32.const 16)
            (func (export "perform") (param i32 i32 i32 i32 i32 i32) (result i32) {perform} i32.const 0)
            ;; The manifest: no providers, one check. Each text is an address and a length.
            (data (i32.const 16) "\00\00\00\00\00\00\00\00\20\00\00\00\01\00\00\00")
            (data (i32.const 32) "\c8\00\00\00\04\00\00\00" "\cc\00\00\00\04\00\00\00" "\d0\00\00\00\02\00\00\00"
                "\d0\00\00\00\02\00\00\00" "\00\00\00\00\00\00\00\00" "\01\00\00\00" "\d2\00\00\00\03\00\00\00" "\00\00\00\00"
                "\00\00\00\00\00\00\00\00")
            (data (i32.const 200) "growGrow{{}}0.1"))"#
    );
    let mut module = wat::parse_str(text).unwrap();
    let mut resolve = wit_parser::Resolve::default();
    let (package, _) = resolve.push_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit/check/1.0.0")).unwrap();
    let world = resolve.select_world(&[package], None).unwrap();
    wit_component::embed_component_metadata(&mut module, &resolve, world, wit_component::StringEncoding::UTF8).unwrap();
    wit_component::ComponentEncoder::default().validate(true).module(&module).unwrap().encode().unwrap()
}

async fn perform(component: &[u8]) -> Answer {
    let check = sandbox().check(component).unwrap();
    let id = journal::CallId::new(journal::Time::from_micros(0), &[1; 10]);
    let call = Call { id, check: "grow".into(), input: journal::Json::parse("{}").unwrap(), asked_at: journal::Time::default() };
    struct Nowhere;
    #[async_trait::async_trait]
    impl egress::Outbound for Nowhere {
        async fn send(&self, _: egress::Request) -> Result<egress::Response, egress::Error> {
            Err(egress::Error::Timeout)
        }
    }
    check.perform(&call, &Grants::default(), &Nowhere).await
}

#[tokio::test]
async fn a_guest_that_grows_its_tables_or_memory_without_end_is_out_of_memory() {
    let tables = "(loop $again (drop (table.grow $table (ref.null func) (i32.const 1000))) (br $again))";
    let memory = "(loop $again (drop (memory.grow (i32.const 1))) (br $again))";
    for growth in [tables, memory] {
        let answer = perform(&by_hand("", growth)).await;
        assert!(matches!(&answer, Answer::Failed { code, .. } if code == "check_out_of_memory"), "{growth}: {answer:?}");
    }
}

#[test]
fn a_component_describes_itself_without_help_or_is_refused() {
    let described = |body: &str| sandbox().check(&by_hand(body, "")).map(|check| check.manifest().checks[0].name.clone());
    assert_eq!(described("").unwrap(), "grow");
    assert_eq!(described("(drop (call $now))").unwrap_err().to_string(), "the component could not describe itself: it used an import");
    assert_eq!(described("(loop $on (br $on))").unwrap_err().to_string(), "the component could not describe itself: it took too long");
    let memory = described("(loop $on (drop (memory.grow (i32.const 1))) (br $on))").unwrap_err().to_string();
    assert_eq!(memory, "the component could not describe itself: it took too much memory");
    assert!(described("unreachable").unwrap_err().to_string().starts_with("the component could not describe itself: "));
    let nameless = described("(i32.store8 (i32.const 200) (i32.const 71))").unwrap_err();
    assert!(matches!(&nameless, Error::Manifest(why) if why.to_string().contains("\"Grow\" is no name")), "{nameless}");
}

fn kept(folder: &Path) -> Vec<(PathBuf, u64)> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut kept: Vec<_> = files.map(|path| (path.clone(), std::fs::metadata(path).unwrap().ino())).collect();
    kept.sort();
    kept
}

#[test]
fn compiled_code_is_kept_for_its_owner_used_again_and_made_again_when_it_is_not_whole() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("code");
    let load = || {
        let sandbox = Sandbox::new(Options { artefacts: Some(folder.clone()), ..Options::default() }).unwrap();
        sandbox.check(guests::component("hostile-check")).unwrap().digest().to_owned()
    };
    let digest = load();
    let first = kept(&folder);
    let (path, _) = &first[0];
    assert!(first.len() == 1 && path.file_name().unwrap().to_str().unwrap().starts_with(&digest));
    assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);

    load();
    assert_eq!(kept(&folder), first, "the file was used, not written again");

    let whole = std::fs::read(path).unwrap();
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() ^= 1;
    let mut other_code = whole.clone();
    other_code[whole.len() / 2] ^= 1;
    for broken in [&whole[..whole.len() / 2], &whole[..10], b"", &changed, &other_code] {
        std::fs::write(path, broken).unwrap();
        load();
        let made = std::fs::read(path).unwrap();
        assert_eq!(made.len(), whole.len());
        assert!(made != broken, "it was made again");
        assert_eq!(kept(&folder).len(), 1, "nothing is left over");
    }
}

#[test]
fn code_of_another_component_is_not_executed() {
    let parent = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::new(Options { artefacts: Some(parent.path().to_owned()), ..Options::default() }).unwrap();
    let (one, other) = (by_hand("", ""), by_hand("nop", ""));
    sandbox.check(&one).unwrap();
    let (path, _) = kept(parent.path()).remove(0);
    let (digest, engine) = path.file_name().unwrap().to_str().unwrap().split_once('-').unwrap();
    assert_ne!(sandbox.check(&other).unwrap().digest(), digest);
    let foreign = kept(parent.path()).into_iter().map(|(path, _)| path).find(|found| *found != path).unwrap();
    let own = std::fs::read(&foreign).unwrap();
    std::fs::copy(&path, &foreign).unwrap();
    sandbox.check(&other).unwrap();
    assert!(!engine.is_empty() && std::fs::read(&foreign).unwrap().len() == own.len());
    assert_ne!(std::fs::read(&foreign).unwrap(), std::fs::read(&path).unwrap(), "it was compiled again");
}

#[test]
fn a_folder_that_others_can_write_to_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o777)).unwrap();
    let refused = Sandbox::new(Options { artefacts: Some(folder.path().to_owned()), ..Options::default() }).err().unwrap();
    assert!(matches!(refused, Error::Artefacts { .. }), "{refused}");
}
