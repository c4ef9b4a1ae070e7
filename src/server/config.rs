//! Every setting of the service: a flag and an environment variable.

use clap::Args;

/// Settings of the service.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Threads that read and write connections.
    #[arg(long, env = "COPYDESK_WORKERS", default_value_t = 2)]
    pub workers: usize,
}
