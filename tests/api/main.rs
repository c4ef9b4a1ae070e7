//! The service over real sockets, one file for each concern.
#![cfg(feature = "server")]
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation, reason = "tests may fail loudly")]

mod access;
mod batch;
mod bodies;
mod client;
mod connections;
mod contract;
mod errors;
mod faults;
mod headers;
mod hostile;
mod overload;
mod process;
