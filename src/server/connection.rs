//! The socket below the HTTP library, for what the library leaves open: it has a deadline for the first
//! head on a connection but for none that follows, none for a reader that takes nothing, and it answers
//! what it cannot read with an empty body. Here every head and every reader has a deadline, and those
//! refusals are problem documents like all others.
//!
//! [`Pulse`] is how the two sides of the library know of each other: requests that are being answered are
//! counted there, and whatever arrives while there is none is the head of the next.

use std::cell::{Cell, RefCell};
use std::io::{self, Write as _};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::SystemTime;

use actix_web::http::{StatusCode, header};
use actix_web::web;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep};

use super::admission::Held;
use super::exchange::{REQUEST_ID, fresh_id};
use super::problem::{self, Error};
use super::state::State;

/// What arrives of a head before it comes out of the memory for bodies: the library's buffer begins with it.
const FREE: usize = 8 << 10;
/// A head of the library's own is no longer than this.
const LONGEST_OWN: usize = 256;

/// What a connection is busy with.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    begun: Cell<u64>,
    open: Cell<usize>,
    closing: Cell<bool>,
    /// Memory for the head that arrives, and for what came with it.
    held: RefCell<Option<Held>>,
}

impl Pulse {
    /// A request arrived whole.
    pub(super) fn begin(&self) {
        self.begun.set(self.begun.get() + 1);
        self.open.set(self.open.get() + 1);
        self.held.take();
    }

    /// Its answer was made.
    pub(super) fn end(&self) {
        self.open.set(self.open.get().saturating_sub(1));
    }

    /// What still arrives is the rest of a refused body; the library cuts it.
    pub(super) fn closing(&self) {
        self.closing.set(true);
    }
}

/// A socket with deadlines.
pub(super) struct Connection {
    io: TcpStream,
    state: web::Data<State>,
    pulse: Rc<Pulse>,
    timer: Pin<Box<Sleep>>,
    /// The requests that have begun so far.
    begun: u64,
    /// When the head that is arriving began; the first one begins with the connection.
    head: Option<Instant>,
    /// Whether a byte of it was seen.
    heard: bool,
    /// Bytes of it, and of what came with it, that the library holds until it is whole.
    arrived: usize,
    /// When something last went either way.
    moved: Instant,
    /// Since when the reader takes nothing.
    blocked: Option<Instant>,
    /// What goes out in the place of a refusal of the library's, and how much of it went.
    refusal: Option<(Vec<u8>, usize)>,
}

impl Connection {
    pub(super) fn new(io: TcpStream, state: web::Data<State>) -> Self {
        let now = Instant::now();
        Self {
            io,
            arrived: 0,
            state,
            pulse: Rc::default(),
            timer: Box::pin(tokio::time::sleep_until(now)),
            begun: 0,
            head: Some(now),
            heard: false,
            moved: now,
            blocked: None,
            refusal: None,
        }
    }

    pub(super) fn pulse(&self) -> Rc<Pulse> {
        Rc::clone(&self.pulse)
    }

    /// Forgets the head whose request has begun.
    fn look(&mut self) {
        let begun = self.pulse.begun.get();
        if begun != self.begun {
            self.begun = begun;
            self.head = None;
            self.heard = false;
            self.arrived = 0;
        }
    }

    /// Counts what arrived of a head: connections are many, and each may send one of 128 KiB.
    fn hold(&mut self, bytes: usize) -> Result<(), Error> {
        self.arrived += bytes;
        let mut held = self.pulse.held.borrow_mut();
        held.get_or_insert_with(|| self.state.memory.hold()).grow_to(self.arrived.saturating_sub(FREE))
    }

    /// Until when something has to arrive or to be taken; none while a request is worked on.
    fn deadline(&self) -> Option<Instant> {
        let config = &self.state.config;
        if let Some(since) = self.blocked {
            return Some(since + 2 * config.batch_timeout);
        }
        if self.pulse.open.get() > 0 {
            return None;
        }
        // Without a head that is known of, there may be one that came together with the last request.
        let idle = self.moved + config.keep_alive + config.header_timeout;
        Some(self.head.map_or(idle, |began| began + config.header_timeout))
    }

    /// Ready when the deadline is over; otherwise the task is woken then.
    fn poll_deadline(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.look();
        let Some(deadline) = self.deadline() else { return Poll::Pending };
        if self.timer.deadline() != deadline {
            self.timer.as_mut().reset(deadline);
        }
        self.timer.as_mut().poll(cx)
    }

    /// Tells a client whose head never ended why it is cut.
    fn give_up(&mut self) -> io::Error {
        if self.heard && self.head.is_some() && self.blocked.is_none() {
            let refusal = self.refuse(&Error::HeadTooSlow(self.state.config.header_timeout));
            // A few hundred bytes into an empty buffer. If they do not fit, nobody reads.
            let _ = self.io.try_write(&refusal);
        }
        io::ErrorKind::TimedOut.into()
    }

