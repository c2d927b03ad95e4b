//! Registration data over RDAP (RFC 9082, RFC 9083): whom to ask, and what the answer says.
//!
//! Each registry has a service of its own. The large ones are asked directly; for any other ending rdap.org is asked, which knows
//! them all from IANA's list (RFC 9224) and answers with a redirection. The host follows none, so where it leads to a registry
//! that is a provider here that one is asked; an operator may as well give `rdap` the address of a service that answers itself.

use enrich_sdk::http::Response;
use enrich_sdk::{Call, Failure, Provider};
use serde::Deserialize;
use serde_json::Value;

/// Knows every registry, and sends there.
pub const RDAP: Provider = Provider { name: "rdap", base_url: "https://rdap.org", secrets: &[] };
/// Of com and net.
pub const RDAP_VERISIGN: Provider = Provider { name: "rdap_verisign", base_url: "https://rdap.verisign.com", secrets: &[] };
/// Of org.
pub const RDAP_PIR: Provider = Provider { name: "rdap_pir", base_url: "https://rdap.publicinterestregistry.org/rdap", secrets: &[] };
/// Of info, io, ai and some hundred more.
pub const RDAP_IDENTITY_DIGITAL: Provider =
    Provider { name: "rdap_identity_digital", base_url: "https://rdap.identitydigital.services/rdap", secrets: &[] };
/// Of app, dev and page.
pub const RDAP_GOOGLE: Provider = Provider { name: "rdap_google", base_url: "https://pubapi.registry.google/rdap", secrets: &[] };
/// Of uk.
pub const RDAP_NOMINET: Provider = Provider { name: "rdap_nominet", base_url: "https://rdap.nominet.uk", secrets: &[] };
/// Of xyz and others.
pub const RDAP_CENTRALNIC: Provider = Provider { name: "rdap_centralnic", base_url: "https://rdap.centralnic.com", secrets: &[] };
/// Of in.
pub const RDAP_NIXI: Provider = Provider { name: "rdap_nixi", base_url: "https://rdap.nixiregistry.in/rdap", secrets: &[] };

/// Names of all of them.
pub(super) const PROVIDERS: &[&str] = &[
    RDAP.name,
    RDAP_VERISIGN.name,
    RDAP_PIR.name,
    RDAP_IDENTITY_DIGITAL.name,
    RDAP_GOOGLE.name,
    RDAP_NOMINET.name,
    RDAP_CENTRALNIC.name,
    RDAP_NIXI.name,
];

/// Registries that are asked directly: their last labels, and what stands before `/domain/`.
static REGISTRIES: &[(Provider, &[&str], &str)] = &[
    (RDAP_VERISIGN, &["com"], "/com/v1"),
    (RDAP_VERISIGN, &["net"], "/net/v1"),
    (RDAP_PIR, &["org"], ""),
    (RDAP_IDENTITY_DIGITAL, &["info", "io", "ai"], ""),
    (RDAP_GOOGLE, &["app", "dev", "page"], ""),
    (RDAP_NOMINET, &["uk"], "/uk"),
    (RDAP_CENTRALNIC, &["xyz"], "/xyz"),
    (RDAP_NIXI, &["in"], ""),
];

/// What the registry holds of a registered name, or `None` when it holds nothing, which it says with a 404.
pub(super) fn ask(call: &Call, name: &str) -> Result<Option<Registration>, Failure> {
    let last = name.rsplit('.').next().unwrap_or_default();
    if let Some((registry, _, path)) = REGISTRIES.iter().find(|(_, endings, _)| endings.contains(&last)) {
        match get(call, registry, &format!("{path}/domain/{name}")) {
            Err(failure) if failure.code == "provider_not_configured" => {}
            answer => return read(&answer?, name),
        }
    }
    let answer = get(call, &RDAP, &format!("/domain/{name}"))?;
    match answer.status {
        301 | 302 | 303 | 307 | 308 => {
            let (registry, path) = answer.header("location").and_then(known).ok_or_else(elsewhere)?;
            read(&get(call, registry, path)?, name)
        }
        _ => read(&answer, name),
    }
}

