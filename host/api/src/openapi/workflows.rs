//! What runs can follow, and how an organisation publishes what its own follow.

use super::operation::{Answer, Operation};
use super::schemas::{sent, taken};
use crate::diff_workflow::WorkflowDiff;
use crate::get_workflow::WorkflowSource;
use crate::own_workflow::{Version, Workflow};
use crate::page::Page;
use crate::publish_workflow::{PublishWorkflow, Published};
use crate::roll_back_workflow::RollBackWorkflow;
use crate::update_workflow::UpdateWorkflow;
use axum::http::Method;
use serde_json::json;

const TAG: &str = "Workflows";

pub(super) fn operations() -> Vec<Operation> {
    vec![list(), publish(), get(), update(), remove(), versions(), diff(), roll_back()]
}

fn list() -> Operation {
    Operation::new(Method::GET, "/workflows", TAG, "listWorkflows")
        .says(
            "List workflows",
            "Everything that this key can pass as `workflow`: the built-in procedures and your organisation's own, one row for each slug. \
             An organisation's own comes before a built-in one of the same slug.",
        )
        .query(
            "include_inactive",
            "Whether those are shown too that no run can follow at present.",
            json!({ "type": "boolean", "default": false }),
        )
        .refuses(&["invalid_request"])
        .answers(Answer::new(200, "The workflows.").json(sent::<Vec<Workflow>>, &["workflows"]))
}

fn publish() -> Operation {
    Operation::new(Method::PUT, "/workflows/{workflow}", TAG, "publishWorkflow")
        .says(
            "Publish a workflow",
            "Makes a page, or a WebAssembly component, a version of your organisation's workflow of that slug, and the version that new \
             runs follow: from the next run on, on every node, before a built-in workflow of the same slug, and for live and test keys \
             alike. Runs that exist keep theirs.\n\n\
             A version is named by the SHA-256 of its bytes and never changes: the same bytes again are the same version. With `rollout` \
             so many threads of a hundred follow it, the others what they followed before. Where that is a built-in workflow it becomes \
             version 1, so that you can go back to it; the first version under a slug of your own is for everybody. An organisation \
             publishes at most 100 workflows, removed ones among them, and 10,000 versions of one. What is not active stays so.",
        )
        .takes("workflow")
        .body(taken::<PublishWorkflow>, &["publish-workflow", "publish-component"])
        .answers(Answer::new(201, "A new version.").json(sent::<Published>, &["workflow-published"]))
        .answers(Answer::new(200, "It was a version of the workflow already.").json(sent::<Published>, &[]))
        .refuses(&["invalid_workflow"])
}

fn get() -> Operation {
    Operation::new(Method::GET, "/workflows/{workflow}", TAG, "getWorkflow")
        .says(
            "Read a workflow with its source",
            "A workflow as it stands, also one that is not active, and the source of the version that new runs follow or, with `version`, \
             of an earlier one. Of a built-in workflow there is the one version of the server that answers.",
        )
        .takes("workflow")
        .query("version", "A version: its number, or its digest or the first six or more digits of it.", json!({ "type": "string" }))
        .answers(Answer::new(200, "The workflow.").json(sent::<WorkflowSource>, &["workflow-source"]))
        .refuses(&["workflow_not_found", "invalid_request"])
}

fn update() -> Operation {
    Operation::new(Method::PATCH, "/workflows/{workflow}", TAG, "updateWorkflow")
        .says(
            "Switch a workflow on or off, or roll a version out",
            "What is absent stays. While a workflow is not active, runs that name it are refused as `workflow_not_found`, also where there \
             is a built-in workflow of the same slug: nobody is served by another procedure in silence. Runs that exist go on.",
        )
        .takes("workflow")
        .body(taken::<UpdateWorkflow>, &["roll-out-workflow", "deactivate-workflow"])
        .answers(Answer::new(200, "The workflow afterwards.").json(sent::<Workflow>, &["workflow"]))
        .refuses(&["workflow_not_found"])
}

fn remove() -> Operation {
    Operation::new(Method::DELETE, "/workflows/{workflow}", TAG, "deleteWorkflow")
        .says(
            "Remove a workflow",
            "Your organisation has no workflow of its own with that slug any more: runs that name it follow the built-in one, or, where \
             there is none, are refused as `workflow_not_found`. Runs that exist go on. What was published stays in the list of versions, \
             and the same source can be published again.",
        )
        .takes("workflow")
        .answers(Answer::new(204, "It is gone."))
        .refuses(&["workflow_not_found"])
}

fn versions() -> Operation {
    Operation::new(Method::GET, "/workflows/{workflow}/versions", TAG, "listWorkflowVersions")
        .says("List versions", "Whatever your organisation published under that slug, newest first.")
        .takes("workflow")
        .takes("limit")
        .takes("cursor")
        .answers(Answer::new(200, "A page of versions.").json(sent::<Page<Version>>, &["workflow-versions"]))
        .refuses(&["workflow_not_found", "invalid_request"])
}

fn diff() -> Operation {
    Operation::new(Method::GET, "/workflows/{workflow}/diff", TAG, "diffWorkflow")
        .says(
            "Compare two versions",
            "What one version does otherwise than another, in the terms of the procedure (steps, conditions, arguments, approval, rules, \
             cost), and the lines that differ. Prose that binds nothing is in the lines alone.",
        )
        .takes("workflow")
        .query(
            "from",
            "The version that is compared, by number or digest; without it, the one that `to` replaced.",
            json!({ "type": "string" }),
        )
        .query(
            "to",
            "The version that it is compared with; without it, the one that is being rolled out, or else is followed.",
            json!({ "type": "string" }),
        )
        .answers(Answer::new(200, "What is different.").json(sent::<WorkflowDiff>, &["workflow-diff"]))
        .refuses(&["workflow_not_found", "invalid_request"])
}

fn roll_back() -> Operation {
    Operation::new(Method::POST, "/workflows/{workflow}/rollback", TAG, "rollBackWorkflow")
        .says(
            "Go back to an earlier version",
            "From the next run on everybody follows the version that is named. Without one, what is being rolled out is withdrawn; where \
             nothing is, what was followed before the present version was published comes back. Nothing that was published is lost, and \
             runs that exist keep their version.",
        )
        .takes("workflow")
        .body(taken::<RollBackWorkflow>, &["roll-back-to"])
        .answers(Answer::new(200, "The workflow afterwards.").json(sent::<Workflow>, &["workflow"]))
        .refuses(&["workflow_not_found"])
}
