//! What ships with the product, embedded in the binary.

/// The component that carries out procedures.
pub const AGENT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/agent.wasm"));

/// What the agent is handed instead of a procedure to report a message's identifiers and do nothing else.
pub(crate) const AGENT_TASK_EXTRACT: &str = r#"{"extract":true}"#;

/// The code by which the agent is told that nobody knows what a call would have been answered: what follows from it is then told as
/// unknown. No check can fail with it, since it is no word.
pub const NOT_RECORDED: &str = "not-recorded";

/// Components of checks, by the name of their folder in `plugins/`.
pub const CHECKS: [(&str, &[u8]); 6] = [
    ("global", include_bytes!(concat!(env!("OUT_DIR"), "/global.wasm"))),
    ("india", include_bytes!(concat!(env!("OUT_DIR"), "/india.wasm"))),
    ("names", include_bytes!(concat!(env!("OUT_DIR"), "/names.wasm"))),
    ("screening", include_bytes!(concat!(env!("OUT_DIR"), "/screening.wasm"))),
    ("uae", include_bytes!(concat!(env!("OUT_DIR"), "/uae.wasm"))),
    ("us", include_bytes!(concat!(env!("OUT_DIR"), "/us.wasm"))),
];

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
    fn every_file_in_workflows_is_built_in() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../workflows");
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
        let pages = entries.filter(|entry| entry.file_type().unwrap().is_file());
        let mut files: Vec<String> = pages.map(|entry| entry.file_name().into_string().unwrap()).collect();
        files.sort();
        assert_eq!(files, WORKFLOWS.iter().map(|workflow| format!("{}.md", workflow.slug)).collect::<Vec<_>>());
    }
}
