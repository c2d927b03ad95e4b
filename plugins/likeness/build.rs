//! Makes sorted tables of the families of words in `data/`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

const TABLES: [&str; 2] = ["given_names", "company_words"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=data");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    for name in TABLES {
        let table = table(&fs::read_to_string(format!("data/{name}.txt"))?)?;
        fs::write(out.join(name).with_extension("rs"), table)?;
    }
    Ok(())
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
