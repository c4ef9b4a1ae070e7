//! The HTTP service: `build(listener, normalizer, config)` gives a [`Service`] that runs until it is
//! told to stop.
//!
//! A request comes over a [`connection`] (deadlines) and goes through [`exchange`] (identifiers, the one
//! log event, problems), [`auth`], its route, [`body`] (limits and deadline), [`admission`] (a permit, or
//! 429) and [`work`] (a thread that may block). Only [`problem`] knows status codes. Pages and the API's description are in the binary.

mod admission;
mod auth;
mod body;
mod buffer;
mod coding;
mod config;
mod connection;
mod cors;
mod exchange;
#[cfg(feature = "fuzz")]
pub mod fuzz;
mod lines;
mod memory;
mod metrics;
pub mod openapi;
#[cfg(feature = "otlp")]
mod otlp;
mod playground;
mod problem;
mod routes;
mod state;
pub mod telemetry;
mod waiting;
mod window;
mod work;

use std::net::TcpListener;
use std::time::Duration;

use actix_http::{HttpService, Protocol};
use actix_server::{Server, ServerHandle};
use actix_service::{ServiceFactoryExt as _, fn_service, map_config};
use actix_web::dev::AppConfig;
use actix_web::middleware::from_fn;
use actix_web::{App, web};
use tokio::net::TcpStream;
use tokio::signal::unix::{Signal, SignalKind, signal};

pub use config::{Config, LogFormat, Secret};

use crate::Normalizer;
use connection::Connection;
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
    let builder = Server::build()
        .workers(config.http_threads)
        .max_concurrent_connections(config.max_connections)
        .shutdown_timeout(config.shutdown_timeout.as_secs())
        .disable_signals();
    // Tells connections that wait for a request that none will be served.
    let stopping = builder.graceful_shutdown_signal();
    let service = move || {
        let app = App::new()
            .app_data(shared.clone())
            .configure(playground::routes)
            .configure(routes::configure)
            .wrap(from_fn(cors::share))
            .wrap(from_fn(exchange::observe));
        let stopping = stopping.clone();
        let http = HttpService::build()
            .graceful_shutdown_signal(move || {
                let stopping = stopping.clone();
                async move { stopping.notified().await }
            })
            // The connection looks after the heads itself.
            .client_request_timeout(Duration::ZERO)
            .client_disconnect_timeout(CLOSING)
            .keep_alive(config.keep_alive)
            .on_connect_ext(|connection: &Connection, data| {
                data.insert(connection.pulse());
            })
            .finish(map_config(app, |()| AppConfig::default()));
        let state = shared.clone();
        fn_service(move |socket: TcpStream| {
            let peer = socket.peer_addr().ok();
            let connection = Connection::new(socket, state.clone());
            async move { Ok((connection, Protocol::Http1, peer)) }
        })
        .and_then(http)
    };
    let server = builder.listen("http", listener, service)?.run();
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
        #[cfg(feature = "otlp")]
        let shared = state.clone();
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
        let served = server.await;
        #[cfg(feature = "otlp")]
        shared.spans.iter().for_each(otlp::Spans::flush);
        served
    }
}

async fn stop(handle: &ServerHandle) {
    tracing::info!("stopping");
    handle.stop(true).await;
}
