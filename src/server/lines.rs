//! The reading side of a batch, on a thread of its own: decodes the pieces of a body as they come
//! and splits them into lines, within limits on a line, on the ratio and on all memory.

use std::io::{self, BufRead as _, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::web::{Buf as _, Bytes};
use tokio::sync::mpsc;

use super::admission::Counter;
use super::buffer::Buffer;
use super::coding::{self, Coding, DecodeLimits};
use super::problem::{Error, Size};
use super::window::Room;

/// Decoded bytes that are looked at in one go.
const BUFFER: usize = 32 << 10;

/// What arrives of a body.
#[derive(Debug)]
pub(super) enum Piece {
    /// Some bytes.
    Data(Bytes),
    /// The body ended as it should.
    End,
    /// The connection broke.
    Broken,
    /// The sender said nothing for too long.
    Silence,
}

/// What is found in a body.
#[derive(Debug)]
pub(super) enum Line {
    /// A line, without its line break.
    Article(Buffer),
    /// A line that cannot be kept, or the reason why no more follow.
    Refused(Error),
}

/// What a batch's body is held to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) line: usize,
    pub(super) silence: Duration,
    /// Longest wait for memory that a decoder's window needs.
    pub(super) patience: Duration,
    pub(super) decode: DecodeLimits,
}

/// Reads from a channel of pieces.
struct Arriving {
    pieces: mpsc::Receiver<Piece>,
    piece: Bytes,
    wire: Arc<AtomicUsize>,
    ended: bool,
}

impl Read for Arriving {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() && !self.ended {
            match self.pieces.blocking_recv() {
                Some(Piece::Data(bytes)) => self.piece = bytes,
                Some(Piece::End) => self.ended = true,
                Some(Piece::Silence) => return Err(io::ErrorKind::TimedOut.into()),
                Some(Piece::Broken) | None => return Err(io::ErrorKind::ConnectionAborted.into()),
            }
        }
        let n = self.piece.len().min(out.len());
        if let Some(out) = out.get_mut(..n) {
            self.piece.copy_to_slice(out);
        }
        self.wire.fetch_add(n, Ordering::Relaxed);
        Ok(n)
    }
}

/// Reads until the body ends or nobody takes the lines any more.
pub(super) fn split(
    coding: Coding,
    pieces: mpsc::Receiver<Piece>,
    found: &mpsc::Sender<Line>,
    limits: Limits,
    memory: &Counter,
) {
    if let Err(Stop::Refused(error)) = try_split(coding, pieces, found, limits, memory) {
        // Nobody left to tell is no fault.
        let _ = found.blocking_send(Line::Refused(error));
    }
}

/// Why reading ends before the body does.
enum Stop {
    Refused(Error),
    NobodyListens,
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Refused(error)
    }
}

fn try_split(
    coding: Coding,
    pieces: mpsc::Receiver<Piece>,
    found: &mpsc::Sender<Line>,
    limits: Limits,
    memory: &Counter,
) -> Result<(), Stop> {
    let wire = Arc::new(AtomicUsize::new(0));
    let arriving = Arriving { pieces, piece: Bytes::new(), wire: Arc::clone(&wire), ended: false };
    let room = Room::of(memory.clone(), limits.patience);
    let decoder = coding::reader(coding, arriving, limits.decode.window_log, &room).map_err(|_| Error::Internal)?;
    let mut reader = BufReader::with_capacity(BUFFER, decoder);
    let mut line = Growing::new(limits.line, memory);
    let mut decoded = 0usize;
    loop {
        let buffer = reader.fill_buf().map_err(|error| match error.kind() {
            io::ErrorKind::TimedOut => Stop::Refused(Error::TooSlow(limits.silence)),
            io::ErrorKind::ConnectionAborted => Stop::Refused(Error::BadRequest),
            _ => Stop::Refused(limits.decode.refuse(&error)),
        })?;
        if buffer.is_empty() {
            return match line.take() {
                Some(last) => found.blocking_send(last).map_err(|_| Stop::NobodyListens),
                None => Ok(()),
            };
        }
        let end = memchr::memchr(b'\n', buffer);
        let part = buffer.get(..end.unwrap_or(buffer.len())).unwrap_or_default();
        line.extend(part);
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        decoded = decoded.saturating_add(used);
        limits.decode.check_ratio(decoded, wire.load(Ordering::Relaxed))?;
        if end.is_some() {
            let done = line.finish();
            found.blocking_send(done).map_err(|_| Stop::NobodyListens)?;
        }
    }
}

