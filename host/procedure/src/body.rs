//! The Markdown below the front matter: sections, steps and what refines them.

use crate::diagnostic::{Found, nearest};
use crate::flow::parse_reference;
use crate::{Argument, Phase, Reference, Report, STEPS_MAX, Step};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Lists within lists within a step; deeper ones are refused, so that no nesting exhausts the stack.
const NESTING_MAX: usize = 8;
/// Characters of a heading.
const TITLE_CHARS_MAX: usize = 200;
const STEP_HELP: &str = "a step is a list item with one code span that names a check; write anything else without code spans";

/// The sections as they were read, with where things stand.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) phases: Vec<(String, Vec<PlacedStep>)>,
    pub(crate) report: String,
    /// Code spans of the report section that have the shape of a reference.
    pub(crate) facts: Vec<(Reference, Range<usize>)>,
}

/// A step, and where its parts stand in the source.
pub(crate) struct PlacedStep {
    pub(crate) step: Step,
    pub(crate) check_at: Range<usize>,
    /// Of the references in `step.with`, in the same order.
    pub(crate) references_at: Vec<Range<usize>>,
}

impl Body {
    pub(crate) fn steps(&self) -> impl Iterator<Item = &PlacedStep> {
        self.phases.iter().flat_map(|(_, steps)| steps)
    }

    pub(crate) fn into_parts(self) -> (Vec<Phase>, Report) {
        let phases = self.phases.into_iter().filter(|(_, steps)| !steps.is_empty());
        let phases = phases.map(|(title, steps)| Phase { title, steps: steps.into_iter().map(|placed| placed.step).collect() });
        let facts = self.facts.into_iter().map(|(reference, _)| reference);
        (phases.collect(), Report { text: self.report, facts: facts.collect() })
    }
}

/// Reads `source` from byte `from`.
pub(crate) fn read(source: &str, from: usize, checks: &[&str], found: &mut Found<'_>) -> Body {
    let mut reader =
        Reader { checks, found, body: Body::default(), section: Section::Preface, heading: None, items: Vec::new(), skipped: 0, steps: 0 };
    let mut report_from = None;
    let events = Parser::new_ext(&source[from..], Options::empty()).into_offset_iter();
    for (event, span) in events {
        let span = span.start + from..span.end + from;
        let begins_section = matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }));
        if begins_section && let Some(begin) = report_from.take() {
            reader.report(source[begin..span.start].trim());
        }
        let ends_heading = matches!(event, Event::End(TagEnd::Heading(HeadingLevel::H2)));
        reader.follow(event, span.clone());
        if ends_heading && matches!(reader.section, Section::Report) {
            report_from = Some(span.end);
        }
    }
    if let Some(begin) = report_from {
        reader.report(source[begin..].trim());
    }
    if reader.body.steps().next().is_none() && reader.steps == 0 {
        let help = format!("write a list item below a `##` heading: {STEP_HELP}");
        reader.found.add("no_steps", from..from, "the procedure has no steps", help);
    }
    reader.body
}

enum Section {
    /// Before the first `##` heading.
    Preface,
    Phase,
    Report,
    /// One that was refused; nothing in it is looked at.
    Refused,
}

/// A list item as it is read.
struct Item {
    span: Range<usize>,
    pieces: Vec<Piece>,
    children: Vec<Item>,
}

enum Piece {
    Text(String),
    Code(String, Range<usize>),
}

impl Item {
    fn codes(&self) -> Vec<(&str, Range<usize>)> {
        let codes = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Code(code, span) => Some((code.as_str(), span.clone())),
            Piece::Text(_) => None,
        });
        codes.collect()
    }

    fn words(&self) -> String {
        let texts = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Code(..) => " ",
        });
        texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

struct Reader<'a, 'f, 's> {
    checks: &'a [&'a str],
    found: &'f mut Found<'s>,
    body: Body,
    section: Section,
    /// The text of the `##` heading being read.
    heading: Option<String>,
    /// The list items being read, outermost first.
    items: Vec<Item>,
    /// Items nested too deep, being passed over.
    skipped: usize,
    /// Items that were meant as steps, right or wrong.
    steps: usize,
}

