//! Content codings of bodies (RFC 9110 section 8.4), decoded piece by piece: the library's own
//! decoder inflates a whole bomb before it looks at its size.

use std::io::{self, BufReader, Read, Write};

use actix_web::http::header::{self, HeaderMap, HeaderValue};

use super::config::Config;
use super::problem::{Error, Size};
use super::window::{Brotli, Room, Zstd};

/// Up to this many decoded bytes the ratio does not count: small bodies of white space or zeros are
/// harmless.
const RATIO_FLOOR: usize = 1 << 20;
/// Bytes of a compressed body that are taken at a time: what they become counts against what was taken.
const BITE: usize = 4 << 10;
/// Decoded bytes between two looks at the limits.
const PIECE: usize = 32 << 10;
const GZIP_LEVEL: flate2::Compression = flate2::Compression::new(4);
const BROTLI_QUALITY: u32 = 4;
const ZSTD_LEVEL: i32 = 2;
/// How far an encoder looks back, as a power of two: further than most documents are long, and no further, since
/// each batch keeps one for as long as it lasts. With these settings gzip takes 0.35 MB, brotli 1.2 and zstd 1.2.
const WINDOW_LOG: u32 = 17;

/// A content coding, slowest for its size first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Coding {
    Identity,
    Gzip,
    Brotli,
    Zstd,
}

impl Coding {
    fn named(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "" | "identity" => Some(Self::Identity),
            "gzip" | "x-gzip" => Some(Self::Gzip),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    /// The coding of a request's body. Stacked codings are refused: only bombs need them.
    pub(super) fn of_request(headers: &HeaderMap) -> Result<Self, Error> {
        let mut given = headers.get_all(header::CONTENT_ENCODING);
        let Some(first) = given.next() else { return Ok(Self::Identity) };
        if given.next().is_some() {
            return Err(Error::ContentEncoding);
        }
        first.to_str().ok().and_then(Self::named).ok_or(Error::ContentEncoding)
    }

    /// The coding that the client asks for; of those it likes equally, the one that is fastest for its
    /// size. Identity when it asks for none of ours.
    pub(super) fn asked(headers: &HeaderMap) -> Self {
        accepted(headers)
            .filter(|&(_, q)| q > 0.0)
            .filter_map(|(name, q)| Some((q, if name == "*" { Self::Gzip } else { Self::named(name)? })))
            .filter(|&(_, coding)| coding != Self::Identity)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map_or(Self::Identity, |(_, coding)| coding)
    }

    /// Whether the client takes this coding.
    pub(super) fn accepted(self, headers: &HeaderMap) -> bool {
        accepted(headers).any(|(name, q)| q > 0.0 && Self::named(name) == Some(self))
    }

    /// Most that a decoder of a single body looks back, in bytes.
    pub(super) const fn window(self, config: &Config) -> usize {
        match self {
            Self::Identity => 0,
            Self::Gzip => 64 << 10,
            Self::Brotli => 16 << 20,
            Self::Zstd => 1 << config.max_zstd_window_log,
        }
    }

    /// The value of `Content-Encoding`.
    pub(super) const fn header(self) -> Option<HeaderValue> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some(HeaderValue::from_static("gzip")),
            Self::Brotli => Some(HeaderValue::from_static("br")),
            Self::Zstd => Some(HeaderValue::from_static("zstd")),
        }
    }
}

/// What `Accept-Encoding` names, with its weight.
fn accepted(headers: &HeaderMap) -> impl Iterator<Item = (&str, f32)> {
    headers.get_all(header::ACCEPT_ENCODING).filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(',')).map(weighted)
}

/// `name;q=0.5` as name and weight.
pub(super) fn weighted(item: &str) -> (&str, f32) {
    let mut parts = item.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let q = parts.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")));
    (name, q.map_or(1.0, |q| q.trim().parse().unwrap_or(0.0)))
}

/// A reader that decodes what `inner` gives, with windows out of `room`.
pub(super) fn reader<'a, R: Read + Send + 'a>(
    coding: Coding,
    inner: R,
    window_log: u32,
    room: &Room,
) -> io::Result<Box<dyn Read + Send + 'a>> {
    let bites = |inner| BufReader::with_capacity(BITE, inner);
    Ok(match coding {
        Coding::Identity => Box::new(inner),
        Coding::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(bites(inner))),
        Coding::Brotli => Box::new(Brotli::new(bites(inner), room)),
        Coding::Zstd => Box::new(Zstd::new(bites(inner), window_log, room.clone())?),
    })
}

/// Limits on what a body may become.
#[derive(Debug, Clone, Copy)]
pub(super) struct DecodeLimits {
    pub(super) decoded: usize,
    pub(super) ratio: usize,
    pub(super) window_log: u32,
}

impl DecodeLimits {
    pub(super) const fn of(config: &Config) -> Self {
        Self { decoded: config.max_decoded, ratio: config.max_ratio, window_log: config.max_zstd_window_log }
    }

