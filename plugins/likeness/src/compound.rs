//! Arabic names of several words that are written in as many ways as there are clerks: Abd al-Rahman, Abdul Rahman, Abdurrahman.

/// The beginning of a name of two: servant of.
const SERVANT: &[&str] =
    &["abd", "abdul", "abdel", "abdal", "abdol", "abdoul", "abdu", "abdou", "abdur", "abdus", "abdush", "abdil", "abdool", "abdl", "abdel"];
const ARTICLES: &[&str] =
    &["al", "el", "ul", "ur", "ar", "us", "as", "ash", "ush", "ud", "ad", "ed", "et", "ut", "at", "an", "az", "uz", "il", "er", "es"];
const FAITH: &[&str] = &["din", "deen", "dine", "dein", "dyn"];
const GOD: &[&str] = &["allah", "ullah", "alla", "ulla", "llah", "allh"];

/// A word of a name, and whether its script writes no short vowels.
pub(crate) type Word = (String, bool);

/// Brings such names to one form.
pub(crate) fn joined(words: Vec<Word>) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some((word, skeletal)) = words.next() {
        if SERVANT.contains(&word.as_str()) && words.peek().is_some_and(|(next, _)| next.len() > 1) {
            let mut next = words.next();
            if next.as_ref().is_some_and(|(next, _)| ARTICLES.contains(&next.as_str()))
                && words.peek().is_some_and(|(next, _)| next.len() > 2)
            {
                next = words.next();
            }
            let (next, own) = next.unwrap_or_default();
            out.push((servant_of(&next), skeletal || own));
        } else if FAITH.contains(&word.as_str()) && joins(&out) {
            join(&mut out, "din");
        } else if GOD.contains(&word.as_str()) && out.last().is_some_and(|(last, _)| last.len() > 2 && !ARTICLES.contains(&last.as_str())) {
            join(&mut out, "ullah");
        } else {
            out.push((one_form(word, skeletal), skeletal));
        }
    }
    out
}

fn joins(out: &[Word]) -> bool {
    match out {
        [.., (one, _), (article, _)] if ARTICLES.contains(&article.as_str()) => one.len() > 2,
        [.., (one, _)] => one.len() > 2,
        [] => false,
    }
}

fn join(out: &mut Vec<Word>, ending: &str) {
    if out.len() > 1 && out.last().is_some_and(|(last, _)| ARTICLES.contains(&last.as_str())) {
        out.pop();
    }
    if let Some((last, _)) = out.last_mut() {
        // Zia ul Din, Ziaud Din, Salah ud Din: what is left of the article belongs to it.
        for article in ["ud", "ul", "al", "ed", "ad"] {
            if let Some(rest) = last.strip_suffix(article).filter(|rest| rest.len() > 2) {
                *last = rest.to_owned();
                break;
            }
        }
        last.push_str(ending);
    }
}

fn servant_of(name: &str) -> String {
    if GOD.contains(&name) { "abdullah".into() } else { format!("abd{name}") }
}

/// A word that is such a name already.
fn one_form(word: String, skeletal: bool) -> String {
    if let Some(rest) = word.strip_prefix("abd") {
        let plain = rest.trim_start_matches(['a', 'e', 'i', 'o', 'u']);
        // Without short vowels words are shorter.
        let letters_min = if skeletal { 2 } else { 4 };
        if plain.len() < rest.len() && plain.len() >= 4 && !["lla", "llah", "lah"].iter().any(|god| plain.starts_with(god)) {
            let plain = plain.strip_prefix('l').filter(|after| after.len() >= letters_min).unwrap_or(plain);
            let mut letters = plain.chars();
            let doubled = letters.next().is_some_and(|first| letters.next() == Some(first));
            return format!("abd{}", if doubled { &plain[1..] } else { plain });
        }
        return word;
    }
    for (ending, faith) in [("deen", "din"), ("dine", "din"), ("din", "din"), ("aldyn", "din")] {
        let Some(rest) = word.strip_suffix(ending) else { continue };
        // The article's own d or l, and its vowel.
        let shorter = rest.strip_suffix(['d', 'l']).unwrap_or(rest);
        let base = shorter.trim_end_matches(['a', 'e', 'i', 'o', 'u']);
        let article = shorter.len() < rest.len() || rest.ends_with(['u', 'e']);
        if article && base.len() >= 3 && base.len() < shorter.len() {
            return format!("{base}{faith}");
        }
    }
    match word.strip_suffix("allah") {
        Some(rest) if rest.len() >= 3 && rest != "abd" => format!("{rest}ullah"),
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn such_names_come_to_one_form() {
        for (written, expected) in [
            ("abd al rahman", "abdrahman"),
            ("abdul rahman", "abdrahman"),
            ("abd ar rahman", "abdrahman"),
            ("abdulrahman", "abdrahman"),
            ("abdurrahman", "abdrahman"),
            ("abdirahman", "abdrahman"),
            ("abdelkader", "abdkader"),
            ("abd al aziz", "abdaziz"),
            ("abdullah", "abdullah"),
            ("abd allah", "abdullah"),
            ("abdallah", "abdallah"),
            ("salah al din", "salahdin"),
            ("salahuddin", "salahdin"),
            ("salaheddine", "salahdin"),
            ("salah ud deen", "salahdin"),
            ("saif ullah", "saifullah"),
            ("nasrallah", "nasrullah"),
            ("abdul", "abdul"),
            ("abdul k", "abdul k"),
            ("nadin", "nadin"),
            ("rahul sharma", "rahul sharma"),
        ] {
            let words = written.split(' ').map(|word| (word.to_owned(), false)).collect();
            let found: Vec<String> = joined(words).into_iter().map(|(word, _)| word).collect();
            assert_eq!(found.join(" "), expected, "{written}");
        }
    }
}
