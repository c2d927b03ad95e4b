//! Makes sorted tables of the families of words in `data/`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

const TABLES: [&str; 3] = ["given_names", "company_words", "same_words"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for name in TABLES {
        let table = table(&fs::read_to_string(format!("data/{name}.txt"))?)?;
        fs::write(out.join(name).with_extension("rs"), table)?;
    }
    fs::write(out.join("legal_forms.rs"), forms(&fs::read_to_string("data/legal_forms.txt")?)?)?;
    Ok(())
}

/// Each line of the text begins with the form and how sure it is, the ways to write it follow.
fn forms(text: &str) -> Result<String, Box<dyn Error>> {
    let mut forms = BTreeMap::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let (Some(form), Some(sure)) = (words.next(), words.next()) else { continue };
        for written in words {
            if forms.insert(written, (form, sure == "sure")).is_some() {
                return Err(format!("{written} stands twice").into());
            }
        }
    }
    let rows: String = forms.iter().map(|(written, (form, sure))| format!("    (\"{written}\", Form::{form}, {sure}),\n")).collect();
    Ok(format!(
        "/// In the order of the alphabet, with what the form comes to and whether it is sure to be one.\nstatic FORMS: &[(&str, Form, bool)] = &[\n{rows}];\n"
    ))
}

/// One line of the text is one family: a form may be of several.
fn table(text: &str) -> Result<String, Box<dyn Error>> {
    let mut families: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (family, line) in text.lines().filter(|line| !line.starts_with('#')).enumerate() {
        for form in line.split_whitespace() {
            let known = families.entry(form).or_default();
            if known.last() == Some(&family) {
                return Err(format!("{form} stands twice in one line").into());
            }
            known.push(family);
        }
    }
    let mut table =
        String::from("/// Forms in the order of the alphabet, each with the families it is of.\nstatic FORMS: &[(&str, &[u16])] = &[\n");
    for (form, of) in families {
        table.push_str(&format!("    (\"{form}\", &{of:?}),\n"));
    }
    table.push_str("];\n");
    Ok(table)
}
