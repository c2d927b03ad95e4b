//! What a workflow component says of itself: front matter in a custom section, read without compiling or running anything.

use wasmparser::{Parser, Payload};

/// The custom section that holds a workflow component's front matter, as UTF-8.
pub const FRONT_MATTER_SECTION: &str = "enrich:workflow";

/// The front matter of a component. `None`: it has none, or more than one, or is no component.
pub fn front_matter(component: &[u8]) -> Option<String> {
    let mut found = None;
    for payload in Parser::new(0).parse_all(component) {
        if let Payload::CustomSection(section) = payload.ok()?
            && section.name() == FRONT_MATTER_SECTION
            && found.replace(section.data()).is_some()
        {
            return None;
        }
    }
    String::from_utf8(found?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `id`, a length below 128, and what it is the length of.
    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        [&[id, u8::try_from(content.len()).unwrap()], content].concat()
    }

    fn custom(name: &str, data: &[u8]) -> Vec<u8> {
        section(0, &[&[u8::try_from(name.len()).unwrap()], name.as_bytes(), data].concat())
    }

    fn component(module: &[Vec<u8>]) -> Vec<u8> {
        let module = [&b"\0asm\x01\0\0\0"[..], &module.concat()].concat();
        [&b"\0asm\x0d\0\x01\0"[..], &section(1, &module)].concat()
    }

    #[test]
    fn front_matter_is_found_within_the_module() {
        let own = || custom(FRONT_MATTER_SECTION, b"---\nname: C\n---\n");
        assert_eq!(front_matter(&component(&[custom("other", b"x"), own()])).as_deref(), Some("---\nname: C\n---\n"));
        assert_eq!(front_matter(&component(&[own(), own()])), None, "which of the two?");
        assert_eq!(front_matter(&component(&[custom(FRONT_MATTER_SECTION, b"\xff")])), None);
        assert_eq!(front_matter(&component(&[])), None);
        let whole = component(&[own()]);
        for cut in 0..whole.len() {
            assert_eq!(front_matter(&whole[..cut]), None, "cut at {cut}");
        }
        assert_eq!(front_matter(b"# A page"), None);
    }
}
