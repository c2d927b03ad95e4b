//! What the server says about itself while it works: lines on standard error, readable or JSON.

use clap::ValueEnum;
use tracing_subscriber::EnvFilter;

/// The shape of log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Human,
    /// One JSON object on each line.
    Json,
}

/// Starts logging. `ENRICH_LOG`, else `RUST_LOG`, says what (`info`, `run=debug,warn`); else `default` does.
///
/// Fails when the filter cannot be read. A second call changes nothing: tests start several apps in one process.
pub fn start(format: Format, default: &str) -> anyhow::Result<()> {
    let spelled = ["ENRICH_LOG", "RUST_LOG"].into_iter().find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()));
    let spelled = spelled.as_deref().unwrap_or(default);
    let filter = EnvFilter::try_new(spelled).map_err(|error| anyhow::anyhow!("cannot read the log filter {spelled:?}: {error}"))?;
    // A line that cannot be written is lost. Told of it, the library would panic in the middle of whatever the line was about.
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).log_internal_errors(false);
    let _ = match format {
        Format::Human => lines.with_ansi(console::colors_enabled_stderr()).try_init(),
        Format::Json => lines.json().flatten_event(true).try_init(),
    };
    Ok(())
}
