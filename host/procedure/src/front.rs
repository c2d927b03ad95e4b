//! Front matter: the YAML between the two `---` lines at the very beginning.

use crate::diagnostic::{Found, nearest};
use crate::{Approval, Inputs, Kind, Shown};
use journal::Credits;
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::Spanned;
use std::fmt;
use std::ops::Range;

const KEYS: [&str; 5] = ["name", "description", "approval", "inputs", "report"];
const COMPONENT_KEYS: [&str; 4] = ["name", "description", "approval", "checks"];
const REPORT_KEYS: [&str; 2] = ["title", "shown"];
const INPUT_KEYS: [&str; 2] = ["required", "optional"];
const NAME_CHARS_MAX: usize = 120;
const DESCRIPTION_CHARS_MAX: usize = 1_000;

/// What the front matter says.
pub(crate) struct Front {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) approval: Approval,
    /// Where the approval policy stands; at the beginning where it does not.
    pub(crate) approval_at: Range<usize>,
    pub(crate) inputs: Inputs,
    /// Of the report.
    pub(crate) title: Option<String>,
    pub(crate) shown: Shown,
    /// The checks that a component may call, with where they stand.
    pub(crate) checks: Vec<(String, Range<usize>)>,
    /// Whether all of it was understood; what seems to be lacking below may only have been misspelt here.
    pub(crate) sound: bool,
}

impl Default for Front {
    fn default() -> Self {
        Front {
            name: String::new(),
            description: String::new(),
            approval: Approval::Auto,
            approval_at: 0..3,
            inputs: Inputs::default(),
            title: None,
            shown: Shown::All,
            checks: Vec::new(),
            sound: true,
        }
    }
}

/// Reads the front matter of `source`. Also returns where the Markdown begins.
pub(crate) fn read(source: &str, found: &mut Found<'_>) -> (Front, usize) {
    read_sound(source, false, found)
}

/// The same of a component, which says other things of itself than a page.
pub(crate) fn read_component(source: &str, found: &mut Found<'_>) -> Front {
    read_sound(source, true, found).0
}

fn read_sound(source: &str, component: bool, found: &mut Found<'_>) -> (Front, usize) {
    let before = found.count();
    let (mut front, from) = read_any(source, component, found);
    front.sound = found.count() == before;
    (front, from)
}

fn read_any(source: &str, component: bool, found: &mut Found<'_>) -> (Front, usize) {
    let mut front = Front::default();
    let Some((yaml, body)) = split(source) else {
        if source.lines().next() == Some("---") {
            found.error("no_front_matter", 0..3, "the front matter has no end", "end it with a line `---`, before the Markdown begins");
            return (front, 0);
        }
        found.error(
            "no_front_matter",
            0..0,
            "the procedure has no front matter",
            "begin the file with a line `---`, then `name: …`, then a line `---`",
        );
        return (front, 0);
    };
    let mut reader = Reader { text: &source[yaml.clone()], base: yaml.start, component, found };
    // As YAML 1.2 has it: a procedure named "No" has a name.
    let options = serde_saphyr::options! { strict_booleans: true };
    match serde_saphyr::from_str_with_options::<Spanned<Node>>(reader.text, options) {
        Ok(Spanned { value: Node::Map(entries), .. }) => reader.front(entries, &mut front),
        Ok(Spanned { value: Node::Nothing, .. }) => {}
        Ok(other) => {
            let span = reader.span(&other);
            reader.found.error("not_a_mapping", span, "the front matter is no mapping", "write `key: value` lines");
            return (front, body);
        }
        Err(error) => {
            reader.broken(&error);
            return (front, body);
        }
    }
    if front.name.is_empty() {
        found.error("no_name", 0..3, "the procedure has no name", "add `name: …` to the front matter");
    }
    (front, body)
}

/// The bytes of the YAML, and where the Markdown after it begins.
fn split(source: &str) -> Option<(Range<usize>, usize)> {
    let rest = source.strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let start = source.len() - rest.len();
    let mut at = start;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

struct Reader<'a, 'f, 's> {
    text: &'a str,
    /// Where `text` begins in the source.
    base: usize,
    /// Whether it is that of a component.
    component: bool,
    found: &'f mut Found<'s>,
}

