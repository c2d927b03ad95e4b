//! The Markdown below the front matter: sections, and the list items in them.

use crate::code::Code;
use crate::diagnostic::Found;
use crate::flow::parse_reference;
use crate::prose::{Heading, Prose};
use crate::rule::{self, PlacedRule};
use crate::step::{PlacedStep, STEP_HELP};
use crate::{FACTS_MAX, GOAL_CHARS_MAX, Phase, REPORT_BYTES_MAX, Reference, Rule};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Lists within lists within a step; deeper ones are refused, so that no nesting exhausts the stack.
const NESTING_MAX: usize = 8;
/// Characters of a heading.
const TITLE_CHARS_MAX: usize = 200;

/// The sections as they were read, with where things stand.
#[derive(Default)]
pub(crate) struct Body {
    pub(crate) phases: Vec<(String, Vec<PlacedStep>)>,
    pub(crate) rules: Vec<PlacedRule>,
    pub(crate) report: String,
    /// Code spans of the report section that have the shape of a reference.
    pub(crate) facts: Vec<(Reference, Range<usize>)>,
    /// What steps that could not be read call their checks.
    pub(crate) unread: Vec<String>,
    /// What reads like prose, and seems meant to bind.
    pub(crate) prose: Vec<Prose>,
}

impl Body {
    pub(crate) fn steps(&self) -> impl Iterator<Item = &PlacedStep> {
        self.phases.iter().flat_map(|(_, steps)| steps)
    }

    pub(crate) fn into_parts(self) -> (Vec<Phase>, Vec<Rule>, String, Vec<Reference>) {
        let phases =
            self.phases.into_iter().map(|(title, steps)| Phase { title, steps: steps.into_iter().map(PlacedStep::into_step).collect() });
        let rules = self.rules.into_iter().map(PlacedRule::into_rule);
        (phases.collect(), rules.collect(), self.report, self.facts.into_iter().map(|(reference, _)| reference).collect())
    }
}

/// Reads `source` from byte `from`.
pub(crate) fn read(source: &str, from: usize, checks: &[&str], found: &mut Found<'_>) -> Body {
    let mut reader = Reader {
        source,
        checks,
        found,
        body: Body::default(),
        section: Section::Preface,
        heading: None,
        items: Vec::new(),
        skipped: 0,
        steps: 0,
        rules: 0,
        met: Vec::new(),
    };
    let mut report_from = None;
    let events = Parser::new_ext(&source[from..], Options::empty()).into_offset_iter();
    for (event, span) in events {
        let span = span.start + from..span.end + from;
        let begins_section = matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }));
        if begins_section && let Some(begin) = report_from.take() {
            reader.report(begin..span.start);
        }
        let ends_heading = matches!(event, Event::End(TagEnd::Heading(HeadingLevel::H2)));
        reader.follow(event, span.clone());
        if ends_heading && matches!(reader.section, Section::Report) {
            report_from = Some(span.end);
        }
        // Whoever has that much to put right reads no further.
        if reader.found.is_full() {
            break;
        }
    }
    if let Some(begin) = report_from {
        reader.report(begin..source.len());
    }
    if reader.body.steps().next().is_none() && reader.steps == 0 {
        let help = format!("write a list item below a `##` heading: {STEP_HELP}");
        reader.found.error("no_steps", from..from, "the procedure has no steps", help);
    }
    let decision = reader.met.iter().find(|(title, _)| *title == "Decision" && reader.rules == 0);
    reader.body.prose.extend(decision.map(|(_, at)| Prose::NoRules { at: at.clone() }));
    // A section without steps is prose; one with steps is what its heading says.
    let Body { phases, prose, .. } = &mut reader.body;
    prose.retain(|prose| !matches!(prose, Prose::Heading(heading) if !phases[heading.phase].1.is_empty()));
    reader.body.phases.retain(|(_, steps)| !steps.is_empty());
    reader.body
}

enum Section {
    /// Before the first `##` heading.
    Preface,
    Phase,
    Decision,
    Report,
    /// One that was refused; nothing in it is looked at.
    Refused,
}

/// A list item as it is read.
pub(crate) struct Item {
    pub(crate) span: Range<usize>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) children: Vec<Item>,
}

pub(crate) enum Piece {
    Text(String),
    Code(Code),
}

impl Item {
    pub(crate) fn codes(&self) -> Vec<&Code> {
        let codes = self.pieces.iter().filter_map(|piece| match piece {
            Piece::Code(code) => Some(code),
            Piece::Text(_) => None,
        });
        codes.collect()
    }

    /// The words outside code spans.
    pub(crate) fn words(&self) -> String {
        let texts = self.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Code(_) => " ",
        });
        texts.collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where it stands, without what is below it.
    pub(crate) fn first_line(&self) -> Range<usize> {
        self.span.start..self.children.first().map_or(self.span.end, |child| child.span.start)
    }
}

