//! `copydesk serve`.

use std::net::TcpListener;
use std::process::ExitCode;

use clap::Args;
use copydesk::{ArticleLimits, Normalizer, server};

use super::Outcome;

/// Flags of `copydesk serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, env = "COPYDESK_LISTEN", default_value = "127.0.0.1:8080")]
    listen: String,
    #[command(flatten)]
    config: server::Config,
}

impl Serve {
    pub(crate) fn run(self) -> Outcome {
        tracing_subscriber::fmt().with_writer(std::io::stderr).init();
        let listener = TcpListener::bind(&self.listen)?;
        tracing::info!(address = %listener.local_addr()?, "listening");
        let normalizer = Normalizer::new(ArticleLimits::default());
        actix_web::rt::System::new()
            .block_on(async move { server::build(listener, normalizer, self.config)?.await })?;
        Ok(ExitCode::SUCCESS)
    }
}