    /// Whether `decoded` bytes out of `wire` are too many.
    pub(super) fn check_ratio(&self, decoded: usize, wire: usize) -> Result<(), Error> {
        if decoded > RATIO_FLOOR.max(wire.saturating_mul(self.ratio)) {
            return Err(Error::TooLarge { what: Size::Ratio, limit: self.ratio, actual: None });
        }
        Ok(())
    }

    /// The error that a decoder's failure stands for.
    pub(super) fn refuse(&self, error: &io::Error) -> Error {
        match error.kind() {
            io::ErrorKind::OutOfMemory => Error::Overloaded,
            _ if error.to_string().contains("too much memory") => {
                Error::TooLarge { what: Size::ZstdWindow, limit: 1 << self.window_log, actual: None }
            }
            _ => Error::Corrupt,
        }
    }
}

/// A whole body, or how large it would be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded {
    Whole(Vec<u8>),
    Larger(usize),
}

/// Decodes a whole body within limits, if it has no more than `most` bytes. One that is large is counted first and
/// then decoded again into exactly the room that it needs: a bomb costs no memory, and to decode is quick beside
/// what follows.
pub(super) fn decode(coding: Coding, wire: &[u8], limits: DecodeLimits, most: usize) -> Result<Decoded, Error> {
    let (kept, len) = pass(coding, wire, limits, Vec::new(), RATIO_FLOOR.min(most))?;
    if len > most {
        return Ok(Decoded::Larger(len));
    }
    if kept.len() == len {
        return Ok(Decoded::Whole(kept));
    }
    drop(kept);
    pass(coding, wire, limits, Vec::with_capacity(len), len).map(|(kept, _)| Decoded::Whole(kept))
}

/// Decodes a whole body, keeps its first `room` bytes and counts all.
fn pass(
    coding: Coding,
    wire: &[u8],
    limits: DecodeLimits,
    mut kept: Vec<u8>,
    room: usize,
) -> Result<(Vec<u8>, usize), Error> {
    let mut reader = reader(coding, wire, limits.window_log, &Room::unbounded()).map_err(|_| Error::Internal)?;
    let mut piece = vec![0; PIECE];
    let mut len = 0;
    loop {
        let n = match reader.read(&mut piece) {
            Ok(0) => return Ok((kept, len)),
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(limits.refuse(&error)),
        };
        len += n;
        if len > limits.decoded {
            return Err(Error::TooLarge { what: Size::Decoded, limit: limits.decoded, actual: Some(len) });
        }
        limits.check_ratio(len, wire.len())?;
        if len <= room {
            kept.extend_from_slice(piece.get(..n).unwrap_or_default());
        }
    }
}

/// Encodes a response piece by piece.
pub(super) enum Encoder {
    Identity,
    Gzip(flate2::write::GzEncoder<Vec<u8>>),
    Brotli(Box<brotli::CompressorWriter<Vec<u8>>>),
    Zstd(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Encoder {
    pub(super) fn new(coding: Coding) -> io::Result<Self> {
        Ok(match coding {
            Coding::Identity => Self::Identity,
            Coding::Gzip => Self::Gzip(flate2::write::GzEncoder::new(Vec::new(), GZIP_LEVEL)),
            Coding::Brotli => {
                Self::Brotli(Box::new(brotli::CompressorWriter::new(Vec::new(), 4096, BROTLI_QUALITY, WINDOW_LOG)))
            }
            Coding::Zstd => {
                let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), ZSTD_LEVEL)?;
                encoder.window_log(WINDOW_LOG)?;
                Self::Zstd(encoder)
            }
        })
    }

    /// Takes `data` and gives everything that the client needs to read it.
    pub(super) fn piece(&mut self, data: Vec<u8>) -> io::Result<Vec<u8>> {
        let out = match self {
            Self::Identity => return Ok(data),
            Self::Gzip(e) => {
                e.write_all(&data)?;
                e.flush()?;
                e.get_mut()
            }
            Self::Brotli(e) => {
                e.write_all(&data)?;
                e.flush()?;
                e.get_mut()
            }
            Self::Zstd(e) => {
                e.write_all(&data)?;
                e.flush()?;
                e.get_mut()
            }
        };
        Ok(std::mem::take(out))
    }

    /// The end of the encoded stream.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(Vec::new()),
            Self::Gzip(e) => e.finish(),
            Self::Brotli(e) => Ok(e.into_inner()),
            Self::Zstd(e) => e.finish(),
        }
    }
}

