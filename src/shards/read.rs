//! Reads the rows of a part in order, a chunk at a time.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek as _, SeekFrom};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use memchr::memchr;

use super::plan::Kind;
use super::{MAX_LINE, Part, Slice};

/// Large enough that handing a chunk over costs nothing, small enough that a few dozen in flight
/// need little memory.
const CHUNK_BYTES: usize = 256 << 10;
const BUFFER_BYTES: usize = 256 << 10;

/// Some rows that follow each other.
pub(super) enum Rows {
    Lines(Lines),
    #[cfg(feature = "parquet")]
    Table(Box<super::parquet::Table>),
}

/// Some lines.
#[derive(Default)]
pub(super) struct Lines {
    bytes: Vec<u8>,
    lines: Vec<Line>,
}

/// Where a line is.
pub(super) struct Line {
    /// Its first byte in the input, decompressed.
    pub(super) offset: u64,
    /// Its length with the line feed.
    pub(super) length: u64,
    range: Range<usize>,
}

impl Lines {
    /// The lines that are not blank; none for the bytes of one that is too long.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Line, Option<&[u8]>)> {
        self.lines.iter().filter_map(|line| {
            if line.length > MAX_LINE as u64 {
                return Some((line, None));
            }
            let bytes = self.bytes[line.range.clone()].trim_ascii();
            (!bytes.is_empty()).then_some((line, Some(bytes)))
        })
    }
}

/// The rows of a part.
pub(super) enum Reader {
    Lines(LineReader),
    #[cfg(feature = "parquet")]
    Table(super::parquet::TableReader),
}

impl Reader {
    pub(super) fn open(part: &Part) -> io::Result<Self> {
        let kind = Kind::of(&part.input).map(|(kind, _)| kind);
        match (kind, part.slice) {
            #[cfg(feature = "parquet")]
            (Some(Kind::Parquet), Slice::RowGroup(group)) => {
                super::parquet::TableReader::open(&part.path, group, part.slice_bytes).map(Self::Table)
            }
            (kind, slice) => LineReader::open(part, kind, slice).map(Self::Lines),
        }
    }

    /// The next rows and how many bytes of the file they took; none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<(Rows, u64)>> {
        match self {
            Self::Lines(reader) => Ok(reader.next()?.map(|(lines, bytes)| (Rows::Lines(lines), bytes))),
            #[cfg(feature = "parquet")]
            Self::Table(reader) => Ok(reader.next()?.map(|(table, bytes)| (Rows::Table(Box::new(table)), bytes))),
        }
    }
}

/// Lines of a range of a file or of a whole compressed one.
pub(super) struct LineReader {
    input: Box<dyn BufRead + Send>,
    /// The next byte, decompressed.
    offset: u64,
    /// Lines that begin here or later belong to another part.
    end: u64,
    taken: Arc<AtomicU64>,
    told: u64,
}

impl LineReader {
    fn open(part: &Part, kind: Option<Kind>, slice: Slice) -> io::Result<Self> {
        let mut file = File::open(&part.path)?;
        let (from, end) = match slice {
            Slice::Bytes { from, to } => (from, to),
            Slice::Whole | Slice::RowGroup(_) => (0, u64::MAX),
        };
        // One byte before: if that is a line feed, a line begins right here.
        let offset = from.saturating_sub(1);
        file.seek(SeekFrom::Start(offset))?;
        let taken = Arc::new(AtomicU64::new(0));
        let raw = BufReader::with_capacity(BUFFER_BYTES, Counted { file, taken: Arc::clone(&taken) });
        let input: Box<dyn BufRead + Send> = match kind {
            Some(Kind::Gzip) => Box::new(BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(raw))),
            Some(Kind::Zstd) => Box::new(BufReader::with_capacity(BUFFER_BYTES, zstd::Decoder::with_buffer(raw)?)),
            _ => Box::new(raw),
        };
        let mut reader = Self { input, offset, end, taken, told: 0 };
        if from > 0 {
            reader.line(&mut Vec::new())?;
        }
        Ok(reader)
    }

    fn next(&mut self) -> io::Result<Option<(Lines, u64)>> {
        let mut chunk = Lines { bytes: Vec::with_capacity(CHUNK_BYTES + CHUNK_BYTES / 8), lines: Vec::new() };
        while self.offset < self.end && chunk.bytes.len() < CHUNK_BYTES {
            match self.line(&mut chunk.bytes)? {
                Some(line) => chunk.lines.push(line),
                None => break,
            }
        }
        let taken = self.taken.load(Ordering::Relaxed);
        let bytes = taken - std::mem::replace(&mut self.told, taken);
        Ok((!chunk.lines.is_empty()).then_some((chunk, bytes)))
    }

    /// Appends the next line to `bytes`; one that is too long is read past and not kept.
    fn line(&mut self, bytes: &mut Vec<u8>) -> io::Result<Option<Line>> {
        let begin = bytes.len();
        let mut length = 0;
        loop {
            let buffer = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                break;
            }
            let end = memchr(b'\n', buffer);
            let used = end.map_or(buffer.len(), |at| at + 1);
            length += used as u64;
            if length <= MAX_LINE as u64 {
                bytes.extend_from_slice(&buffer[..used]);
            } else {
                bytes.truncate(begin);
            }
            self.input.consume(used);
            if end.is_some() {
                break;
            }
        }
        let offset = self.offset;
        self.offset += length;
        Ok((length > 0).then_some(Line { offset, length, range: begin..bytes.len() }))
    }
}