fn get(call: &Call, provider: &Provider, path: &str) -> Result<Response, Failure> {
    provider.get(path).header("accept", "application/rdap+json, application/json").send(call)
}

/// The provider whose address a URL begins with, and the rest.
fn known(url: &str) -> Option<(&'static Provider, &str)> {
    REGISTRIES
        .iter()
        .find_map(|(registry, _, _)| Some((registry, url.strip_prefix(registry.base_url)?)).filter(|(_, path)| path.starts_with('/')))
}

fn elsewhere() -> Failure {
    let what = "The registry of this ending is none of the configured providers: give `rdap` the address of a service that answers itself.";
    Failure::new("provider_not_configured", what)
}

/// A domain of RFC 9083, as far as it is used.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Registration {
    object_class_name: String,
    ldh_name: Option<String>,
    #[serde(default)]
    pub(super) status: Vec<String>,
    #[serde(default)]
    events: Vec<Event>,
    #[serde(default)]
    entities: Vec<Entity>,
    #[serde(default)]
    nameservers: Vec<Nameserver>,
    #[serde(rename = "secureDNS")]
    secure_dns: Option<SecureDns>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    event_action: String,
    event_date: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entity {
    #[serde(default)]
    roles: Vec<String>,
    handle: Option<String>,
    /// jCard (RFC 7095): `["vcard", [[name, parameters, type, value], …]]`.
    #[serde(default)]
    vcard_array: Value,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Nameserver {
    ldh_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SecureDns {
    #[serde(default)]
    delegation_signed: bool,
}

fn read(response: &Response, name: &str) -> Result<Option<Registration>, Failure> {
    match response.status {
        200 => {}
        404 => return Ok(None),
        _ => return Err(response.failure()),
    }
    let registration: Registration = response.json()?;
    if registration.object_class_name != "domain" {
        return Err(Failure::malformed("The registry answered with something else than a domain."));
    }
    if registration.ldh_name.as_deref().is_some_and(|echo| !echo.trim_end_matches('.').eq_ignore_ascii_case(name)) {
        return Err(Failure::malformed("The registry answered about another domain."));
    }
    Ok(Some(registration))
}

impl Registration {
    /// The time of an event, as the registry writes it.
    pub(super) fn event(&self, action: &str) -> Option<&str> {
        let event = self.events.iter().find(|event| event.event_action.eq_ignore_ascii_case(action))?;
        event.event_date.as_deref()
    }

    /// Who sold the name: the name on its card, or its number.
    pub(super) fn registrar(&self) -> Option<String> {
        let registrar = self.entities.iter().find(|entity| entity.roles.iter().any(|role| role == "registrar"))?;
        let fields = registrar.vcard_array.get(1).and_then(Value::as_array);
        let name = fields.and_then(|fields| fields.iter().find(|field| field[0] == "fn")).and_then(|field| field[3].as_str());
        name.filter(|name| !name.is_empty()).or(registrar.handle.as_deref()).map(str::to_owned)
    }

    /// The machines that answer for the name, at most thirteen.
    pub(super) fn nameservers(&self) -> Vec<String> {
        let names = self.nameservers.iter().filter_map(|server| server.ldh_name.as_deref());
        names.take(13).map(|name| name.trim_end_matches('.').to_ascii_lowercase()).collect()
    }

    /// Whether the name's entries are signed.
    pub(super) fn is_signed(&self) -> Option<bool> {
        self.secure_dns.as_ref().map(|dns| dns.delegation_signed)
    }

    /// One word for all states of the registration.
    pub(super) fn state(&self) -> &'static str {
        let has = |state: &str| self.status.iter().any(|status| status.eq_ignore_ascii_case(state));
        match () {
            () if has("pending delete") || has("redemption period") => "expiring",
            () if has("client hold") || has("server hold") || has("locked") && has("inactive") => "on_hold",
            () if has("inactive") => "inactive",
            () => "active",
        }
    }
}
