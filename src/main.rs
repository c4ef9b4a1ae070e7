//! The command line.

#![cfg_attr(test, allow(clippy::unwrap_used, reason = "tests may fail loudly"))]

mod cli;
#[cfg(all(test, feature = "server", feature = "otlp"))]
mod settings;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Stages allocate and free many small strings on many threads; musl's allocator serialises that and
/// glibc's keeps an arena a thread. Its version 2 gives memory back after 10 ms, version 3 after a second;
/// huge pages made each thread cost megabytes and nothing faster.
#[cfg(feature = "server")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Turns raw article text into normalized documents.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 110)]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Run the HTTP service.
    #[cfg(feature = "server")]
    Serve(Box<cli::serve::Serve>),
    /// Normalize files or standard input; writes one JSON document a line.
    Normalize(Box<cli::normalize::Normalize>),
    /// Write the API's description.
    #[cfg(feature = "server")]
    Openapi(cli::openapi::Openapi),
    /// Ask a running service whether it is ready; exit code 0 when it is.
    #[cfg(feature = "server")]
    Healthcheck(cli::healthcheck::Healthcheck),
    /// Train a model from a corpus and write its file.
    #[cfg(feature = "train")]
    #[command(subcommand)]
    Train(copydesk::train::TrainCommand),
    /// Evaluate a model against a corpus.
    #[cfg(feature = "train")]
    #[command(subcommand)]
    Eval(copydesk::train::EvalCommand),
}

fn main() -> ExitCode {
    let outcome = match Command::parse().action {
        #[cfg(feature = "server")]
        Action::Serve(serve) => serve.run(),
        Action::Normalize(normalize) => normalize.run(),
        #[cfg(feature = "server")]
        Action::Openapi(openapi) => openapi.run(),
        #[cfg(feature = "server")]
        Action::Healthcheck(healthcheck) => healthcheck.run(),
        #[cfg(feature = "train")]
        Action::Train(command) => copydesk::train::train(command).map(|()| ExitCode::SUCCESS),
        #[cfg(feature = "train")]
        Action::Eval(command) => copydesk::train::eval(command).map(|()| ExitCode::SUCCESS),
    };
    outcome.unwrap_or_else(|error| {
        cli::complain(&format!("error: {error}"));
        ExitCode::FAILURE
    })
}