/// Encodes a whole response.
pub(super) fn encode(coding: Coding, body: Vec<u8>) -> io::Result<Vec<u8>> {
    let mut encoder = Encoder::new(coding)?;
    match &mut encoder {
        Encoder::Identity => return Ok(body),
        Encoder::Gzip(e) => e.write_all(&body)?,
        Encoder::Brotli(e) => e.write_all(&body)?,
        Encoder::Zstd(e) => e.write_all(&body)?,
    }
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: DecodeLimits = DecodeLimits { decoded: 8 << 20, ratio: 200, window_log: 23 };

    fn decode(coding: Coding, wire: &[u8], limits: DecodeLimits) -> Result<Vec<u8>, Error> {
        super::decode(coding, wire, limits, usize::MAX).map(|decoded| match decoded {
            Decoded::Whole(body) => body,
            Decoded::Larger(len) => panic!("{len} bytes are not too many"),
        })
    }
    const CODINGS: [Coding; 4] = [Coding::Identity, Coding::Gzip, Coding::Brotli, Coding::Zstd];

    #[test]
    fn what_is_encoded_is_decoded() {
        let text = "The harbour bridge will close on Monday.\n".repeat(500).into_bytes();
        for coding in CODINGS {
            let whole = encode(coding, text.clone()).expect("encoded");
            assert_eq!(decode(coding, &whole, LIMITS), Ok(text.clone()), "{coding:?}");
            let mut encoder = Encoder::new(coding).expect("an encoder");
            let mut pieces = Vec::new();
            for part in text.chunks(1000) {
                pieces.extend(encoder.piece(part.to_vec()).expect("a piece"));
            }
            pieces.extend(encoder.finish().expect("the end"));
            assert_eq!(decode(coding, &pieces, LIMITS), Ok(text.clone()), "{coding:?} in pieces");
        }
    }

    #[test]
    fn bombs_are_cut_by_ratio_or_size() {
        let bomb = vec![b' '; 32 << 20];
        for coding in [Coding::Gzip, Coding::Brotli, Coding::Zstd] {
            let wire = encode(coding, bomb.clone()).expect("encoded");
            let refused = decode(coding, &wire, LIMITS).expect_err("a bomb");
            assert_eq!(refused.status().as_u16(), 413, "{coding:?}");
        }
        let wide = DecodeLimits { ratio: usize::MAX, ..LIMITS };
        let wire = encode(Coding::Gzip, bomb).expect("encoded");
        assert!(matches!(decode(Coding::Gzip, &wire, wide), Err(Error::TooLarge { what: Size::Decoded, .. })));
    }

    #[test]
    fn what_is_large_is_decoded_all_the_same() {
        let text = b"{\"text\": \"a\"}".repeat(200_000);
        for coding in [Coding::Gzip, Coding::Brotli, Coding::Zstd] {
            let wire = encode(coding, text.clone()).expect("encoded");
            assert!(text.len() > RATIO_FLOOR, "{coding:?}");
            let limits = DecodeLimits { ratio: usize::MAX, ..LIMITS };
            assert!(decode(coding, &wire, limits).is_ok_and(|out| out == text), "{coding:?}");
            for most in [10, text.len() - 1] {
                assert_eq!(super::decode(coding, &wire, limits, most), Ok(Decoded::Larger(text.len())), "{coding:?}");
            }
        }
    }

    #[test]
    fn a_wide_zstd_window_is_refused() {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("an encoder");
        encoder.window_log(27).expect("a window");
        encoder.include_contentsize(false).expect("no size");
        let noise: Vec<u8> = (0..4_000_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        encoder.write_all(&noise).expect("written");
        let wire = encoder.finish().expect("finished");
        let limits = DecodeLimits { decoded: 64 << 20, ..LIMITS };
        assert!(matches!(decode(Coding::Zstd, &wire, limits), Err(Error::TooLarge { what: Size::ZstdWindow, .. })));
    }

    #[test]
    fn cut_and_foreign_bodies_are_corrupt() {
        let text = b"The harbour bridge will close on Monday.".repeat(50);
        for coding in [Coding::Gzip, Coding::Brotli, Coding::Zstd] {
            let wire = encode(coding, text.clone()).expect("encoded");
            assert_eq!(decode(coding, &wire[..wire.len() / 2], LIMITS), Err(Error::Corrupt), "{coding:?}");
            assert_eq!(decode(coding, b"{\"text\": \"x\"}", LIMITS), Err(Error::Corrupt), "{coding:?}");
        }
    }

    #[test]
    fn the_client_chooses() {
        let asked = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_str(value).expect("a value"));
            Coding::asked(&headers)
        };
        assert_eq!(asked("gzip, deflate, br, zstd"), Coding::Zstd);
        assert_eq!(asked("zstd, gzip"), Coding::Zstd);
        assert_eq!(asked("gzip, br;q=0.5"), Coding::Gzip);
        assert_eq!(asked("identity"), Coding::Identity);
        assert_eq!(asked("gzip;q=0"), Coding::Identity);
        assert_eq!(asked("*"), Coding::Gzip);
        assert_eq!(asked("snappy"), Coding::Identity);
    }
}