impl Reader<'_, '_, '_> {
    fn span<T>(&self, node: &Spanned<T>) -> Range<usize> {
        let span = node.referenced.span();
        let start = span.byte_offset().and_then(|offset| usize::try_from(offset).ok()).unwrap_or(0);
        let length = span.byte_len().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
        self.base + start..self.base + start + length
    }

    fn broken(&mut self, error: &serde_saphyr::Error) {
        let line = error.location().map_or(1, |location| usize::try_from(location.line()).unwrap_or(1));
        let before: usize = self.text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let length = self.text.get(before..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
        let at = self.base + before;
        self.found.error(
            "not_yaml",
            at..at + length,
            "the front matter is not valid YAML",
            "write `key: value` lines, each key once; put a value that holds `: ` or `#` in quotes",
        );
    }

    fn front(&mut self, entries: Vec<(Spanned<String>, Spanned<Node>)>, front: &mut Front) {
        for (key, value) in entries {
            match key.value.as_str() {
                "name" => front.name = self.text("name", &value, NAME_CHARS_MAX),
                "description" => front.description = self.text("description", &value, DESCRIPTION_CHARS_MAX),
                "approval" => {
                    front.approval = self.approval(&value);
                    front.approval_at = self.span(&value);
                }
                "checks" if self.component => front.checks = self.checks(&value),
                "report" if !self.component => self.report(value, front),
                "inputs" if !self.component => self.inputs(value, &mut front.inputs),
                unknown if self.component => self.unknown_key(self.span(&key), unknown, &COMPONENT_KEYS),
                unknown => self.unknown_key(self.span(&key), unknown, &KEYS),
            }
        }
    }

    fn unknown_key(&mut self, span: Range<usize>, key: &str, known: &[&str]) {
        let help = match nearest(key, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the keys are {}", listed(known)),
        };
        self.found.error("unknown_key", span, format!("unknown key `{key}`"), help);
    }

    fn text(&mut self, key: &str, value: &Spanned<Node>, chars_max: usize) -> String {
        if let Node::Text(text) = &value.value {
            let text = text.trim();
            if !text.is_empty() && text.chars().count() <= chars_max && !text.contains('\0') {
                return text.to_owned();
            }
        }
        let help = format!("write 1 to {chars_max} characters of text, in quotes if it looks like a number");
        self.found.error("wrong_type", self.span(value), format!("`{key}` is no text of a fitting length"), help);
        // Not empty, so that it is not reported as missing besides.
        "?".into()
    }

    fn approval(&mut self, value: &Spanned<Node>) -> Approval {
        let text = if let Node::Text(text) = &value.value { text.trim() } else { "" };
        let over = |amount: &str| amount.trim().parse::<Credits>().ok().filter(|limit| *limit >= Credits::ZERO);
        match text {
            "auto" => Approval::Auto,
            "always" => Approval::Always,
            "never" => Approval::Never,
            _ => match text.strip_prefix("over ").and_then(over) {
                Some(limit) => Approval::Over(limit),
                None => {
                    let help = "write `auto`, `always`, `never` or `over N`, where N is an amount of credits";
                    self.found.error("wrong_approval", self.span(value), "`approval` is none of the policies", help);
                    Approval::Always
                }
            },
        }
    }

    fn checks(&mut self, value: &Spanned<Node>) -> Vec<(String, Range<usize>)> {
        let named = |node: &Spanned<Node>| if let Node::Text(name) = &node.value { Some((name.clone(), self.span(node))) } else { None };
        let checks = if let Node::List(list) = &value.value { list.iter().map(named).collect() } else { None };
        if checks.is_none() {
            let help = "write a list of names: `[pan_verification, name_match]`";
            self.found.error("wrong_type", self.span(value), "`checks` is no list of checks", help);
        }
        checks.unwrap_or_default()
    }

    fn report(&mut self, value: Spanned<Node>, front: &mut Front) {
        let span = self.span(&value);
        let Node::Map(entries) = value.value else {
            self.found.error("wrong_type", span, "`report` is no mapping", "write `title: …` and `shown: all` or `shown: named` below it");
            return;
        };
        for (key, value) in entries {
            match key.value.as_str() {
                "title" => front.title = Some(self.text("title", &value, NAME_CHARS_MAX)),
                "shown" => match &value.value {
                    Node::Text(text) if text == "all" => front.shown = Shown::All,
                    Node::Text(text) if text == "named" => front.shown = Shown::Named,
                    _ => {
                        let help = "write `all`, or `named` for the answers that `## Report` names alone";
                        self.found.error("wrong_type", self.span(&value), "`shown` is neither `all` nor `named`", help);
                    }
                },
                unknown => self.unknown_key(self.span(&key), unknown, &REPORT_KEYS),
            }
        }
    }

    fn inputs(&mut self, value: Spanned<Node>, inputs: &mut Inputs) {
        let span = self.span(&value);
        let Node::Map(entries) = value.value else {
            self.found.error(
                "wrong_type",
                span,
                "`inputs` is no mapping",
                "write `required: [name, pan]` and `optional: [phone]` below it",
            );
            return;
        };
        let mut seen = Vec::new();
        for (key, value) in entries {
            let list = match key.value.as_str() {
                "required" => &mut inputs.required,
                "optional" => &mut inputs.optional,
                unknown => {
                    self.unknown_key(self.span(&key), unknown, &INPUT_KEYS);
                    continue;
                }
            };
            let span = self.span(&value);
            let Node::List(kinds) = value.value else {
                self.found.error("wrong_type", span, format!("`{}` is no list", key.value), "write a list: `[name, pan]`");
                continue;
            };
            for node in kinds {
                let Some(kind) = self.kind(&node) else { continue };
                if seen.contains(&kind) {
                    let message = format!("`{}` is named twice in `inputs`", kind.as_str());
                    self.found.error("input_twice", self.span(&node), message, "name each identifier once, as required or as optional");
                } else {
                    seen.push(kind);
                    list.push(kind);
                }
            }
        }
    }

    fn kind(&mut self, value: &Spanned<Node>) -> Option<Kind> {
        let text = if let Node::Text(text) = &value.value { text.as_str() } else { "" };
        let kind = Kind::named(text);
        if kind.is_none() {
            self.found.error("unknown_input", self.span(value), format!("unknown identifier `{text}`"), unknown_identifier(text));
        }
        kind
    }
}

/// What to write where `text` stands and no identifier is called so.
pub(crate) fn unknown_identifier(text: &str) -> String {
    let names = Kind::ALL.map(Kind::as_str);
    match nearest(text, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the identifiers are {}", listed(&names)),
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Any YAML value, with positions, so that what is wrong can be pointed at.
enum Node {
    Nothing,
    Text(String),
    /// A number or a truth value: no key here takes one.
    Scalar,
    List(Vec<Spanned<Node>>),
    Map(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text, a list or a mapping")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Node::Map(map))
    }
}
