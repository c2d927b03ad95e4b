//! The WIT, and nothing but conversions between it and this crate's types.

use crate::about::{About, Provider};
use crate::check::{self, Check};
use crate::field;
use crate::host::{self, Host, Level};
use crate::http::{self, HttpError};
use crate::probe::{self, Probe};

#[expect(missing_docs, reason = "generated from the WIT, where the documentation is")]
pub mod wit {
    wit_bindgen::generate!({
        path: "../../wit/check/1.0.0",
        world: "check",
        pub_export_macro: true,
        export_macro_name: "export",
    });
}

use wit::enrich::check as imports;
pub use wit::{Answer, Call, Failure, Guest, Manifest, export};

/// What the component offers.
pub fn manifest(providers: &[&Provider], checks: &[About]) -> Manifest {
    Manifest {
        providers: providers.iter().map(|provider| provider_description(provider)).collect(),
        checks: checks.iter().map(check_description).collect(),
    }
}

fn provider_description(provider: &Provider) -> imports::types::Provider {
    imports::types::Provider {
        name: provider.name.into(),
        base_url: provider.base_url.into(),
        secrets: provider.secrets.iter().map(|&secret| secret.into()).collect(),
    }
}

fn check_description(about: &About) -> imports::types::CheckDescription {
    let mut personal_fields = field::personal(about.input);
    for pointer in field::personal(about.output) {
        if !personal_fields.contains(&pointer) {
            personal_fields.push(pointer);
        }
    }
    imports::types::CheckDescription {
        name: about.name.into(),
        summary: about.summary.into(),
        input_schema: field::schema(about.input, true),
        output_schema: field::schema(about.output, false),
        providers: about.providers.iter().map(|&provider| provider.into()).collect(),
        repeatable: about.repeatable,
        price: about.price.into(),
        bills_not_found: about.bills_not_found,
        personal_fields,
    }
}

/// Performs one call of one check.
pub fn perform<C: Check>(call: &Call) -> Result<Answer, Failure> {
    Ok(check::perform::<C>(&host::Call::new(&call.id, &Sandbox), &call.input)?.into())
}

/// Tries a provider.
pub fn try_provider(call: &Call, probes: &[Probe], provider: &str) -> Result<Answer, Failure> {
    Ok(probe::try_provider(&host::Call::new(&call.id, &Sandbox), probes, provider)?.into())
}

impl From<check::Answer<String>> for Answer {
    fn from(answer: check::Answer<String>) -> Self {
        match answer {
            check::Answer::Success(output) => Answer::Success(output),
            check::Answer::NotFound(output) => Answer::NotFound(output),
        }
    }
}

/// To be called first on each entry that may use imports: a panic says where it happened before it traps. Its message may
/// quote personal data, so it goes to the author's level alone.
pub fn enter() {
    std::panic::set_hook(Box::new(|panic| {
        if let Some(place) = panic.location() {
            Sandbox.log(Level::Error, &format!("panic at {}:{}", place.file(), place.line()));
        }
        if let Some(message) = panic.payload_as_str() {
            Sandbox.log(Level::Debug, message);
        }
    }));
}

impl From<check::Failure> for Failure {
    fn from(failure: check::Failure) -> Self {
        Failure { code: failure.code.into(), message: failure.message, retryable: failure.retryable }
    }
}

/// The real host.
struct Sandbox;

impl Host for Sandbox {
    fn fetch(&self, request: &http::Request) -> Result<http::Response, HttpError> {
        let header = |(name, value): &(&'static str, String)| imports::http::Header { name: (*name).into(), value: value.clone() };
        let response = imports::http::fetch(&imports::http::Request {
            provider: request.provider.into(),
            method: request.method.into(),
            path: request.path.clone(),
            headers: request.headers.iter().map(header).collect(),
            body: request.body.clone(),
        })?;
        let headers = response.headers.into_iter().map(|header| (header.name, header.value)).collect();
        Ok(http::Response { status: response.status, headers, body: response.body })
    }

    fn now(&self) -> u64 {
        imports::clock::now()
    }

    fn log(&self, level: Level, line: &str) {
        let level = match level {
            Level::Debug => imports::log::Level::Debug,
            Level::Info => imports::log::Level::Info,
            Level::Warn => imports::log::Level::Warn,
            Level::Error => imports::log::Level::Error,
        };
        imports::log::log(level, line);
    }
}

impl From<imports::http::HttpError> for HttpError {
    fn from(error: imports::http::HttpError) -> Self {
        use imports::http::HttpError as Wit;
        match error {
            Wit::NotConfigured(why) => HttpError::NotConfigured(why),
            Wit::Refused(why) => HttpError::Refused(why),
            Wit::Timeout => HttpError::Timeout,
            Wit::Connection(why) => HttpError::Connection(why),
            Wit::TooLarge(bytes) => HttpError::TooLarge(bytes),
            Wit::Other(why) => HttpError::Other(why),
        }
    }
}
