//! `enrich:check@1.0.0`.

use crate::check::State;
use crate::manifest::Described;
use crate::outgoing::{Asked, Denied};
use wasmtime::component::{HasSelf, Linker};

#[allow(missing_docs, unreachable_pub, reason = "generated from the WIT, which documents it")]
mod bindings {
    wasmtime::component::bindgen!({
        path: "../../wit/check/1.0.0",
        world: "check",
        imports: { "enrich:check/http": async | trappable, default: trappable },
        exports: { default: async },
    });
}

pub(crate) use bindings::enrich::check::types::{Answer, Call, Failure};
pub(crate) use bindings::{Check, CheckPre};

use bindings::enrich::check::{clock, http, log, types};

/// What a check may import.
pub(crate) const IMPORTS: &[&str] =
    &["enrich:check/http@1.0.0", "enrich:check/clock@1.0.0", "enrich:check/log@1.0.0", "enrich:check/types@1.0.0"];

/// Gives `linker` everything a check may import.
pub(crate) fn link(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    Check::add_to_linker::<_, HasSelf<State>>(linker, |state| state)
}

impl types::Host for State {}

impl http::Host for State {
    async fn fetch(&mut self, request: http::Request) -> wasmtime::Result<Result<http::Response, http::HttpError>> {
        let headers = request.headers.into_iter().map(|header| (header.name, header.value)).collect();
        let asked = Asked { provider: request.provider, method: request.method, path: request.path, headers, body: request.body };
        Ok(match self.fetch(asked).await? {
            Ok(answer) => Ok(http::Response {
                status: answer.status,
                headers: answer.headers.into_iter().map(|(name, value)| http::Header { name, value }).collect(),
                body: answer.body.into(),
            }),
            Err(denied) => Err(match denied {
                Denied::NotConfigured(why) => http::HttpError::NotConfigured(why),
                Denied::Refused(why) => http::HttpError::Refused(why),
                Denied::Timeout => http::HttpError::Timeout,
                Denied::Connection(why) => http::HttpError::Connection(why),
                Denied::TooLarge(max) => http::HttpError::TooLarge(max),
                Denied::Other(why) => http::HttpError::Other(why),
            }),
        })
    }
}

impl clock::Host for State {
    fn now(&mut self) -> wasmtime::Result<u64> {
        let now = self.now()?;
        Ok(u64::try_from(now.micros()).unwrap_or(0))
    }
}

impl log::Host for State {
    fn log(&mut self, level: log::Level, message: String) -> wasmtime::Result<()> {
        let level = match level {
            log::Level::Debug => "debug",
            log::Level::Info => "info",
            log::Level::Warn => "warn",
            log::Level::Error => "error",
        };
        self.log(level, &message)
    }
}

impl From<types::Manifest> for Described {
    fn from(manifest: types::Manifest) -> Described {
        use crate::manifest::{DescribedCheck, DescribedProvider};
        let provider =
            |provider: types::Provider| DescribedProvider { name: provider.name, base_url: provider.base_url, secrets: provider.secrets };
        let check = |check: types::CheckDescription| DescribedCheck {
            name: check.name,
            summary: check.summary,
            input_schema: check.input_schema,
            output_schema: check.output_schema,
            providers: check.providers,
            repeatable: check.repeatable,
            price: check.price,
            bills_not_found: check.bills_not_found,
            personal_fields: check.personal_fields,
        };
        Described {
            providers: manifest.providers.into_iter().map(provider).collect(),
            checks: manifest.checks.into_iter().map(check).collect(),
        }
    }
}
