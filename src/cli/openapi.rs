//! `copydesk openapi`.

use std::io::Write as _;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use copydesk::server::openapi;

use super::Outcome;

/// Flags of `copydesk openapi`.
#[derive(Debug, Args)]
pub(crate) struct Openapi {
    /// Version of OpenAPI.
    #[arg(long, env = "COPYDESK_OPENAPI_VERSION", value_enum, default_value_t = Version::V31)]
    version: Version,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Version {
    /// OpenAPI 3.1.
    #[value(name = "3.1")]
    V31,
    /// OpenAPI 3.0.3, for generators that cannot read 3.1.
    #[value(name = "3.0")]
    V30,
}

impl Openapi {
    pub(crate) fn run(&self) -> Outcome {
        let text = match self.version {
            Version::V31 => openapi::json(),
            Version::V30 => openapi::json_30(),
        };
        std::io::stdout().write_all(text.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }
}
