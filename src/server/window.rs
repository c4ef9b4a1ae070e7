//! Decoders that count what they keep: zstd and brotli look back into a window of up to 16 MiB, which the
//! library takes by itself, as much of it as the sender's stream asks for. Here it comes out of the budget
//! that bodies have, so that many streams at once cost no more than bodies may.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use brotli::{
    Allocator, BrotliDecompressStream, BrotliResult, BrotliState, HuffmanCode, SliceWrapper, SliceWrapperMut,
};
use memmap2::MmapMut;
use zstd::zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer, get_error_name};

use super::admission::{Counter, Held};

/// Time between two looks at whether there is room.
const PAUSE: Duration = Duration::from_millis(5);

/// Where a decoder's memory comes from. Decoders have threads of their own, which may wait.
#[derive(Debug, Clone)]
pub(super) struct Room {
    memory: Counter,
    patience: Duration,
}

impl Room {
    /// Out of `memory`; when there is too little, for `patience` at most waits for others to give back.
    pub(super) const fn of(memory: Counter, patience: Duration) -> Self {
        Self { memory, patience }
    }

    /// For decoders that are few: one a permit.
    pub(super) fn unbounded() -> Self {
        Self::of(Counter::new(usize::MAX), Duration::ZERO)
    }

    fn take(&self, bytes: usize) -> Option<Held> {
        let begun = Instant::now();
        loop {
            let mut held = self.memory.hold();
            match held.grow(bytes) {
                Ok(()) => return Some(held),
                Err(_) if begun.elapsed() < self.patience => std::thread::sleep(PAUSE),
                Err(_) => return None,
            }
        }
    }
}

fn no_room() -> io::Error {
    io::ErrorKind::OutOfMemory.into()
}

/// Decodes zstd frames, one after another.
pub(super) struct Zstd<R> {
    inner: R,
    context: DCtx<'static>,
    room: Room,
    held: Vec<Held>,
    /// What the context has, and is held.
    size: usize,
    /// The last frame is complete.
    whole: bool,
}

impl<R: BufRead> Zstd<R> {
    pub(super) fn new(inner: R, window_log: u32, room: Room) -> io::Result<Self> {
        let mut context = DCtx::try_create().ok_or_else(no_room)?;
        context.set_parameter(DParameter::WindowLogMax(window_log)).map_err(refused)?;
        Ok(Self { inner, size: context.sizeof(), context, room, held: Vec::new(), whole: true })
    }

    /// Takes what the context has grown by. Its memory is touched only later, when the window fills.
    fn count(&mut self) -> io::Result<()> {
        let size = self.context.sizeof();
        if size > self.size {
            self.held.push(self.room.take(size - self.size).ok_or_else(no_room)?);
            self.size = size;
        }
        Ok(())
    }
}

fn refused(code: usize) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, get_error_name(code))
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let wire = self.inner.fill_buf()?;
            let ended = wire.is_empty();
            if ended && self.whole {
                return Ok(0);
            }
            let (mut input, mut output) = (InBuffer::around(wire), OutBuffer::around(out));
            let missing = self.context.decompress_stream(&mut output, &mut input).map_err(refused)?;
            let (used, made) = (input.pos, output.pos());
            self.inner.consume(used);
            self.count()?;
            self.whole = missing == 0;
            if made > 0 || out.is_empty() {
                return Ok(made);
            }
            if ended {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

/// Decodes a brotli stream as RFC 7932 has it: "large windows" of a gigabyte are no part of that.
pub(super) struct Brotli<R> {
    inner: R,
    state: BrotliState<Counted, Counted, Counted>,
    full: Arc<AtomicBool>,
    made: usize,
}

impl<R: BufRead> Brotli<R> {
    pub(super) fn new(inner: R, room: &Room) -> Self {
        let full = Arc::new(AtomicBool::new(false));
        let counted = || Counted { room: room.clone(), full: Arc::clone(&full) };
        let state = BrotliState::new_strict(counted(), counted(), counted());
        Self { inner, state, full, made: 0 }
    }
}

impl<R: BufRead> Read for Brotli<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let wire = self.inner.fill_buf()?;
            let ended = wire.is_empty();
            let (mut given, mut used, mut free, mut made) = (wire.len(), 0, out.len(), 0);
            let result = BrotliDecompressStream(
                &mut given,
                &mut used,
                wire,
                &mut free,
                &mut made,
                out,
                &mut self.made,
                &mut self.state,
            );
            self.inner.consume(used);
            match result {
                _ if made > 0 => return Ok(made),
                BrotliResult::ResultSuccess if given == 0 => return Ok(0),
                BrotliResult::ResultFailure if self.full.load(Ordering::Relaxed) => return Err(no_room()),
                BrotliResult::ResultSuccess | BrotliResult::ResultFailure => {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                BrotliResult::NeedsMoreOutput => return Ok(0),
                BrotliResult::NeedsMoreInput if ended => return Err(io::ErrorKind::UnexpectedEof.into()),
                BrotliResult::NeedsMoreInput => {}
            }
        }
    }
}

