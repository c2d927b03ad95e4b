//! Width, colours and the few shapes that everything shown is made of.

use console::{Alignment, Style, Term, measure_text_width, pad_str};

/// Text wider than this is hard to read, however wide the terminal.
const WIDTH_COLUMNS_MAX: usize = 100;
/// Below this nothing lines up any more.
const WIDTH_COLUMNS_MIN: usize = 40;
/// Where nobody says how wide it is: a pipe, a file.
const WIDTH_COLUMNS_USUAL: usize = 80;
/// Where the value of a fact begins, after the margin.
const FACT_COLUMNS: usize = 10;
/// Left margin of everything.
const MARGIN: &str = "  ";

/// How to show things on one output.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns in all.
    pub width: usize,
    /// Whether to use colour. `NO_COLOR` and pipes say no.
    pub color: bool,
    /// Whether lines may be redrawn.
    pub live: bool,
}

impl Look {
    /// As standard output is.
    pub fn of_stdout() -> Look {
        let term = Term::stdout();
        let width = term.size_checked().map_or(WIDTH_COLUMNS_USUAL, |(_, columns)| usize::from(columns));
        // One column stays free: some terminals wrap a line that fills the last.
        let width = width.saturating_sub(1).clamp(WIDTH_COLUMNS_MIN, WIDTH_COLUMNS_MAX);
        Look { width, color: console::colors_enabled(), live: term.features().is_attended() }
    }

    /// Without colour and motion.
    pub fn plain(width: usize) -> Look {
        Look { width, color: false, live: false }
    }

    fn paint(&self, style: Style, text: &str) -> String {
        style.force_styling(self.color).apply_to(text).to_string()
    }

    /// Beside the point.
    pub fn dim(&self, text: &str) -> String {
        self.paint(Style::new().dim(), text)
    }

    /// To the point.
    pub fn strong(&self, text: &str) -> String {
        self.paint(Style::new().bold(), text)
    }

    /// As it should be.
    pub fn good(&self, text: &str) -> String {
        self.paint(Style::new().green(), text)
    }

    /// As it should not be.
    pub fn bad(&self, text: &str) -> String {
        self.paint(Style::new().red(), text)
    }

    /// Worth a look.
    pub fn doubtful(&self, text: &str) -> String {
        self.paint(Style::new().yellow(), text)
    }

    /// A name, an address.
    pub fn accent(&self, text: &str) -> String {
        self.paint(Style::new().cyan(), text)
    }

    /// A word of status in its colour.
    pub fn status(&self, word: &str) -> String {
        match word {
            "success" | "completed" | "verified" | "match" | "matched" | "valid" | "clear" | "pass" | "passed" | "approved" | "active" => {
                self.good(word)
            }
            "failed" | "mismatch" | "invalid" | "declined" | "interrupted" | "hit" | "rejected" => self.bad(word),
            "not_found" | "not found" | "review" | "doubtful" | "cancelled" | "incomplete" | "not_checked" | "not checked" | "inactive"
            | "unverified" | "partial" | "missing" => self.doubtful(word),
            _ => word.to_owned(),
        }
    }

    /// A heading with its line break.
    pub fn heading(&self, text: &str) -> String {
        format!("{MARGIN}{}\n", self.strong(text))
    }

    /// Text wrapped below a heading. Line breaks in it are kept.
    pub fn block(&self, text: &str) -> String {
        let indent = MARGIN.repeat(2);
        self.wrapped(text, self.width - indent.len()).iter().map(|line| format!("{indent}{line}").trim_end().to_owned() + "\n").collect()
    }

    /// `text` in lines of at most `width` columns, broken between words where possible. Continuations of a list item are
    /// indented below its words.
    pub fn wrapped(&self, text: &str, width: usize) -> Vec<String> {
        text.lines().flat_map(|line| wrapped_line(line, width.max(8))).collect()
    }

    /// One line below a heading: `left`, and `right` at the right edge. What does not fit is cut from `left`.
    pub fn edges(&self, left: &str, right: &str) -> String {
        self.edges_within(&MARGIN.repeat(2), left, right)
    }

