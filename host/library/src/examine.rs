//! What somebody wants to publish, looked at before it is: a page, or a component that is a workflow by itself.

use procedure::{About, Catalogue, Content, Cost, Diagnostic, Difference, Disclosure, Procedure, Severity};
use sandbox::{Sandbox, front_matter};
use std::error::Error;
use store::{NewVersion, VersionKind};

/// How every component and every module begins; no page does.
const MAGIC: &[u8] = b"\0asm";
/// Bytes of a component that is published.
pub const COMPONENT_BYTES_MAX: usize = 4 << 20;

/// All that is to be said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Examined {
    /// What it is made of.
    pub kind: VersionKind,
    /// SHA-256 of its bytes, in lower-case hexadecimal: the version that it is.
    pub digest: String,
    /// In the order of the page.
    pub diagnostics: Vec<Diagnostic>,
    /// What a run may cost; absent where that is beyond counting, as for components.
    pub cost: Option<Cost>,
    /// What is sent to whom.
    pub disclosures: Vec<Disclosure>,
    /// What it says, to be compared; absent where it cannot be read.
    pub content: Option<Content>,
    /// What to publish; absent where there is an error.
    pub version: Option<NewVersion>,
}

/// What one version does otherwise than another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// The version that is compared, by digest.
    pub before: String,
    /// The version that it is compared with.
    pub after: String,
    /// What binds. Empty also where one of the two cannot be read by this build.
    pub differences: Vec<Difference>,
    /// The lines that differ, in the unified form; empty where one of the two is a component.
    pub lines: String,
}

/// Compares two versions. Takes processor time: not for an async task.
pub(crate) fn compare(described: &Catalogue, before: Vec<u8>, after: Vec<u8>) -> Compared {
    let lines = match (std::str::from_utf8(&before), std::str::from_utf8(&after)) {
        (Ok(old), Ok(new)) if !is_component(&before) && !is_component(&after) => procedure::lines(old, new),
        _ => String::new(),
    };
    let digests = (digest(&before), digest(&after));
    let differences = match (content(described, before), content(described, after)) {
        (Some(old), Some(new)) => procedure::differences(&old, &new),
        _ => Vec::new(),
    };
    Compared { before: digests.0, after: digests.1, differences, lines }
}

/// What a version says. A component is not compiled for it.
fn content(described: &Catalogue, bytes: Vec<u8>) -> Option<Content> {
    if !is_component(&bytes) {
        return page(described, bytes).content;
    }
    about(described, &bytes).map(Content::Component)
}

/// What a component says of itself.
pub(crate) fn about(described: &Catalogue, bytes: &[u8]) -> Option<About> {
    procedure::lint_component(&front_matter(bytes)?, described).about
}

/// Whether these are the bytes of a component or a module, and not of a page.
pub(crate) fn is_component(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Looks at a version. Takes processor time: not for an async task.
pub(crate) fn examine(sandbox: &Sandbox, described: &Catalogue, bytes: Vec<u8>) -> Examined {
    if is_component(&bytes) { component(sandbox, described, bytes) } else { page(described, bytes) }
}

fn page(described: &Catalogue, bytes: Vec<u8>) -> Examined {
    let kind = VersionKind::Procedure;
    let Ok(source) = std::str::from_utf8(&bytes) else {
        let diagnostics = vec![fault("not_text", "the page is not UTF-8".into(), "save it as UTF-8 text")];
        return Examined { kind, digest: digest(&bytes), diagnostics, cost: None, disclosures: Vec::new(), content: None, version: None };
    };
    let lint = procedure::lint(source, described);
    let version = lint.procedure.as_ref().map(|procedure| version(procedure, bytes.clone()));
    // What was published once can be compared for good, however strict the linter became since.
    let read = lint.procedure.or_else(|| procedure::parse(source, &described.names()).ok());
    let content = read.map(|procedure| Content::Procedure(Box::new(procedure), lint.cost));
    let (diagnostics, cost, disclosures) = (lint.diagnostics, lint.cost, lint.disclosures);
    Examined { kind, digest: digest(&bytes), diagnostics, cost, disclosures, content, version }
}

/// A page as it is published.
pub(crate) fn version(procedure: &Procedure, bytes: Vec<u8>) -> NewVersion {
    let (name, description) = (procedure.name.clone(), procedure.description.clone());
    NewVersion { kind: VersionKind::Procedure, name, description, bytes }
}

fn component(sandbox: &Sandbox, described: &Catalogue, bytes: Vec<u8>) -> Examined {
    let (kind, digest) = (VersionKind::Component, digest(&bytes));
    let mut diagnostics = Vec::new();
    if bytes.len() > COMPONENT_BYTES_MAX {
        let message = format!("the component has {} bytes, {COMPONENT_BYTES_MAX} are allowed", bytes.len());
        diagnostics.push(fault("too_long", message, "build it for size: `strip = true`, `opt-level = \"s\"`, `lto = true`"));
    } else if let Err(error) = sandbox.workflow(&bytes) {
        diagnostics.push(fault("component", said(&error), "build it against wit/workflow/1.0.0 for wasm32-unknown-unknown"));
    }
    let Some(text) = front_matter(&bytes).filter(|_| diagnostics.is_empty()) else {
        if diagnostics.is_empty() {
            let help = "put its front matter (name, approval, checks) into one custom section `enrich:workflow`: see docs/workflows.md";
            diagnostics.push(fault("no_front_matter", "the component says nothing of itself".into(), help));
        }
        return Examined { kind, digest, diagnostics, cost: None, disclosures: Vec::new(), content: None, version: None };
    };
    let lint = procedure::lint_component(&text, described);
    let version = lint.about.as_ref().map(|About { name, description, .. }| NewVersion {
        kind,
        name: name.clone(),
        description: description.clone(),
        bytes,
    });
    let (diagnostics, disclosures, content) = (lint.diagnostics, lint.disclosures, lint.about.map(Content::Component));
    Examined { kind, digest, diagnostics, cost: None, disclosures, content, version }
}

fn digest(bytes: &[u8]) -> String {
    ring::digest::digest(&ring::digest::SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What is wrong with the whole of it.
fn fault(code: &'static str, message: String, help: &str) -> Diagnostic {
    let (severity, excerpt) = (Severity::Error, String::new());
    Diagnostic { severity, code, message, line: 1, column: 1, length: 1, excerpt, help: help.to_owned() }
}

/// An error with its causes, on one line.
fn said(error: &dyn Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| (*cause).source());
    let said = causes.fold(error.to_string(), |said, cause| format!("{said}: {cause}"));
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}
