//! The chapter on errors: every code with its anchor, which is where `doc_url` leads.

use super::{escape, markdown};
use crate::openapi::faults::ALL;
use std::fmt::Write;

/// The prose, then each code.
pub(super) fn chapter(prose: &str) -> String {
    let mut chapter = markdown::blocks(super::titled(prose).1);
    for fault in ALL {
        let (status, code) = (fault.status, fault.code);
        // Writing to a string cannot fail.
        let _ = write!(
            chapter,
            "<article class=\"fault\" id=\"error-{code}\"><h3><a href=\"#error-{code}\"><span class=\"status bad\">{status}</span> \
             <code>{code}</code></a></h3>{}{}<p class=\"quiet\">For example: “{}”</p></article>",
            markdown::blocks(fault.when),
            markdown::blocks(fault.remedy),
            escape(fault.message),
        );
    }
    chapter
}