/// Counts what is read from the file itself, so that progress through a compressed file is known.
struct Counted {
    file: File,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::Write as _;

    use super::*;
    use crate::shards::plan;
    use crate::shards::tests::folder;

    fn lines_of(path: std::path::PathBuf, part_bytes: u64) -> Vec<(u64, String)> {
        let mut all = Vec::new();
        for part in plan::parts(&[path], part_bytes).unwrap() {
            let mut reader = Reader::open(&part).unwrap();
            while let Some((Rows::Lines(lines), _)) = reader.next().unwrap() {
                all.extend(lines.iter().map(|(l, b)| (l.offset, String::from_utf8(b.unwrap().to_vec()).unwrap())));
            }
        }
        all
    }

    #[test]
    fn every_line_is_in_one_part_whatever_the_size_of_parts() {
        let text = "one\ntwo two\n\n  \nthree\r\nfour is a longer line than the others\nfive";
        let path = folder("ranges").join("a.ndjson");
        fs::write(&path, text).unwrap();
        let whole = lines_of(path.clone(), 1 << 20);
        assert_eq!(
            whole.iter().map(|(_, l)| l.as_str()).collect::<Vec<_>>(),
            ["one", "two two", "three", "four is a longer line than the others", "five"]
        );
        for (offset, line) in &whole {
            assert!(text[usize::try_from(*offset).unwrap()..].starts_with(line));
        }
        for part_bytes in 1..text.len() as u64 + 2 {
            assert_eq!(lines_of(path.clone(), part_bytes), whole, "{part_bytes}");
        }
    }

    #[test]
    fn compressed_files_of_several_members_are_read_to_the_end() {
        let folder = folder("members");
        let (mut gzip, mut zst) = (Vec::new(), Vec::new());
        for line in ["one\n", "two\n"] {
            let mut encoder = flate2::write::GzEncoder::new(&mut gzip, flate2::Compression::default());
            encoder.write_all(line.as_bytes()).unwrap();
            encoder.finish().unwrap();
            zst.extend(zstd::encode_all(line.as_bytes(), 3).unwrap());
        }
        fs::write(folder.join("a.ndjson.gz"), &gzip).unwrap();
        fs::write(folder.join("b.ndjson.zst"), zst).unwrap();
        let expected = [(0, "one".to_owned()), (4, "two".to_owned())];
        assert_eq!(lines_of(folder.join("a.ndjson.gz"), 1), expected);
        assert_eq!(lines_of(folder.join("b.ndjson.zst"), 1), expected);

        fs::write(folder.join("cut.ndjson.gz"), &gzip[..gzip.len() - 9]).unwrap();
        let part = plan::parts(&[folder.join("cut.ndjson.gz")], 1).unwrap().remove(0);
        assert!(Reader::open(&part).unwrap().next().is_err(), "a cut file is not a shorter file");
    }

    #[test]
    fn a_line_beyond_the_limit_is_passed_over() {
        let path = folder("overlong").join("a.ndjson");
        let mut file = fs::File::create(&path).unwrap();
        file.write_all(&vec![b'x'; MAX_LINE + 1]).unwrap();
        file.write_all(b"\nnext\n").unwrap();
        let part = plan::parts(&[path], u64::MAX).unwrap().remove(0);
        let Some((Rows::Lines(lines), _)) = Reader::open(&part).unwrap().next().unwrap() else { panic!("no lines") };
        let found: Vec<_> = lines.iter().map(|(l, b)| (l.length, b.map(<[u8]>::to_vec))).collect();
        assert_eq!(found, [(MAX_LINE as u64 + 2, None), (5, Some(b"next".to_vec()))]);
    }
}