/// A line that is being read.
struct Growing<'a> {
    memory: &'a Counter,
    limit: usize,
    kept: Result<Buffer, Error>,
    /// Length, also of what was not kept.
    len: usize,
}

impl<'a> Growing<'a> {
    fn new(limit: usize, memory: &'a Counter) -> Self {
        Self { memory, limit, kept: Ok(Buffer::new(limit, memory)), len: 0 }
    }

    fn extend(&mut self, part: &[u8]) {
        self.len = self.len.saturating_add(part.len());
        if self.len > self.limit {
            self.kept = Err(Error::TooLarge { what: Size::Line, limit: self.limit, actual: Some(self.len) });
        } else if let Ok(buffer) = &mut self.kept
            && let Err(error) = buffer.extend(part)
        {
            self.kept = Err(error);
        }
    }

    /// The line that ends here.
    fn finish(&mut self) -> Line {
        let done = std::mem::replace(self, Self::new(self.limit, self.memory));
        done.kept.map_or_else(Line::Refused, Line::Article)
    }

    /// The last line, when it has no line break.
    fn take(&mut self) -> Option<Line> {
        (self.len > 0).then(|| self.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: Vec<Piece>, line: usize, memory: usize) -> Vec<Result<String, Error>> {
        let (send, arriving) = mpsc::channel(pieces.len().max(1));
        for piece in pieces {
            send.try_send(piece).expect("room");
        }
        drop(send);
        let (found, mut out) = mpsc::channel(100);
        let decode = DecodeLimits { decoded: usize::MAX, ratio: 10, window_log: 20 };
        let limits = Limits { line, silence: Duration::from_secs(1), patience: Duration::ZERO, decode };
        split(Coding::Identity, arriving, &found, limits, &Counter::new(memory));
        drop(found);
        std::iter::from_fn(|| out.blocking_recv())
            .map(|line| match line {
                Line::Article(bytes) => Ok(String::from_utf8(bytes.to_vec()).expect("text")),
                Line::Refused(error) => Err(error),
            })
            .collect()
    }

    fn data(s: &'static str) -> Piece {
        Piece::Data(Bytes::from_static(s.as_bytes()))
    }

    #[test]
    fn lines_across_pieces_and_without_a_last_break() {
        let got = lines(vec![data("a"), data("b\n\nc"), data("d\ne"), Piece::End], 10, 100);
        assert_eq!(got, ["ab", "", "cd", "e"].map(|s| Ok(s.to_owned())));
        assert_eq!(lines(vec![data("a\n"), Piece::End], 10, 100).len(), 1);
        assert!(lines(vec![Piece::End], 10, 100).is_empty());
    }

    #[test]
    fn a_long_line_is_refused_and_the_next_is_read() {
        let got = lines(vec![data("12345"), data("678\nab\n"), Piece::End], 6, 100);
        assert_eq!(got, [Err(Error::TooLarge { what: Size::Line, limit: 6, actual: Some(8) }), Ok("ab".to_owned())]);
    }

    #[test]
    fn memory_is_shared_and_given_back() {
        let got = lines(vec![data("abcd\nabc\n"), Piece::End], 10, 3);
        assert_eq!(got.first(), Some(&Err(Error::Overloaded)));
    }

    #[test]
    fn a_stream_that_stops_early_ends_with_the_reason() {
        assert_eq!(
            lines(vec![data("a\nb"), Piece::Silence], 10, 100),
            [Ok("a".to_owned()), Err(Error::TooSlow(Duration::from_secs(1)))]
        );
        assert_eq!(lines(vec![data("a\nb"), Piece::Broken], 10, 100), [Ok("a".to_owned()), Err(Error::BadRequest)]);
    }
}
