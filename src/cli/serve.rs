//! `copydesk serve`.

use std::net::TcpListener;
use std::process::ExitCode;

use clap::Args;
use copydesk::{Normalizer, server};

use super::Outcome;

/// Flags of `copydesk serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "COPYDESK_LISTEN", default_value = super::LISTEN)]
    listen: String,
    #[command(flatten)]
    config: server::Config,
}

impl Serve {
    pub(crate) fn run(self) -> Outcome {
        server::telemetry::init(&self.config)?;
        // Models first: who can connect is served, and who knows the address may send a signal.
        let normalizer = Normalizer::new(self.config.article_limits());
        let listener = TcpListener::bind(&self.listen).map_err(|e| format!("cannot listen on {}: {e}", self.listen))?;
        let address = listener.local_addr()?;
        actix_web::rt::System::new().block_on(async move {
            let service = server::build(listener, normalizer, self.config)?;
            tracing::info!(%address, version = env!("CARGO_PKG_VERSION"), "listening");
            service.run().await
        })?;
        Ok(ExitCode::SUCCESS)
    }
}