impl Reader<'_, '_, '_> {
    fn follow(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) => self.heading = Some(String::new()),
            Event::End(TagEnd::Heading(HeadingLevel::H2)) => self.section_begins(span),
            Event::Start(Tag::Item) => self.item_begins(span),
            Event::End(TagEnd::Item) => self.item_ends(),
            Event::Text(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Code(code) => self.code(&code, span),
            _ => {}
        }
    }

    fn section_begins(&mut self, span: Range<usize>) {
        let title = self.heading.take().unwrap_or_default();
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        self.section = if title.eq_ignore_ascii_case("report") {
            Section::Report
        } else if title.eq_ignore_ascii_case("decision") {
            let help = "state in `## Report` what a reader should weigh, and let a person decide";
            self.found.add("no_decisions", span, "a procedure cannot decide by rules", help);
            Section::Refused
        } else if title.is_empty() || title.chars().count() > TITLE_CHARS_MAX {
            let help = format!("name the phase in 1 to {TITLE_CHARS_MAX} characters: the heading is shown as a task of the plan");
            self.found.add("wrong_heading", span, "the heading of a phase is empty or too long", help);
            Section::Refused
        } else {
            self.body.phases.push((title, Vec::new()));
            Section::Phase
        };
    }

    fn report(&mut self, text: &str) {
        if !self.body.report.is_empty() {
            self.body.report.push_str("\n\n");
        }
        self.body.report.push_str(text);
    }

    fn text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(text);
        } else if self.skipped == 0
            && let Some(item) = self.items.last_mut()
        {
            item.pieces.push(Piece::Text(text.to_owned()));
        }
    }

    fn code(&mut self, code: &str, span: Range<usize>) {
        if let Some(heading) = &mut self.heading {
            heading.push_str(code);
        } else if matches!(self.section, Section::Report) {
            self.body.facts.extend(parse_reference(code, self.checks).map(|reference| (reference, span)));
        } else if self.skipped == 0
            && let Some(item) = self.items.last_mut()
        {
            item.pieces.push(Piece::Code(code.to_owned(), span));
        }
    }

    fn item_begins(&mut self, span: Range<usize>) {
        if self.skipped > 0 {
            self.skipped += 1;
        } else if self.items.len() >= NESTING_MAX {
            self.skipped = 1;
            self.found.add("nested_too_deep", span, "lists are nested too deep", "put the item further out");
        } else {
            self.items.push(Item { span, pieces: Vec::new(), children: Vec::new() });
        }
    }

    fn item_ends(&mut self) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        let Some(item) = self.items.pop() else { return };
        match self.items.last_mut() {
            Some(parent) => parent.children.push(item),
            None => self.item(item),
        }
    }

    /// A whole list item, its sub-items within.
    fn item(&mut self, item: Item) {
        let codes = item.codes();
        match (&self.section, codes.as_slice()) {
            (Section::Report | Section::Refused, _) => {}
            (_, []) => item.children.into_iter().for_each(|child| self.item(child)),
            (Section::Preface, [_, ..]) => {
                self.steps += 1;
                self.found.add(
                    "no_phase",
                    item.span,
                    "this step belongs to no phase",
                    "put a `## ` heading with the phase's goal above it",
                );
            }
            (Section::Phase, [(check, at)]) => {
                let (check, at) = ((*check).to_owned(), at.clone());
                self.step(item, check, at);
            }
            (Section::Phase, [_, (_, second), ..]) => {
                self.steps += 1;
                self.found.add("two_code_spans", second.clone(), "a list item has more than one code span", STEP_HELP);
            }
        }
    }

    fn step(&mut self, item: Item, check: String, check_at: Range<usize>) {
        self.steps += 1;
        if !self.checks.contains(&check.as_str()) {
            let help = match nearest(&check, self.checks.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => STEP_HELP.into(),
            };
            self.found.add("unknown_check", check_at, format!("unknown check `{check}`"), help);
            return;
        }
        if self.steps > STEPS_MAX {
            if self.steps == STEPS_MAX + 1 {
                let help = format!("a procedure has at most {STEPS_MAX} steps");
                self.found.add("too_many_steps", check_at, "the procedure has too many steps", help);
            }
            return;
        }
        let goal = item.words().trim_end_matches([':', '.', ',', ';', '-', '–', '—', ' ']).to_owned();
        let goal = if goal.is_empty() { check.clone() } else { goal };
        let mut placed = PlacedStep { step: Step { goal, check, optional: false, with: Vec::new() }, check_at, references_at: Vec::new() };
        for refinement in &item.children {
            self.refine(&mut placed, refinement);
        }
        if let Some((_, steps)) = self.body.phases.last_mut() {
            steps.push(placed);
        }
    }

    /// A sub-item of a step: ``with `argument` = `check.member` `` or `optional`, the latter with an explanation if wanted.
    fn refine(&mut self, placed: &mut PlacedStep, item: &Item) {
        let words = item.words();
        let rest = words.get(..8).filter(|word| word.eq_ignore_ascii_case("optional")).map(|_| &words[8..]);
        let explained = |rest: &str| rest.is_empty() || rest.starts_with([':', ',', '.', ';', ' ', '(']);
        match (rest, item.codes().as_slice()) {
            (Some(rest), []) if explained(rest) && item.children.is_empty() => placed.step.optional = true,
            (_, [(name, name_at), (source, source_at)]) if words.eq_ignore_ascii_case("with =") && item.children.is_empty() => {
                self.argument(placed, (name, name_at), (source, source_at));
            }
            _ => {
                let help = "below a step stand ``with `argument` = `check.member` `` and `optional`; write explanations in a paragraph";
                self.found.add("unknown_refinement", item.span.clone(), "this sub-item of a step is not understood", help);
            }
        }
    }

    fn argument(&mut self, placed: &mut PlacedStep, name: (&str, &Range<usize>), source: (&str, &Range<usize>)) {
        if !is_name(name.0) {
            let message = format!("`{}` is no name of an argument", name.0);
            self.found.add(
                "wrong_argument",
                name.1.clone(),
                message,
                "write the name as the check's input has it: lower-case letters, digits, `_`",
            );
        } else if placed.step.with.iter().any(|argument| argument.name == name.0) {
            let message = format!("the argument `{}` is given twice", name.0);
            self.found.add("argument_twice", name.1.clone(), message, "keep one of them");
        } else if let Some(from) = parse_reference(source.0, self.checks) {
            placed.step.with.push(Argument { name: name.0.to_owned(), from });
            placed.references_at.push(source.1.clone());
        } else {
            let message = format!("`{}` is no member of a check's answer", source.0);
            let help = "write a check of this procedure, a point and a member of its answer: `pan_verification.registered_name`";
            self.found.add("wrong_reference", source.1.clone(), message, help);
        }
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
