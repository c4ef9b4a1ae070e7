//! One pass that mends what decoders, templates and editors broke, to the level of ftfy on its own
//! kinds (Speer 2019), with curly quotes left alone: uncurling would change most clean texts.
//!
//! Every edit goes through the source map and is counted by kind. A text with nothing to mend is
//! not copied.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
use wide::u8x32;

use super::blocks::{Walk, within};
use super::char_refs::{self, Referent};
use super::mojibake;
use crate::document::{Repair, RepairKind};
use crate::text::{Mapped, MappedBuilder, Span};

/// The mended text and what was done, or none when there was nothing to do.
pub(crate) fn repair(base: &Mapped<'_>) -> Option<(Mapped<'static>, Vec<Repair>)> {
    let text: &str = &base.text;
    let mut work = Repairer::new(text);
    let mut out: Option<MappedBuilder<'_>> = None;
    let mut copied = 0;
    let mut at = 0;
    let mut walk = Walk::default();
    while let Some(next) = suspect(&mut walk, text.as_bytes(), at) {
        at = next;
        let Some(edit) = work.edit(at) else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        };
        let start = at - edit.back;
        if start < copied {
            at += edit.len;
            continue;
        }
        let out = out.get_or_insert_with(|| MappedBuilder::new(base));
        if copied < start {
            out.copy(Span::new(copied, start));
        }
        out.replace(Span::new(start, at + edit.len), &edit.with);
        *work.counts.entry(edit.kind).or_default() += 1;
        at += edit.len;
        copied = at;
    }
    let mut out = out?;
    if copied < text.len() {
        out.copy(Span::new(copied, text.len()));
    }
    let counts = work.counts.into_iter().map(|(kind, count)| Repair { kind, count }).collect();
    Some((out.finish(), counts))
}

/// `back` bytes before and `len` bytes from here on give way to `with`.
struct Edit {
    back: usize,
    len: usize,
    with: String,
    kind: RepairKind,
}

impl Edit {
    fn new(len: usize, with: impl Into<String>, kind: RepairKind) -> Option<Self> {
        Some(Self { back: 0, len, with: with.into(), kind })
    }
}

struct Repairer<'t> {
    text: &'t str,
    /// The text shows tags: then character references are left to it.
    markup: bool,
    right_to_left: OnceCell<bool>,
    east_asian: OnceCell<bool>,
    counts: BTreeMap<RepairKind, u32>,
}

/// The next place at which something to mend may begin.
fn suspect(walk: &mut Walk, bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at = walk.on(bytes, at, doubtful)?;
        match bytes[at..] {
            // The commonest of typography are fine as they stand.
            [0xe2, 0x80, 0x90..=0xa7, ..] => at += 3,
            [b' ', _, b' ', ..] => return Some(at),
            [b' ', ..] => at += 1,
            _ => return Some(at),
        }
    }
}

/// Control characters, references, runs of spaces, and what is not ASCII but for the first bytes of Cyrillic and
/// Chinese letters, with which nothing is ever amiss.
fn doubtful([byte, next, _]: [u8x32; 3]) -> u8x32 {
    let is = |byte: u8x32, b: u8| byte.simd_eq(u8x32::splat(b));
    let control = within(byte, 0, 0x1f) & !within(byte, b'\t', b'\n') | is(byte, 0x7f);
    let letters = within(byte, 0xd0, 0xd1) | within(byte, 0xe4, 0xe9);
    control | is(byte, b'&') | is(byte, b' ') & is(next, b' ') | within(byte, 0xc2, 0xff) & !letters
}

impl<'t> Repairer<'t> {
    fn new(text: &'t str) -> Self {
        let (right_to_left, east_asian) = (OnceCell::new(), OnceCell::new());
        Self { text, markup: looks_like_markup(text), right_to_left, east_asian, counts: BTreeMap::new() }
    }

    fn right_to_left(&self) -> bool {
        *self.right_to_left.get_or_init(|| self.text.chars().any(is_right_to_left))
    }

    fn east_asian(&self) -> bool {
        *self.east_asian.get_or_init(|| self.text.chars().any(is_east_asian))
    }

