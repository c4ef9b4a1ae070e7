//! The HTTP service: `build(listener, normalizer, config)` gives a [`Service`] that runs until it is
//! told to stop.
//!
//! A request goes through [`exchange`] (identifiers, the one log event, problems), [`auth`], its
//! route, [`body`] (limits and deadline), [`admission`] (a permit, or 429) and [`work`] (a thread that
//! may block). Only [`problem`] knows status codes. Pages and the API's description are in the binary.

mod admission;
mod auth;
mod body;
mod coding;
mod config;
mod cors;
mod exchange;
mod lines;
mod metrics;
pub mod openapi;
mod playground;
mod problem;
mod routes;
mod state;
pub mod telemetry;
mod work;

use std::net::TcpListener;
use std::time::Duration;

use actix_web::dev::{Server, ServerHandle};
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use tokio::signal::unix::{Signal, SignalKind, signal};

pub use config::{Config, LogFormat, Secret};

use crate::Normalizer;
use state::State;

/// How long a connection may take to close; also how long the rest of a refused body is read, so that
/// the client sees the refusal.
const CLOSING: Duration = Duration::from_secs(2);

/// A service on a bound listener.
pub struct Service {
    server: Server,
    terminate: Signal,
    interrupt: Signal,
    state: web::Data<State>,
}

/// Builds the service on a bound listener. Must be called, and the service run, inside an actix
/// system.
///
/// # Errors
/// When the listener cannot be used, the file of API keys cannot be read or signals cannot be caught.
pub fn build(listener: TcpListener, normalizer: Normalizer, config: Config) -> std::io::Result<Service> {
    // Before the first request, so that a service that was ever reached stops in good order.
    let (terminate, interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    let config = config.resolved();
    let state = web::Data::new(State::new(normalizer, config.clone())?);
    let shared = state.clone();
    let server = HttpServer::new(move || {
        App::new()
            .app_data(shared.clone())
            .configure(playground::routes)
            .configure(routes::configure)
            .wrap(from_fn(cors::share))
            .wrap(from_fn(exchange::observe))
    })
    .workers(config.http_threads)
    .max_connections(config.max_connections)
    .client_request_timeout(config.header_timeout)
    .client_disconnect_timeout(CLOSING)
    .keep_alive(config.keep_alive)
    .shutdown_timeout(config.shutdown_timeout.as_secs())
    .disable_signals()
    .listen(listener)?
    .run();
    Ok(Service { server, terminate, interrupt, state })
}

impl Service {
    /// Serves until SIGTERM or SIGINT. On SIGTERM `/readyz` says 503 at once while requests are still
    /// served for the drain delay; then no connection is accepted and requests in flight are finished.
    /// SIGINT, or a second signal, ends the delay.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn run(self) -> std::io::Result<()> {
        let Self { server, mut terminate, mut interrupt, state } = self;
        let handle = server.handle();
        actix_web::rt::spawn(async move {
            let patient = tokio::select! {
                _ = terminate.recv() => true,
                _ = interrupt.recv() => false,
            };
            tracing::info!("draining");
            state.drain();
            if patient {
                tokio::select! {
                    () = tokio::time::sleep(state.config.drain_delay) => {}
                    _ = terminate.recv() => {}
                    _ = interrupt.recv() => {}
                }
            }
            stop(&handle).await;
        });
        server.await
    }
}

async fn stop(handle: &ServerHandle) {
    tracing::info!("stopping");
    handle.stop(true).await;
}
