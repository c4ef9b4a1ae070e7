//! The subcommands: each parses its own flags and runs to an exit code.

#[cfg(feature = "server")]
pub(crate) mod healthcheck;
pub(crate) mod normalize;
#[cfg(feature = "server")]
pub(crate) mod openapi;
#[cfg(feature = "server")]
pub(crate) mod serve;
pub(crate) mod shards;

use std::error::Error;
use std::process::ExitCode;

/// The exit code of a subcommand, or why it could not do its work at all.
pub(crate) type Outcome = Result<ExitCode, Box<dyn Error>>;

/// Where the service listens, and where its health is asked for.
#[cfg(feature = "server")]
pub(crate) const LISTEN: &str = "127.0.0.1:8080";

/// Says something to the person at the terminal.
#[allow(clippy::print_stderr, reason = "a command line talks to its user on standard error")]
pub(crate) fn complain(message: &str) {
    eprintln!("copydesk: {message}");
}
