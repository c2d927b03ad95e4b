//! What ships with the product, embedded in the binary.

/// A component that ships.
pub struct Guest {
    /// Its folder in `plugins/`.
    pub name: &'static str,
    /// SHA-256 of its bytes in lower-case hexadecimal, taken when they were built: who starts need not read them all to know them.
    pub digest: &'static str,
    /// The component.
    pub bytes: &'static [u8],
}

macro_rules! guest {
    ($name:literal) => {
        Guest {
            name: $name,
            digest: include_str!(concat!(env!("OUT_DIR"), "/", $name, ".sha256")),
            bytes: include_bytes!(concat!(env!("OUT_DIR"), "/", $name, ".wasm")),
        }
    };
}

/// The component that carries out procedures.
pub const AGENT: Guest = guest!("agent");

/// What the agent is handed instead of a procedure to report a message's identifiers and do nothing else.
pub(crate) const AGENT_TASK_EXTRACT: &str = r#"{"extract":true}"#;

/// The code by which the agent is told that nobody knows what a call would have been answered: what follows from it is then told as
/// unknown. No check can fail with it, since it is no word.
pub const NOT_RECORDED: &str = "not-recorded";

/// Components of checks.
pub const CHECKS: [Guest; 6] = [guest!("global"), guest!("india"), guest!("names"), guest!("screening"), guest!("uae"), guest!("us")];

/// A procedure in `workflows/`.
pub struct Workflow {
    /// Its file's name, and what clients call it by.
    pub slug: &'static str,
    /// Its Markdown.
    pub source: &'static str,
    /// Whether clients see it in the list.
    pub listed: bool,
}

/// The slug of what runs when a client names no workflow.
pub const GENERAL: &str = "general";

/// The built-in procedures.
pub const WORKFLOWS: [Workflow; 10] = [
    Workflow { slug: "business-due-diligence", source: include_str!("../../../workflows/business-due-diligence.md"), listed: true },
    Workflow { slug: "employment-verification", source: include_str!("../../../workflows/employment-verification.md"), listed: true },
    Workflow { slug: GENERAL, source: include_str!("../../../workflows/general.md"), listed: false },
    Workflow { slug: "kyb-us", source: include_str!("../../../workflows/kyb-us.md"), listed: true },
    Workflow { slug: "kyc-us", source: include_str!("../../../workflows/kyc-us.md"), listed: true },
    Workflow { slug: "kyc-verification", source: include_str!("../../../workflows/kyc-verification.md"), listed: true },
    Workflow { slug: "mobile-verification", source: include_str!("../../../workflows/mobile-verification.md"), listed: true },
    Workflow { slug: "social-profile-analysis", source: include_str!("../../../workflows/social-profile-analysis.md"), listed: true },
    Workflow { slug: "uae-verification", source: include_str!("../../../workflows/uae-verification.md"), listed: true },
    Workflow { slug: "vehicle-rc-verification", source: include_str!("../../../workflows/vehicle-rc-verification.md"), listed: true },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_guest_is_known_by_its_bytes() {
        for Guest { name, digest, bytes } in CHECKS.iter().chain([&AGENT]) {
            assert_eq!(*digest, data_encoding::HEXLOWER.encode(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref()), "{name}");
        }
    }

    #[test]
    fn every_file_in_workflows_is_built_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows");
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let pages = entries.filter(|entry| entry.file_type().unwrap().is_file());
        let mut files: Vec<String> = pages.map(|entry| entry.file_name().into_string().unwrap()).collect();
        files.sort();
        assert_eq!(files, WORKFLOWS.iter().map(|workflow| format!("{}.md", workflow.slug)).collect::<Vec<_>>());
    }
}