    fn edit(&self, at: usize) -> Option<Edit> {
        let rest = &self.text[at..];
        let c = rest.chars().next()?;
        let len = c.len_utf8();
        match c {
            ' ' => {
                if at == 0 || self.text[..at].ends_with(['\n', ' ']) {
                    return None;
                }
                let run = rest.len() - rest.trim_start_matches(' ').len();
                let ends = matches!(rest.as_bytes().get(run), None | Some(b'\n' | b'\r'));
                if ends { None } else { Edit::new(run, " ", RepairKind::Space) }
            }
            '&' => self.reference(rest),
            '\r' => Edit::new(if rest.starts_with("\r\n") { 2 } else { 1 }, "\n", RepairKind::LineBreak),
            '\u{0b}' | '\u{0c}' | '\u{2028}' | '\u{2029}' => Edit::new(len, "\n", RepairKind::LineBreak),
            '\u{1b}' => Edit::new(terminal_escape(rest), "", RepairKind::Control),
            '\0'..='\u{1f}' | '\u{7f}' => Edit::new(len, "", RepairKind::Control),
            '\u{80}'..='\u{9f}' => Edit::new(len, mojibake::windows_1252(c).to_string(), RepairKind::Control),
            '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => {
                Edit::new(len, " ", RepairKind::Space)
            }
            '\u{3000}' if !self.east_asian() => Edit::new(len, " ", RepairKind::Space),
            '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => {
                Edit::new(len, "", RepairKind::Invisible)
            }
            // Joiners have a meaning in the scripts of Asia and in emoji.
            '\u{200c}' | '\u{200d}' => {
                let plain = |c: Option<char>| c.is_none_or(|c| c < '\u{530}');
                let before = self.text[..at].chars().next_back();
                let after = rest[len..].chars().next();
                if plain(before) && plain(after) { Edit::new(len, "", RepairKind::Invisible) } else { None }
            }
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{61c}' => {
                if self.right_to_left() { None } else { Edit::new(len, "", RepairKind::Bidi) }
            }
            '\u{fb00}'..='\u{fb06}' | 'ĳ' | 'Ĳ' | 'ŉ' | '\u{1c4}'..='\u{1cc}' | '\u{1f1}'..='\u{1f3}' => {
                Edit::new(len, [c].iter().collect::<String>().nfkc().collect::<String>(), RepairKind::Ligature)
            }
            '\u{ff01}'..='\u{ff5e}' if c.is_alphanumeric() || !self.east_asian() => {
                let plain = char::from_u32(u32::from(c) - 0xfee0)?;
                Edit::new(len, plain.to_string(), RepairKind::Width)
            }
            '\u{ff65}'..='\u{ff9f}' => {
                let run = rest.len() - rest.trim_start_matches(|c| matches!(c, '\u{ff65}'..='\u{ff9f}')).len();
                Edit::new(run, rest[..run].nfkc().collect::<String>(), RepairKind::Width)
            }
            _ => {
                if let Some((len, with)) = mojibake::decode(self.text, at) {
                    return Edit::new(len, with, RepairKind::Mojibake);
                }
                self.compose(at, c)
            }
        }
    }

    /// A base character and the marks on it, in Normalization Form C.
    fn compose(&self, at: usize, c: char) -> Option<Edit> {
        if c < '\u{300}' {
            return None;
        }
        let moves =
            |c: char| canonical_combining_class(c) != 0 || is_nfc_quick(std::iter::once(c)) != IsNormalized::Yes;
        if !moves(c) {
            return None;
        }
        let run =
            self.text[at..].chars().take(LONGEST_STACK).take_while(|&c| moves(c)).map(char::len_utf8).sum::<usize>();
        // A mark is reached when its base character has been passed.
        let alone = canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::No;
        let back = if alone { 0 } else { self.text[..at].chars().next_back().map_or(0, char::len_utf8) };
        let whole = &self.text[at - back..at + run];
        let with: String = whole.nfc().collect();
        (with != whole).then_some(Edit { back, len: run, with, kind: RepairKind::Nfc })
    }

    fn reference(&self, rest: &str) -> Option<Edit> {
        if self.markup {
            return None;
        }
        let (mut len, mut value) = reference(rest)?;
        // "&amp;#8217;": escaped twice.
        if value == "&" {
            let mut again = String::with_capacity(16);
            again.push('&');
            again.extend(rest[len..].chars().take(LONGEST_REFERENCE));
            if let Some((more, second)) = reference(&again) {
                len += more - 1;
                value = second;
            }
        }
        match value.as_str() {
            "\n" | "\r" | "\t" | "\u{a0}" => value = " ".to_owned(),
            "\u{ad}" | "\u{200b}" | "\u{feff}" => value.clear(),
            _ => {}
        }
        if value.chars().any(|c| c.is_control()) {
            value = value.chars().map(mojibake::windows_1252).filter(|c| !c.is_control()).collect();
        }
        Edit::new(len, value, RepairKind::HtmlEntity)
    }
}

/// More marks than this on one character are composed piece by piece (Unicode calls a text without
/// such stacks stream-safe, at 30).
const LONGEST_STACK: usize = 30;

/// Longest name of a reference, with its semicolon.
const LONGEST_REFERENCE: usize = 32;

/// A character reference with its semicolon at the start of `text`: its length and value. One without
/// is too often no reference ("R&D", "a&lt=b").
fn reference(text: &str) -> Option<(usize, String)> {
    let (len, value) = char_refs::reference(text, false).filter(|&(len, _)| text[..len].ends_with(';'))?;
    let value = match value {
        Referent::Char(c) => c.to_string(),
        Referent::Text(text) => text.to_owned(),
    };
    (!value.contains(['\0', '\u{fffd}'])).then_some((len, value))
}

/// The length of a terminal control sequence ("\x1b[31m"), or of the escape alone.
fn terminal_escape(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    if bytes.get(1) == Some(&b'[') {
        let parameters = bytes[2..].iter().take(16).take_while(|b| b.is_ascii_digit() || **b == b';').count();
        if bytes.get(2 + parameters).is_some_and(u8::is_ascii_alphabetic) {
            return 3 + parameters;
        }
    }
    1
}

