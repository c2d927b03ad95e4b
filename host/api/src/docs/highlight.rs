//! Colours for code: comments, texts, numbers and a few words. It need not understand a language, only help an eye.

use super::escape;

const WORDS: [&str; 38] = [
    "async", "await", "break", "catch", "class", "const", "continue", "def", "do", "done", "elif", "else", "export", "except", "false",
    "False", "for", "from", "function", "if", "import", "in", "let", "new", "None", "null", "of", "return", "then", "throw", "true",
    "True", "try", "while", "with", "yield", "curl", "pass",
];

/// The code as HTML.
pub(super) fn coloured(language: &str, code: &str) -> String {
    let mut page = String::new();
    let mut rest = code;
    let mut before = '\n';
    while let Some(first) = rest.chars().next() {
        let (class, length) = token(language, rest, first, before);
        let (text, further) = rest.split_at(length);
        let class = if class == "s" && language == "json" && further.trim_start().starts_with(':') { "k" } else { class };
        match class {
            "" => page.push_str(&escape(text)),
            _ => page.push_str(&format!("<span class=\"{class}\">{}</span>", escape(text))),
        }
        before = text.chars().next_back().unwrap_or('\n');
        rest = further;
    }
    page
}

/// What the text begins with, and how many bytes of it.
fn token(language: &str, text: &str, first: char, before: char) -> (&'static str, usize) {
    let comment = match language {
        "bash" | "python" => "#",
        "typescript" | "javascript" => "//",
        _ => "\0",
    };
    let quotes: &[char] = match language {
        "json" => &['"'],
        "bash" | "python" => &['"', '\''],
        "typescript" | "javascript" => &['"', '\'', '`'],
        _ => &[],
    };
    let inside = before.is_alphanumeric() || before == '_';
    if text.starts_with(comment) && before.is_whitespace() {
        return ("c", text.find('\n').unwrap_or(text.len()));
    }
    if quotes.contains(&first) {
        return ("s", closed(text, first));
    }
    if first.is_ascii_digit() && !inside && !quotes.is_empty() {
        return ("n", text.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(text.len()));
    }
    if first.is_alphabetic() && !inside {
        let length = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
        let word = !quotes.is_empty() && WORDS.contains(&&text[..length]);
        return (if word { "w" } else { "" }, length);
    }
    ("", first.len_utf8())
}

/// Length of the text that `quote` opens, its quotes included.
fn closed(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        if letter == quote && !escaped {
            return at + letter.len_utf8();
        }
        escaped = letter == '\\' && !escaped;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_eye_is_helped_and_nothing_is_lost() {
        assert_eq!(
            coloured("json", "{\"a\": \"b\", \"n\": 1.5}"),
            concat!(
                "{<span class=\"k\">&quot;a&quot;</span>: <span class=\"s\">&quot;b&quot;</span>, ",
                "<span class=\"k\">&quot;n&quot;</span>: <span class=\"n\">1.5</span>}"
            )
        );
        assert_eq!(coloured("bash", "# é <x>\nx1 # y"), "<span class=\"c\"># é &lt;x&gt;</span>\nx1 <span class=\"c\"># y</span>");
        assert_eq!(
            coloured("python", "return 'a\\'b' or None"),
            "<span class=\"w\">return</span> <span class=\"s\">'a\\'b'</span> or <span class=\"w\">None</span>"
        );
        assert_eq!(coloured("text", "for 1 'x"), "for 1 'x");
        assert_eq!(coloured("bash", "'open"), "<span class=\"s\">'open</span>");
    }
}
