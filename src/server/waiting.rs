//! An answer that waits to be taken. It holds its share of the memory until the last of it is handed out, and is
//! handed out in pieces: the library copies what it gets.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::Bytes;

use super::admission::Share;

/// Largest piece.
const PIECE: usize = 64 << 10;

/// An answer, or a line of one, and its share of the memory.
pub(super) struct Waiting {
    rest: Bytes,
    _memory: Option<Share>,
}

impl Waiting {
    pub(super) fn new(answer: Vec<u8>, memory: Option<Share>) -> Self {
        Self { rest: answer.into(), _memory: memory }
    }
}

impl Iterator for Waiting {
    type Item = Bytes;

    fn next(&mut self) -> Option<Bytes> {
        let piece = self.rest.split_to(self.rest.len().min(PIECE));
        (!piece.is_empty()).then_some(piece)
    }
}

impl MessageBody for Waiting {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.rest.len() as u64)
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(self.get_mut().next().map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_whole_in_pieces() {
        let answer: Vec<u8> = (0..PIECE * 2 + 7).map(|i| u8::try_from(i % 251).unwrap_or(0)).collect();
        let pieces: Vec<Bytes> = Waiting::new(answer.clone(), None).collect();
        assert_eq!((pieces.len(), pieces.concat()), (3, answer));
        assert_eq!(Waiting::new(Vec::new(), None).count(), 0);
    }
}
