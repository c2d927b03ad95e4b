//! How the providers are tried: see `enrich provider test`.

use crate::{BASELAYER, CENSUS, MIDDESK, SEC, VPIC, baselayer, registry, sec};
use enrich_sdk::{Probe, Standing};

/// The list of earlier requests, from far beyond its end: empty, and free.
pub(crate) const BASELAYER_PROBE: Probe = Probe {
    provider: BASELAYER,
    costs: "nothing",
    request: || Ok(baselayer::get("/tin_verifications?limit=1&offset=1000000".into())),
    read: Standing::usual_json,
};

/// Whether the tax authority's service is up: the key is needed, and no business is named.
pub(crate) const MIDDESK_PROBE: Probe = Probe {
    provider: MIDDESK,
    costs: "nothing",
    request: || Ok(registry::get("/tin_match/availability".into())),
    read: Standing::usual_json,
};

/// A filer that there is not: a 404 is how the service answers whom it lets in.
pub(crate) const SEC_PROBE: Probe = Probe {
    provider: SEC,
    costs: "nothing",
    request: || Ok(sec::get("0000000000")),
    read: |response| match response.status {
        404 => Standing::Works,
        403 if sec::is_busy(response) => Standing::Busy,
        _ => Standing::usual_json(response),
    },
};

/// The list of benchmarks, which is short.
pub(crate) const CENSUS_PROBE: Probe =
    Probe { provider: CENSUS, costs: "nothing", request: || Ok(CENSUS.get("/benchmarks")), read: Standing::usual_json };

/// One maker's identifier.
pub(crate) const VPIC_PROBE: Probe =
    Probe { provider: VPIC, costs: "nothing", request: || Ok(VPIC.get("/vehicles/DecodeWMI/1FD?format=json")), read: Standing::usual_json };
