//! What the author of a check writes against: see `README.md` for a whole check in thirty lines.
//!
//! A check is plain Rust: typed input in, an [`Answer`] or a [`Failure`] out. It reaches the outside through [`Call`] alone,
//! so the same code runs in the sandbox and, with a stand-in for the [`Host`], in an ordinary `cargo test`.

mod about;
#[doc(hidden)]
pub mod bindings;
mod check;
mod field;
mod host;
pub mod http;
mod probe;
mod stand_in;

pub use about::{About, Provider};
pub use check::{Answer, Check, Failure, OFFLINE, perform};
pub use field::{Field, Kind, boolean, integer, list, object, one_of, text};
pub use host::{Call, Host, Level};
pub use probe::{PROBE, Probe, Standing, try_provider};
pub use stand_in::StandIn;

// The allocator of every guest that links this crate.
use enrich_arena as _;

/// Makes a component of checks: `component! { providers: [CASHFREE], checks: [PanVerification, NameMatch] }`.
///
/// `providers` are constants of type [`Provider`], `checks` are types that implement [`Check`]. `probes: [cashfree::PROBE],` between
/// the two says how providers are tried, each a constant of type [`Probe`]. Once per crate; the crate's type is `cdylib`.
#[macro_export]
macro_rules! component {
    (
        providers: [$($provider:expr),* $(,)?],
        $(probes: [$($probe:expr),* $(,)?],)?
        checks: [$($check:ty),+ $(,)?] $(,)?
    ) => {
        /// This component, as the host enters it.
        struct Component;

        impl $crate::bindings::Guest for Component {
            fn describe() -> $crate::bindings::Manifest {
                $crate::bindings::manifest(&[$(&$provider),*], &[$(<$check as $crate::Check>::ABOUT),+])
            }

            fn perform(call: $crate::bindings::Call) -> Result<$crate::bindings::Answer, $crate::bindings::Failure> {
                $crate::bindings::enter();
                if let Some(provider) = call.check.strip_prefix($crate::PROBE) {
                    return $crate::bindings::try_provider(&call, &[$($($probe),*)?], provider);
                }
                $(
                    if call.check == <$check as $crate::Check>::ABOUT.name {
                        return $crate::bindings::perform::<$check>(&call);
                    }
                )+
                Err($crate::Failure::new("unknown_check", "This component has no such check.").into())
            }
        }

        $crate::bindings::export!(Component with_types_in $crate::bindings::wit);
    };
}

/// The README's check must compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
