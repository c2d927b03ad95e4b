//! Workflows as clients see them: those that they can name, and what their organisation published.

use crate::Api;
use crate::problem::Problem;
use admin::workflow::SLUG_RULE;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use journal::Time;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One workflow.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Workflow {
    /// What to pass as `workflow`.
    pub slug: String,
    /// For people.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// `built-in`, or `org` for one of the organisation's own.
    #[schemars(extend("enum" = ["built-in", "org"]))]
    pub scope: &'static str,
    /// Whether runs can be created with it.
    pub is_active: bool,
    /// `procedure`: a page in Markdown. `component`: WebAssembly. Words may be added.
    pub kind: &'static str,
    /// What new runs follow: the SHA-256 of its bytes. A run tells it as `workflow_version`.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub version: String,
    /// What new runs of some threads follow instead; null: nothing is being rolled out.
    pub rollout: Option<Rollout>,
}

/// A version that is being rolled out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WorkflowRollout")]
pub struct Rollout {
    /// The version.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub version: String,
    /// So many threads of a hundred follow it. A thread that does keeps doing so while the number grows.
    #[schemars(range(max = 100))]
    pub percent: u8,
}

/// What was published once, and never changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "WorkflowVersion")]
pub struct Version {
    /// The SHA-256 of its bytes.
    #[schemars(extend("pattern" = "^[0-9a-f]{64}$"))]
    pub version: String,
    /// 1, 2, 3 and so on.
    #[schemars(range(min = 1))]
    pub number: i64,
    /// `procedure` or `component`. Words may be added.
    pub kind: &'static str,
    /// For people.
    pub name: String,
    /// One or two sentences.
    pub description: String,
    /// What new runs followed when it was published, the last time where that was often; null: nothing.
    pub replaced: Option<String>,
    /// Who published it: a key's id, or an administrator; `built-in`: it is what the server ships, followed until then.
    pub published_by: String,
    /// When.
    pub published_at: Time,
}

/// One thing to be said of a page, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Diagnostic {
    /// `error`: it cannot be published. `warning`: it likely does not do what its author means. `note`: whoever publishes it should
    /// know.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    pub severity: &'static str,
    /// Stable word. Words may be added.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// Line of the page, from 1.
    pub line: usize,
    /// Column in that line, from 1, in characters.
    pub column: usize,
    /// Characters of that line it is about.
    pub length: usize,
    /// The line.
    pub excerpt: String,
    /// What to do.
    pub help: String,
}

impl From<library::Listed> for Workflow {
    fn from(listed: library::Listed) -> Workflow {
        let library::Listed { slug, name, description, scope, is_active, kind, version, rollout } = listed;
        Workflow { slug, name, description, scope, is_active, kind: kind.as_str(), version, rollout: rollout.map(Rollout::from) }
    }
}

impl From<store::Workflow> for Workflow {
    fn from(own: store::Workflow) -> Workflow {
        library::Listed::from(own).into()
    }
}

impl From<store::Rollout> for Rollout {
    fn from(store::Rollout { version, percent }: store::Rollout) -> Rollout {
        Rollout { version, percent }
    }
}

impl From<store::Version> for Version {
    fn from(version: store::Version) -> Version {
        let store::Version { number, digest, kind, name, description, replaced, published_by, published_at } = version;
        Version { version: digest, number, kind: kind.as_str(), name, description, replaced, published_by, published_at }
    }
}

impl From<procedure::Diagnostic> for Diagnostic {
    fn from(diagnostic: procedure::Diagnostic) -> Diagnostic {
        let procedure::Diagnostic { severity, code, message, line, column, length, excerpt, help } = diagnostic;
        Diagnostic { severity: severity.as_str(), code, message, line, column, length, excerpt, help }
    }
}

/// The `{workflow}` of a path, as it stands.
#[derive(Clone, Debug)]
pub(crate) struct Slug(pub(crate) String);

impl FromRequestParts<Api> for Slug {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Slug, Problem> {
        #[derive(Deserialize)]
        struct Segments {
            workflow: String,
        }
        let Ok(Path(segments)) = Path::<Segments>::from_request_parts(parts, api).await else { return Err(Problem::NoWorkflow) };
        if admin::workflow::is_slug(&segments.workflow) { Ok(Slug(segments.workflow)) } else { Err(Problem::NoWorkflow) }
    }
}

/// The `{workflow}` of a path under which one is to be published: what cannot be a slug is refused as such.
#[derive(Clone, Debug)]
pub(crate) struct NewSlug(pub(crate) String);

impl FromRequestParts<Api> for NewSlug {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<NewSlug, Problem> {
        let slug = Slug::from_request_parts(parts, api).await;
        slug.map(|Slug(slug)| NewSlug(slug)).map_err(|_| Problem::invalid("slug", SLUG_RULE))
    }
}
