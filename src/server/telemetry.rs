//! Events on standard error, as JSON lines or for the eye.

use std::error::Error;

use tracing_subscriber::EnvFilter;

use super::config::{Config, LogFormat};

/// Starts writing events. Panics are written with their place only: their message may quote an
/// article.
///
/// # Errors
/// When `config.log` is not a filter or events are written already.
pub fn init(config: &Config) -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_new(&config.log)?;
    let events = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Json => events.json().flatten_event(true).try_init(),
        LogFormat::Pretty => events.try_init(),
    }
    .map_err(|error| -> Box<dyn Error> { error })?;
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|l| format!("{}:{}", l.file(), l.line()));
        tracing::error!(place, "panic");
    }));
    Ok(())
}
