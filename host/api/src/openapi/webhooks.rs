//! Webhook endpoints and their deliveries, and what is delivered.

use super::operation::{Answer, Operation};
use super::schemas::{Schemas, sent, taken};
use crate::create_webhook::{CreateWebhook, Created};
use crate::list_deliveries::Delivery;
use crate::own_webhook::Resource;
use crate::page::Page;
use crate::pull_deliveries;
use crate::recover_webhook::{RecoverWebhook, Recovered};
use crate::rotate_webhook::Rotated;
use crate::settle_delivery::{SettleDelivery, Settled};
use crate::test_webhook::Queued;
use crate::update_webhook::UpdateWebhook;
use axum::http::Method;
use journal::{EventId, NoticeKind, Time, view};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value, json};

const TAG: &str = "Webhooks";

pub(super) fn operations() -> Vec<Operation> {
    vec![create(), list(), get(), update(), remove(), rotate(), test(), recover(), deliveries(), redeliver(), pull(), settle()]
}

/// The body of a delivery.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "WebhookEvent")]
struct Event {
    /// Names the event, at every endpoint and in every attempt: what to remember in order to do nothing twice.
    id: EventId,
    /// What happened. Words may be added: acknowledge what you do not know.
    #[serde(rename = "type")]
    event_type: NoticeKind,
    /// When it happened.
    created_at: Time,
    /// The run as it was then.
    data: view::Resource,
}