    pub(super) fn edges_within(&self, indent: &str, left: &str, right: &str) -> String {
        let room = self.width.saturating_sub(indent.len() + measure_text_width(right) + usize::from(!right.is_empty()));
        let left = pad_str(left, room, Alignment::Left, Some("…")).into_owned();
        format!("{indent}{left} {right}").trim_end().to_owned() + "\n"
    }

    /// One line at the margin.
    pub fn margin(&self, text: &str) -> String {
        format!("{MARGIN}{text}\n")
    }

    /// One line at the margin: `left`, and `right` at the right edge.
    pub fn edges_at_margin(&self, left: &str, right: &str) -> String {
        self.edges_within(MARGIN, left, right)
    }

    /// A name and what it stands for, wrapped beside it.
    pub fn fact(&self, name: &str, value: &str) -> String {
        let lead = MARGIN.len() + FACT_COLUMNS;
        let lines = self.wrapped(value, self.width.saturating_sub(lead));
        let names = std::iter::once(name).chain(std::iter::repeat(""));
        let name = |name: &str| self.dim(&pad_str(name, FACT_COLUMNS, Alignment::Left, None));
        lines.iter().zip(names).map(|(line, word)| format!("{MARGIN}{}{line}", name(word)).trim_end().to_owned() + "\n").collect()
    }

    /// A command to copy, with what it is for. It is not wrapped: it must stay what it is.
    pub fn command(&self, what: &str, command: &str) -> String {
        let lines: String = command.lines().map(|line| self.margin(line)).collect();
        format!("\n{}{lines}", self.margin(&self.dim(&format!("# {what}"))))
    }

    /// A line across, below a heading.
    pub fn rule(&self) -> String {
        let indent = MARGIN.repeat(2);
        format!("{indent}{}\n", self.dim(&"─".repeat(self.width - indent.len())))
    }
}

fn wrapped_line(line: &str, width: usize) -> Vec<String> {
    let body = line.trim_start();
    let lead = line.len() - body.len();
    let marker = ["- ", "* ", "• "].iter().find(|marker| body.starts_with(**marker)).map_or(0, |marker| measure_text_width(marker));
    let indent = " ".repeat((lead + marker).min(width / 2));
    let mut lines = Vec::new();
    let mut current = line[..lead.min(width / 2)].to_owned();
    let mut empty = true;
    for word in body.split(' ').filter(|word| !word.is_empty()) {
        if !empty && measure_text_width(&current) + 1 + measure_text_width(word) > width {
            lines.push(std::mem::replace(&mut current, indent.clone()));
            empty = true;
        }
        if !empty {
            current.push(' ');
        }
        current.push_str(word);
        empty = false;
    }
    lines.push(current);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_wrapped_between_words_and_list_items_hang() {
        let look = Look::plain(80);
        assert_eq!(look.wrapped("PAN verified for Rahul", 12), ["PAN verified", "for Rahul"]);
        assert_eq!(look.wrapped("- one two three\n\nend", 9), ["- one two", "  three", "", "end"]);
        assert_eq!(look.wrapped("unbreakable-word-longer x", 10), ["unbreakable-word-longer", "x"]);
    }

    #[test]
    fn both_edges_are_met_and_the_left_gives_way() {
        let look = Look::plain(40);
        assert_eq!(look.edges("pan_verification", "2.0"), format!("    {:<33}{}\n", "pan_verification", "2.0"));
        let cut = look.edges(&"x".repeat(80), "2.0");
        assert_eq!(measure_text_width(cut.trim_end()), 40);
        assert!(cut.contains("… 2.0"), "{cut}");
    }

    #[test]
    fn without_colour_there_is_no_escape() {
        let look = Look::plain(80);
        let all = [look.dim("a"), look.strong("b"), look.good("c"), look.status("failed"), look.heading("H"), look.rule()].concat();
        assert!(!all.contains('\u{1b}'), "{all:?}");
        assert!(Look { color: true, ..look }.good("c").contains('\u{1b}'));
    }
}
