//! The service's insides that fuzz targets reach (feature `fuzz`). Each function panics when something does
//! not hold.

use std::time::Duration;

use tokio::sync::mpsc;

use super::admission::Counter;
use super::coding::{self, Coding, DecodeLimits, Decoded, encode};
use super::lines::{self, Line, Piece};
use super::problem::{Error, Size};
use crate::json;

const CODINGS: [Coding; 4] = [Coding::Identity, Coding::Gzip, Coding::Brotli, Coding::Zstd];
const LIMITS: DecodeLimits = DecodeLimits { decoded: 2 << 20, ratio: 200, window_log: 23 };

fn coding(choice: u8) -> Coding {
    CODINGS.get(usize::from(choice) % CODINGS.len()).copied().unwrap_or(Coding::Identity)
}

fn decoded(coding: Coding, wire: &[u8], limits: DecodeLimits) -> Result<Vec<u8>, Error> {
    match coding::decode(coding, wire, limits, limits.decoded)? {
        Decoded::Whole(body) => Ok(body),
        Decoded::Larger(len) => panic!("{len} bytes are within the limit"),
    }
}

/// Decodes any bytes.
pub fn decode(choice: u8, wire: &[u8]) {
    match decoded(coding(choice), wire, LIMITS) {
        Ok(body) => assert!(body.len() <= LIMITS.decoded, "more than the limit"),
        Err(Error::Corrupt | Error::TooLarge { .. }) => {}
        Err(other) => panic!("{other:?} is no answer to a body"),
    }
}

/// Encodes and decodes.
pub fn round_trip(choice: u8, body: &[u8]) {
    let wire = encode(coding(choice), body.to_vec()).unwrap_or_else(|error| panic!("{error}"));
    match decoded(coding(choice), &wire, LIMITS) {
        Ok(back) => assert!(back == body, "another body comes back"),
        Err(Error::TooLarge { what: Size::Decoded | Size::Ratio, .. }) => {}
        Err(other) => panic!("{other:?} for what was encoded here"),
    }
}

/// Splits a stream that comes in pieces of some size into lines, and reads each as an article.
pub fn lines(piece: usize, data: &[u8]) {
    const LONGEST: usize = 64;
    let (send, arriving) = mpsc::channel(data.len() / piece + 2);
    for part in data.chunks(piece) {
        let _ = send.try_send(Piece::Data(part.to_vec().into()));
    }
    let _ = send.try_send(Piece::End);
    let (found, mut out) = mpsc::channel(data.len() + 1);
    let memory = Counter::new(usize::MAX);
    let second = Duration::from_secs(1);
    let limits = lines::Limits { line: LONGEST, silence: second, patience: second, decode: LIMITS };
    lines::split(Coding::Identity, arriving, &found, limits, &memory);
    drop(found);

    let mut expected: Vec<&[u8]> = data.split(|b| *b == b'\n').collect();
    if expected.last().is_some_and(|last| last.is_empty()) {
        expected.pop();
    }
    for line in expected {
        match out.blocking_recv() {
            Some(Line::Article(bytes)) => {
                assert!(*bytes == *line, "another line");
                let _ = json::article(&bytes);
            }
            Some(Line::Refused(Error::TooLarge { what: Size::Line, .. })) => assert!(line.len() > LONGEST, "too soon"),
            other => panic!("{other:?} for a line of {} bytes", line.len()),
        }
    }
    assert!(out.blocking_recv().is_none(), "a line too many");
    assert_eq!(memory.used(), 0, "memory is not given back");
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_the_targets_call_holds_for_plain_input() {
        for choice in 0..4 {
            super::decode(choice, b"{\"text\": \"a\"}");
            super::round_trip(choice, b"{\"text\": \"a\"}");
        }
        super::lines(3, b"{\"text\": \"a\"}\n\n{}\nlast");
    }
}