fn looks_like_markup(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes())
        .any(|i| matches!(text.as_bytes().get(i + 1), Some(b'/' | b'!' | b'a'..=b'z' | b'A'..=b'Z')))
}

const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

const fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str) -> (String, Vec<(RepairKind, u32)>) {
        repair(&Mapped::identity(text, 0)).map_or_else(
            || (text.to_owned(), Vec::new()),
            |(m, counts)| (m.text.into_owned(), counts.iter().map(|r| (r.kind, r.count)).collect()),
        )
    }

    #[test]
    fn clean_text_is_not_touched() {
        for text in [
            "Plain text, nothing more.",
            "“Curly quotes” and l’été, naïve café — ½ of it… €5 • №7",
            "War in Ukraine.  Two spaces after a full stop\n\n    an indented line   \n",
            "Москва и Київ. Ελλάδα. العربية \u{200f}نص\u{200e}. 東京都、「日本」。全角！",
            "ÇA VÀ? IRMÃ”, São Paulo Â, Å and Ø stand alone",
            "Use &amp; in <b>HTML</b>",
            "AT&T; R&D; Q&A",
        ] {
            assert!(repair(&Mapped::identity(text, 0)).is_none(), "{text}: {:?}", mended(text));
        }
    }

    #[test]
    fn each_kind_is_mended_and_counted() {
        use RepairKind as K;
        for (raw, want, kind) in [
            ("It&#8217;s &quot;fine&quot;", "It’s \"fine\"", K::HtmlEntity),
            ("Fish &amp;amp; chips", "Fish & chips", K::HtmlEntity),
            ("a&nbsp;b&shy;c", "a bc", K::HtmlEntity),
            ("&ldquor;x &rarrw; y&rdquor; &NotEqualTilde;", "„x ↝ y” ≂\u{338}", K::HtmlEntity),
            ("It\u{92}s", "It’s", K::Control),
            ("a\u{7}b\u{1b}[31mc", "abc", K::Control),
            ("zero\u{200b}width", "zerowidth", K::Invisible),
            ("a\u{202a}b\u{202c}", "ab", K::Bidi),
            ("ﬁnd eﬀort", "find effort", K::Ligature),
            ("ＡＢＣ１２３", "ABC123", K::Width),
            ("one\r\ntwo\rthree\u{2028}four", "one\ntwo\nthree\nfour", K::LineBreak),
            ("cafe\u{301} Å\u{212b}", "café ÅÅ", K::Nfc),
            ("10\u{a0}km, too    wide", "10 km, too wide", K::Space),
            ("itâ€™s", "it’s", K::Mojibake),
        ] {
            let (text, counts) = mended(raw);
            assert_eq!(text, want, "{raw}");
            assert_eq!(counts.iter().map(|c| c.0).collect::<Vec<_>>(), [kind], "{raw}");
        }
        assert_eq!(mended("a\r\nb\r\nc").1, [(K::LineBreak, 2)]);
    }

    /// Cases of our own for every kind that ftfy mends, with what it makes of them where that differs.
    #[test]
    fn the_kinds_of_ftfy() {
        #[derive(serde::Deserialize)]
        struct Case {
            kind: String,
            raw: String,
            want: String,
            ftfy: Option<String>,
        }
        let cases: Vec<Case> = include_str!("../../tests/fixtures/repairs.jsonl")
            .lines()
            .map(|line| serde_json::from_str(line).expect("a case"))
            .collect();
        let wrong: Vec<String> = cases
            .iter()
            .filter(|c| mended(&c.raw).0 != c.want)
            .map(|c| format!("{}: {:?} gives {:?}, not {:?}", c.kind, c.raw, mended(&c.raw).0, c.want))
            .collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(cases.iter().all(|c| c.ftfy.as_ref().is_none_or(|f| *f != c.want)));
    }

    #[test]
    fn every_repaired_run_maps_back() {
        let raw = "x&amp;y\r\nz\u{200b}w";
        let (m, _) = repair(&Mapped::identity(raw, 0)).expect("repairs");
        assert_eq!(m.text, "x&y\nzw");
        assert_eq!(m.map.sources(Span::new(0, m.text.len())), [Span::new(0, raw.len())]);
        assert_eq!(m.map.sources(Span::new(1, 2)), [Span::new(1, 6)]);
        assert_eq!(m.map.sources(Span::new(4, 5)), [Span::new(9, 13)]);
    }

    #[test]
    fn nothing_is_amiss_with_letters_that_are_passed_over() {
        let letters = ('\u{400}'..='\u{47f}').chain('\u{4000}'..='\u{9fff}');
        let text: String = letters.clone().collect();
        let work = Repairer::new(&text);
        let mut at = 0;
        for c in letters {
            assert!(work.edit(at).is_none(), "{c}");
            at += c.len_utf8();
        }
    }

    #[test]
    fn joiners_stay_where_they_mean_something() {
        assert_eq!(mended("👩\u{200d}🚒 می\u{200c}خواهم").0, "👩\u{200d}🚒 می\u{200c}خواهم");
        assert_eq!(mended("co\u{200d}op").0, "coop");
    }
}