pub(crate) struct Reader<'a, 'f, 's> {
    source: &'a str,
    pub(crate) checks: &'a [&'a str],
    pub(crate) found: &'f mut Found<'s>,
    pub(crate) body: Body,
    section: Section,
    /// The text of the `##` heading being read.
    heading: Option<String>,
    /// The list items being read, outermost first.
    items: Vec<Item>,
    /// Items nested too deep, being passed over.
    skipped: usize,
    /// Items that were meant as steps, right or wrong.
    pub(crate) steps: usize,
    /// Items that were meant as rules, right or wrong.
    rules: usize,
    /// The sections that there is to be one of, as often as they were met, each with its heading.
    met: Vec<(&'static str, Range<usize>)>,
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
            self.only("Report", span);
            Section::Report
        } else if title.eq_ignore_ascii_case("decision") {
            self.only("Decision", span);
            Section::Decision
        } else if title.is_empty() || title.chars().count() > TITLE_CHARS_MAX {
            let help = format!("name the phase in 1 to {TITLE_CHARS_MAX} characters: the heading is shown as a task of the plan");
            self.found.error("wrong_heading", span, "the heading of a phase is empty or too long", help);
            Section::Refused
        } else {
            self.body.prose.extend(Heading::read(&title, span, self.body.phases.len()).map(Prose::Heading));
            self.body.phases.push((title, Vec::new()));
            Section::Phase
        };
    }

    /// A section that there is to be one of. What stands in a second one is read behind the first's; the second is told of, and no third.
    fn only(&mut self, title: &'static str, span: Range<usize>) {
        match self.met.iter().filter(|(met, _)| *met == title).count() {
            0 => {}
            1 => self.body.prose.push(Prose::Twice { title, at: span.clone() }),
            _ => return,
        }
        self.met.push((title, span));
    }

    fn report(&mut self, span: Range<usize>) {
        let text = self.source.get(span.clone()).unwrap_or_default().trim();
        if self.body.report.len() + text.len() > REPORT_BYTES_MAX {
            let help = format!("shorten it to {REPORT_BYTES_MAX} bytes");
            self.found.error("text_too_long", span, "what the report is told is too long", help);
            return;
        }
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
            let Some(reference) = parse_reference(code, self.checks) else { return };
            if self.body.facts.len() == FACTS_MAX {
                let help = format!("put at most {FACTS_MAX} answers first");
                self.found.error("too_many_facts", span.clone(), "the report puts too many answers first", help);
            }
            if self.body.facts.len() <= FACTS_MAX {
                self.body.facts.push((reference, span));
            }
        } else if self.skipped == 0
            && let Some(item) = self.items.last_mut()
        {
            item.pieces.push(Piece::Code(Code::new(self.source, code, span)));
        }
    }

    fn item_begins(&mut self, span: Range<usize>) {
        if self.skipped > 0 {
            self.skipped += 1;
        } else if self.items.len() >= NESTING_MAX {
            self.skipped = 1;
            self.found.error("nested_too_deep", span, "lists are nested too deep", "put the item further out");
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
            (Section::Decision, _) => {
                self.rules += 1;
                let rule = PlacedRule::read(&item, &self.body.rules, self.found);
                if rule.is_some() && rule::says_more(&item) {
                    self.stray(&item);
                }
                self.body.rules.extend(rule);
            }
            (section, []) => {
                if matches!(section, Section::Phase) {
                    self.plain(&item);
                }
                item.children.into_iter().for_each(|child| self.item(child));
            }
            (Section::Preface, [_, ..]) => {
                self.steps += 1;
                let help = "put a `## ` heading with the phase's goal above it";
                self.found.error("no_phase", item.span, "this step belongs to no phase", help);
            }
            (Section::Phase, [check]) => {
                let check = (*check).clone();
                if self.checks.contains(&check.text.as_str()) || !self.is_rule_of_none(&item) {
                    self.step(&item, check);
                }
            }
            (Section::Phase, [_, second, ..]) => {
                self.steps += 1;
                self.found.error("two_code_spans", second.span.clone(), "a list item has more than one code span", STEP_HELP);
            }
        }
    }

    /// Words that are shown to people wherever the step is.
    pub(crate) fn goal(&mut self, item: &Item, check: &str) -> String {
        let goal = item.words().trim_end_matches([':', '.', ',', ';', '-', '–', '—', ' ']).to_owned();
        if goal.chars().count() > GOAL_CHARS_MAX {
            let help = format!("say in at most {GOAL_CHARS_MAX} characters what is to be found out, and explain it in a paragraph");
            self.found.error("text_too_long", item.first_line(), "the words of the step are too long", help);
        }
        if goal.is_empty() { check.to_owned() } else { goal }
    }
}