/// Allocates for brotli.
struct Counted {
    room: Room,
    /// There was no room: the decoder itself cannot say why it failed.
    full: Arc<AtomicBool>,
}

impl Counted {
    fn take<M: Default>(&self, bytes: usize, make: impl FnOnce() -> Option<M>) -> Cell<M> {
        let held = self.room.take(bytes);
        let memory = held.as_ref().and_then(|_| make());
        self.full.fetch_or(memory.is_none(), Ordering::Relaxed);
        Cell { memory: memory.unwrap_or_default(), _held: held }
    }
}

/// Some memory of a brotli decoder.
#[derive(Default)]
struct Cell<M> {
    memory: M,
    _held: Option<Held>,
}

/// Bytes: the window is one of these.
#[derive(Default)]
struct Pages(Option<MmapMut>);

macro_rules! allocates {
    ($($item:ty),*) => {$(
        impl Allocator<$item> for Counted {
            type AllocatedMemory = Cell<Vec<$item>>;

            fn alloc_cell(&mut self, len: usize) -> Self::AllocatedMemory {
                self.take(len.saturating_mul(size_of::<$item>()), || Some(vec![<$item>::default(); len]))
            }

            fn free_cell(&mut self, _: Self::AllocatedMemory) {}
        }
    )*};
}
allocates!(u32, HuffmanCode);

impl Allocator<u8> for Counted {
    type AllocatedMemory = Cell<Pages>;

    fn alloc_cell(&mut self, len: usize) -> Self::AllocatedMemory {
        self.take(
            len,
            || if len == 0 { Some(Pages(None)) } else { MmapMut::map_anon(len).ok().map(|p| Pages(Some(p))) },
        )
    }

    fn free_cell(&mut self, _: Self::AllocatedMemory) {}
}

impl<T> SliceWrapper<T> for Cell<Vec<T>> {
    fn slice(&self) -> &[T] {
        &self.memory
    }
}

impl<T> SliceWrapperMut<T> for Cell<Vec<T>> {
    fn slice_mut(&mut self) -> &mut [T] {
        &mut self.memory
    }
}

impl SliceWrapper<u8> for Cell<Pages> {
    fn slice(&self) -> &[u8] {
        self.memory.0.as_deref().unwrap_or_default()
    }
}

impl SliceWrapperMut<u8> for Cell<Pages> {
    fn slice_mut(&mut self) -> &mut [u8] {
        self.memory.0.as_deref_mut().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// A text that looks back a megabyte.
    fn text() -> Vec<u8> {
        let noise: Vec<u8> = (0..250_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        noise.repeat(3)
    }

    fn brotli(text: &[u8], params: &brotli::enc::BrotliEncoderParams) -> Vec<u8> {
        let mut out = Vec::new();
        brotli::BrotliCompress(&mut &*text, &mut out, params).expect("written");
        out
    }

    fn read(mut decoder: impl Read) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        decoder.read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn windows_are_counted_and_given_back() {
        let text = text();
        let params = brotli::enc::BrotliEncoderParams { quality: 4, lgwin: 22, ..Default::default() };
        let wires = [brotli(&text, &params), zstd::encode_all(&*text, 3).expect("written")];
        for (memory, enough) in [(Counter::new(16 << 20), true), (Counter::new(1 << 20), false)] {
            let room = Room::of(memory.clone(), Duration::ZERO);
            let zstd = Zstd::new(&*wires[1], 23, room.clone()).expect("a decoder");
            for read in [read(Brotli::new(&*wires[0], &room)), read(zstd)] {
                match read {
                    Ok(out) => assert!(enough && out == text),
                    Err(error) => assert!(!enough && error.kind() == io::ErrorKind::OutOfMemory, "{error}"),
                }
                assert_eq!(memory.used(), 0);
            }
        }
    }

    #[test]
    fn a_decoder_waits_for_room() {
        let memory = Counter::new(10);
        let mut held = memory.hold();
        held.grow(8).expect("room");
        let room = Room::of(memory, Duration::from_secs(60));
        let waiting = std::thread::spawn(move || room.take(5).is_some());
        drop(held);
        assert!(waiting.join().expect("no panic"));
    }

    #[test]
    fn large_windows_are_no_brotli() {
        let params =
            brotli::enc::BrotliEncoderParams { quality: 4, lgwin: 26, large_window: true, ..Default::default() };
        let wire = brotli(&text(), &params);
        let error = read(Brotli::new(&*wire, &Room::unbounded())).expect_err("refused");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }

    #[test]
    fn frames_follow_each_other() {
        let mut wire = zstd::encode_all(&b"one "[..], 1).expect("written");
        wire.extend(zstd::encode_all(&b"two"[..], 1).expect("written"));
        let decoded = |wire: &[u8]| read(Zstd::new(wire, 23, Room::unbounded()).expect("a decoder"));
        assert_eq!(decoded(&wire).expect("decoded"), b"one two");
        assert!(decoded(b"").expect("nothing").is_empty());
        wire.write_all(b"rest").expect("room");
        assert!(decoded(&wire).is_err());
    }
}
