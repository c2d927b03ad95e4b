//! Markdown as HTML. Code is coloured, and code blocks that follow one another are one choice of languages.

use super::{escape, highlight};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// A code block: what stands behind its fence, and the code.
struct Code {
    info: String,
    code: String,
}

/// Paragraphs, lists, tables, code.
pub(super) fn blocks(text: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut choice: Vec<Code> = Vec::new();
    let mut code: Option<Code> = None;
    for event in Parser::new_ext(text, options) {
        match (event, &mut code) {
            (Event::Start(Tag::CodeBlock(kind)), _) => {
                let info = if let CodeBlockKind::Fenced(info) = kind { info.to_string() } else { String::new() };
                code = Some(Code { info, code: String::new() });
            }
            (Event::End(TagEnd::CodeBlock), _) => choice.extend(code.take()),
            (Event::Text(text), Some(block)) => block.code.push_str(&text),
            (event, _) => {
                flush(&mut choice, &mut events);
                events.push(shaped(event));
            }
        }
    }
    flush(&mut choice, &mut events);
    let mut page = String::new();
    html::push_html(&mut page, events.into_iter());
    page.replace("<table>", "<div class=\"wide\"><table>").replace("</table>", "</table></div>")
}

/// One line, without a paragraph around it.
pub(super) fn line(text: &str) -> String {
    let html = blocks(text);
    let html = html.trim();
    let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>")).filter(|inner| !inner.contains("<p>"));
    inner.unwrap_or(html).to_owned()
}

/// A coloured piece of code under its title.
pub(super) fn code(title: &str, language: &str, code: &str) -> String {
    let title = if title.is_empty() { String::new() } else { format!("<figcaption>{}</figcaption>", escape(title)) };
    let coloured = highlight::coloured(language, code.trim_end());
    format!("<figure class=\"code\">{title}<pre tabindex=\"0\"><code>{coloured}</code></pre></figure>")
}

/// Several pieces of code of which one is looked at.
pub(super) fn choice(figures: &[String]) -> String {
    match figures {
        [] => String::new(),
        [only] => only.clone(),
        several => format!("<div class=\"choice\">{}</div>", several.concat()),
    }
}

fn flush(codes: &mut Vec<Code>, events: &mut Vec<Event<'_>>) {
    let figures: Vec<String> = codes.drain(..).map(|block| figure(&block)).collect();
    if !figures.is_empty() {
        events.push(Event::Html(CowStr::from(choice(&figures))));
    }
}

fn figure(Code { info, code: text }: &Code) -> String {
    let language = info.split(' ').next().unwrap_or_default();
    let title = info.split(' ').find_map(|word| word.strip_prefix("title=")).unwrap_or_default();
    code(title, language, text)
}

/// Headings within a chapter stand below its title.
fn shaped(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Heading { level: HeadingLevel::H1, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, id, classes, attrs })
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_blocks_that_follow_one_another_are_a_choice() {
        let page = blocks("Do:\n\n```bash title=curl run=x\necho '<a>' # hi\n```\n\n```python title=Python\nx = 1\n```\n\nThen `this`.\n");
        assert!(page.starts_with("<p>Do:</p>\n<div class=\"choice\"><figure class=\"code\"><figcaption>curl</figcaption>"), "{page}");
        assert!(page.contains("&lt;a&gt;") && page.matches("<figure").count() == 2, "{page}");
        assert!(page.ends_with("</figure></div>\n<p>Then <code>this</code>.</p>\n"), "{page}");
    }

    #[test]
    fn a_line_has_no_paragraph() {
        assert_eq!(line("Waits for *you*."), "Waits for <em>you</em>.");
        assert_eq!(line("a\n\nb"), "<p>a</p>\n<p>b</p>");
    }

    #[test]
    fn headings_keep_their_anchors() {
        assert_eq!(blocks("## Time {#test-mode-time}\n"), "<h2 id=\"test-mode-time\">Time</h2>\n");
    }
}
