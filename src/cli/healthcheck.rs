//! `copydesk healthcheck`: asks a running service for `/readyz`. The container has no shell and no
//! curl, so the binary does it.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use super::Outcome;

const TIMEOUT: Duration = Duration::from_secs(2);

/// Flags of `copydesk healthcheck`.
#[derive(Debug, Args)]
pub(crate) struct Healthcheck {
    /// Address that the service listens on.
    #[arg(long, env = "COPYDESK_LISTEN", default_value = super::LISTEN)]
    listen: String,
}

impl Healthcheck {
    pub(crate) fn run(&self) -> Outcome {
        let address = self.listen.to_socket_addrs()?.next().ok_or("no such address")?;
        let mut stream = TcpStream::connect_timeout(&reachable(address), TIMEOUT)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut head = [0; 12];
        stream.read_exact(&mut head)?;
        Ok(if head.ends_with(b" 200") { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

/// A service that listens on all addresses is asked on the loopback.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address.ip() {
            IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_are_asked_on_the_loopback() {
        assert_eq!(reachable("0.0.0.0:80".parse().expect("an address")).to_string(), "127.0.0.1:80");
        assert_eq!(reachable("[::]:80".parse().expect("an address")).to_string(), "[::1]:80");
    }
}