/// `webhooks` of the document: what receivers are sent, by type.
pub(super) fn sent_to_receivers(schemas: &mut Schemas) -> Map<String, Value> {
    let body = sent::<Event>(schemas);
    let header = |name: &str, description: &str| {
        let schema = json!({ "type": "string" });
        json!({ "name": name, "in": "header", "required": true, "description": description, "schema": schema })
    };
    let headers = [
        header("Webhook-Id", "The event's `id`."),
        header("Webhook-Timestamp", "When this attempt was made, in seconds since 1970. Refuse what is older than five minutes."),
        header("Webhook-Signature", "`v1,` and the HMAC-SHA256 of `id.timestamp.body`, in base64."),
    ];
    let event = |kind: NoticeKind| {
        let post = json!({
            "operationId": format!("on{}", kind.as_str().replace(['.', '_'], " ").split(' ').map(capital).collect::<String>()),
            "tags": [TAG],
            "summary": kind.as_str(),
            "parameters": headers,
            "requestBody": { "required": true, "content": { "application/json": { "schema": body } } },
            "responses": { "2XX": { "description": "Acknowledged, within ten seconds. Anything else is tried again." } },
            "security": [],
        });
        (kind.as_str().to_owned(), json!({ "post": post }))
    };
    NoticeKind::ALL.into_iter().map(event).collect()
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn create() -> Operation {
    Operation::new(Method::POST, "/webhooks", TAG, "createWebhook")
        .says(
            "Register an endpoint",
            "From now on, what happens to the runs of the key's mode is posted to `url`, signed. The answer holds the `secret` to verify \
             it with: it is told now and never again.\n\n\
             An organisation has at most 16 endpoints in each mode. A URL is refused where its host stands for a private address, now \
             and whenever something is delivered.\n\n\
             An `ephemeral` endpoint has no URL: a listener [pulls](#pullDeliveries) what would have been sent. It is removed, with \
             whatever was still to be delivered, when nobody has pulled for five minutes. There may be 16 of these in each mode, \
             beside the others.",
        )
        .body(taken::<CreateWebhook>, &["create-webhook", "create-webhook-standard", "create-webhook-ephemeral"])
        .answers(
            Answer::new(201, "Registered, and active.")
                .json(sent::<Created>, &["webhook-created", "webhook-created-ephemeral"])
                .headers(&["Location"]),
        )
}

fn list() -> Operation {
    Operation::new(Method::GET, "/webhooks", TAG, "listWebhooks")
        .says("List endpoints", "All endpoints of the key's mode, oldest first. Secrets are not told.")
        .answers(Answer::new(200, "The endpoints.").json(sent::<Vec<Resource>>, &["webhooks"]))
}

fn get() -> Operation {
    Operation::new(Method::GET, "/webhooks/{webhook}", TAG, "getWebhook")
        .says("Read an endpoint", "One endpoint as it stands. Its secret is not told; if it is lost, rotate it.")
        .takes("webhook")
        .answers(Answer::new(200, "The endpoint.").json(sent::<Resource>, &["webhook", "webhook-disabled"]))
}

fn update() -> Operation {
    Operation::new(Method::PATCH, "/webhooks/{webhook}", TAG, "updateWebhook")
        .says(
            "Change an endpoint",
            "What is absent stays. `is_active: true` also brings back an endpoint that was switched off because it failed; what it \
             missed since is not sent by itself. `POST /webhooks/{webhook}/recover` sends what had been due to it.",
        )
        .takes("webhook")
        .body(taken::<UpdateWebhook>, &["update-webhook", "activate-webhook"])
        .answers(Answer::new(200, "The endpoint afterwards.").json(sent::<Resource>, &["webhook"]))
}

fn remove() -> Operation {
    Operation::new(Method::DELETE, "/webhooks/{webhook}", TAG, "deleteWebhook")
        .says("Remove an endpoint", "Nothing is sent to it any more, and the list of its deliveries is gone.")
        .takes("webhook")
        .answers(Answer::new(204, "It is gone."))
}

fn rotate() -> Operation {
    Operation::new(Method::POST, "/webhooks/{webhook}/rotate", TAG, "rotateWebhook")
        .says(
            "Rotate the secret",
            "For 24 hours deliveries are signed with both secrets, so that you can bring the new one to your receivers in peace. With \
             the scheme `document` the old one's signature is in `Webhook-Signature-Previous`; with `standard` both are in \
             `Webhook-Signature`, with a space between. A second rotation within that time ends the oldest secret at once.",
        )
        .takes("webhook")
        .answers(Answer::new(200, "The new secret, told now and never again.").json(sent::<Rotated>, &["webhook-rotated"]))
}

fn test() -> Operation {
    Operation::new(Method::POST, "/webhooks/{webhook}/test", TAG, "testWebhook")
        .says(
            "Send a ping",
            "A signed delivery of the type `ping`, with an empty object as `data`, whatever types the endpoint hears of. Its fate is in \
             the list of deliveries.",
        )
        .takes("webhook")
        .answers(Answer::new(202, "It is on its way.").json(sent::<Queued>, &["delivery-queued"]))
        .refuses(&["invalid_request"])
}

fn recover() -> Operation {
    Operation::new(Method::POST, "/webhooks/{webhook}/recover", TAG, "recoverWebhook")
        .says(
            "Send again what was missed",
            "Every delivery of an event since that moment which was not acknowledged begins anew with its first attempt, those that \
             were given up among them. What was acknowledged is not sent again.",
        )
        .takes("webhook")
        .body(taken::<RecoverWebhook>, &["recover-webhook"])
        .answers(Answer::new(202, "They are on their way.").json(sent::<Recovered>, &["webhook-recovered"]))
}

fn deliveries() -> Operation {
    Operation::new(Method::GET, "/webhooks/{webhook}/deliveries", TAG, "listDeliveries")
        .says(
            "List deliveries",
            "What the endpoint was told and is still to be told, newest first, each with its last attempt. Of what a receiver answers \
             nothing is kept but the status. Deliveries are listed for 30 days at least.",
        )
        .takes("webhook")
        .takes("limit")
        .takes("cursor")
        .answers(Answer::new(200, "A page of deliveries.").json(sent::<Page<Delivery>>, &["deliveries"]))
        .refuses(&["invalid_request"])
}

fn redeliver() -> Operation {
    Operation::new(Method::POST, "/webhooks/{webhook}/deliveries/{delivery}/redeliver", TAG, "redeliver")
        .says(
            "Send one event again",
            "Whether it was acknowledged or given up: it begins anew with its first attempt, under the same `Webhook-Id`.",
        )
        .takes("webhook")
        .takes("delivery")
        .answers(Answer::new(202, "It is on its way.").json(sent::<Queued>, &["delivery-queued"]))
        .refuses(&["invalid_request"])
}

fn pull() -> Operation {
    let seconds = json!({ "type": "number", "minimum": 0, "default": 0, "examples": [50] });
    Operation::new(Method::GET, "/webhooks/{webhook}/pull", TAG, "pullDeliveries")
        .says(
            "Pull deliveries",
            "What is due at an ephemeral endpoint, the oldest first, at once or as soon as there is something. Each comes with the \
             headers and the body that would have been posted, signed at this moment. Post it to your program, and \
             [tell us](#settleDelivery) what came of it. What you have not told of within 30 seconds is handed out again, and \
             until then to nobody else.",
        )
        .takes("webhook")
        .query("wait", "Seconds to wait for something to deliver. Over 50 is 50.", seconds)
        .answers(Answer::new(200, "What there is; perhaps nothing.").json(sent::<pull_deliveries::Answer>, &["pulled-deliveries"]))
        .refuses(&["invalid_request"])
}

fn settle() -> Operation {
    Operation::new(Method::POST, "/webhooks/{webhook}/deliveries/{delivery}/settle", TAG, "settleDelivery")
        .says(
            "Tell what came of a pulled delivery",
            "It is judged as the answer to a delivery that was sent: a 2xx acknowledges it, 410 ends it, anything else brings the next \
             attempt when it is due. An ephemeral endpoint is never switched off for it. A lease that is over is answered with 404: \
             the delivery was handed out again, or will be.",
        )
        .takes("webhook")
        .takes("delivery")
        .body(taken::<SettleDelivery>, &["settle-delivery", "settle-delivery-unanswered"])
        .answers(Answer::new(200, "Written down.").json(sent::<Settled>, &["delivery-settled"]))
}
