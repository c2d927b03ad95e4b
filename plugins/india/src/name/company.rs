//! What a company's name ends in: its legal form, which many share and which says nothing about who it is.

use super::fold::Folded;

/// Last words of a company's name, with the legal form that they stand for. Longer ones first.
const FORMS: &[(&[&str], &str)] = &[
    (&["opc", "private", "limited"], "one person company"),
    (&["private", "limited"], "private limited"),
    (&["limited", "liability", "partnership"], "llp"),
    (&["llp"], "llp"),
    (&["limited"], "limited"),
];

/// Ways to write the words of legal forms.
const SHORT: &[(&str, &str)] = &[("pvt", "private"), ("ltd", "limited"), ("p", "private")];

/// Takes the legal form off a name and tells which it was. A name that is nothing else keeps it.
pub(crate) fn take_form(name: &mut Folded) -> Option<&'static str> {
    let words: Vec<&str> = name.parts.iter().map(|part| part.letters.as_str()).map(written_out).collect();
    let (ending, form) = FORMS.iter().find(|(ending, _)| words.len() > ending.len() && words.ends_with(ending))?;
    name.parts.truncate(words.len() - ending.len());
    Some(form)
}

fn written_out(word: &str) -> &str {
    SHORT.iter().find(|(short, _)| *short == word).map_or(word, |(_, long)| long)
}

#[cfg(test)]
mod tests {
    use super::super::fold::fold;
    use super::*;

    #[test]
    fn a_legal_form_is_known_however_it_is_written() {
        for (name, kept, form) in [
            ("Nova Textiles Private Limited", 2, Some("private limited")),
            ("NOVA TEXTILES PVT. LTD.", 2, Some("private limited")),
            ("Nova Textiles (P) Ltd", 2, Some("private limited")),
            ("Nova Textiles (OPC) Private Limited", 2, Some("one person company")),
            ("Nova Textiles Ltd", 2, Some("limited")),
            ("Aravali Studio LLP", 2, Some("llp")),
            ("Aravali Studio Limited Liability Partnership", 2, Some("llp")),
            ("Private Limited", 1, Some("limited")),
            ("Limited", 1, None),
            ("Rahul Sharma", 2, None),
        ] {
            let mut folded = fold(name);
            assert_eq!((take_form(&mut folded), folded.parts.len()), (form, kept), "{name}");
        }
    }
}
