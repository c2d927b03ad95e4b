//! `GET /v1/report-schema.json`: the shape of the reports that procedures write, for programs that read them.

use crate::fixed::Fixed;
use axum::http::HeaderMap;
use axum::response::Response;
use std::sync::LazyLock;

/// The JSON Schema, as the documentation of workflows has it.
pub(crate) const TEXT: &str = include_str!("../../../docs/report-schema.json");

pub(crate) async fn handle(headers: HeaderMap) -> Response {
    static SCHEMA: LazyLock<Fixed> = LazyLock::new(|| Fixed::new("application/json", TEXT.to_owned()));
    SCHEMA.response(&headers)
}