    /// The bytes of a refusal, which no handler makes and no exchange logs.
    fn refuse(&self, error: &Error) -> Vec<u8> {
        let id = fresh_id();
        let (status, code) = (error.status(), error.code());
        self.state.metrics.rejected(code);
        tracing::info!(request_id = %id, status = status.as_u16(), code, "request");
        let body = serde_json::to_vec(&error.problem(&id)).unwrap_or_default();
        let mut out = Vec::with_capacity(LONGEST_OWN + body.len());
        let retry = if *error == Error::Overloaded { "retry-after: 1\r\n" } else { "" };
        let written = write!(
            out,
            "HTTP/1.1 {status}\r\n{retry}{}: {}\r\n{}: {}\r\n{}: close\r\n{}: {}\r\n{REQUEST_ID}: {id}\r\n{}: nosniff\r\n\r\n",
            header::CONTENT_TYPE,
            problem::CONTENT_TYPE,
            header::CONTENT_LENGTH,
            body.len(),
            header::CONNECTION,
            header::DATE,
            header::HttpDate::from(SystemTime::now()),
            header::X_CONTENT_TYPE_OPTIONS,
        );
        debug_assert!(written.is_ok(), "memory takes everything");
        out.extend(body);
        out
    }

    fn send(&mut self, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.io).poll_write(cx, data) {
            Poll::Pending => {
                self.blocked.get_or_insert_with(Instant::now);
                ready!(self.poll_deadline(cx));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
            sent => {
                self.blocked = None;
                self.moved = Instant::now();
                // What arrived behind a long answer could not be read before its end.
                self.head = self.head.map(|_| self.moved);
                sent
            }
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        this.look();
        match Pin::new(&mut this.io).poll_read(cx, buffer) {
            Poll::Pending => {
                ready!(this.poll_deadline(cx));
                Poll::Ready(Err(this.give_up()))
            }
            read => {
                this.moved = Instant::now();
                let bytes = buffer.filled().len() - before;
                if this.pulse.open.get() == 0 && !this.pulse.closing.get() && bytes > 0 {
                    this.head.get_or_insert(this.moved);
                    this.heard = true;
                    if let Err(error) = this.hold(bytes) {
                        let refusal = this.refuse(&error);
                        let _ = this.io.try_write(&refusal);
                        return Poll::Ready(Err(io::ErrorKind::OutOfMemory.into()));
                    }
                }
                read
            }
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        match own_refusal(data) {
            Some((0, status)) => {
                let (refusal, mut sent) = match this.refusal.take() {
                    Some(begun) => begun,
                    None => (this.refuse(&Error::of_head(status)), 0),
                };
                while let Some(rest) = refusal.get(sent..).filter(|rest| !rest.is_empty()) {
                    match this.send(cx, rest) {
                        Poll::Ready(n) => sent += n?,
                        Poll::Pending => {
                            this.refusal = Some((refusal, sent));
                            return Poll::Pending;
                        }
                    }
                }
                Poll::Ready(Ok(data.len()))
            }
            Some((at, _)) => this.send(cx, data.get(..at).unwrap_or_default()),
            None => this.send(cx, data),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_shutdown(cx)
    }
}

/// Where a refusal of the library's begins, and its status. It is the last thing on a connection, has no
/// body and, as opposed to every head of ours, no request id.
fn own_refusal(data: &[u8]) -> Option<(usize, StatusCode)> {
    if !data.ends_with(b"\r\n\r\n") {
        return None;
    }
    let tail = data.len().saturating_sub(LONGEST_OWN);
    let at = tail + memchr::memmem::rfind(data.get(tail..)?, b"HTTP/1.1 4")?;
    let head = std::str::from_utf8(data.get(at..)?).ok()?;
    let (line, headers) = head.split_once("\r\n")?;
    let bare = headers.contains("content-length: 0\r\n") && !headers.contains(REQUEST_ID.as_str());
    let status = line.split(' ').nth(1)?.parse::<u16>().ok()?;
    bare.then_some((at, StatusCode::from_u16(status).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_librarys_own_refusals_are_known_from_ours() {
        let own = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\ndate: x\r\n\r\n";
        assert_eq!(own_refusal(own.as_bytes()), Some((0, StatusCode::BAD_REQUEST)));
        let behind = format!("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{{}}{own}");
        assert_eq!(own_refusal(behind.as_bytes()), Some((behind.len() - own.len(), StatusCode::BAD_REQUEST)));
        for ours in [
            "HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 0\r\nx-request-id: r\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 2\r\n\r\n{}",
            "",
        ] {
            assert_eq!(own_refusal(ours.as_bytes()), None, "{ours}");
        }
    }
}
