//! Work grows with the size of an article and no faster, whatever the article is made of. Counted, not timed:
//! four times the text may take little more than four times the work.
//!
//! Run by `cargo test`, the work is what is allocated. `tests/growth/run.sh` runs the same program under
//! valgrind, where it is every instruction, those of the standard library included.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a test prints and may fail loudly")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::article::Stage;
use copydesk::{Article, ArticleLimits, Normalizer};

const SMALL: usize = 12_000;
const TIMES: usize = 4;
/// Room for what is paid once and for sorting.
const MOST: f64 = 5.0;

/// What the texts are made of.
const PIECES: [(&str, &str); 21] = [
    ("news", "The Port of Aarhus will close its bridge on Monday, Mayor Anders Winnerskjold said in Denmark.\n\n"),
    ("one line", "The bridge in Aarhus closes on Monday. "),
    ("one-letter lines", "a\n"),
    ("one word", "a"),
    ("capitals", "A "),
    ("names", "John Smith "),
    ("new names", "Jo# Sm# "),
    ("quotes", "\"“‘'«„"),
    ("speakers", "“No,” said John Smith. “Yes,” he said. "),
    ("brackets", "([{<"),
    ("dots", "."),
    ("digits", "9"),
    ("dates", "2024-05-24T10:00:00Z/"),
    ("ordinals", "the first of the last of the third of "),
    ("read also", "Read also: "),
    ("bylines", "By John Smith\n"),
    ("bidi", "\u{202e}\u{202d}a\u{2069}\u{202c}"),
    ("zero width", "a\u{200b}\u{200c}\u{200d}\u{2060}"),
    ("combining marks", "\u{301}"),
    ("mojibake", "Ã¢â‚¬â„¢"),
    ("references", "&amp;amp;&#x110000;&nbsp"),
];

const PAGES: [(&str, &str); 5] = [
    ("depth", "<div>"),
    ("formatting", "<b><i>"),
    ("tables", "<table><tr><td>x"),
    ("paragraphs", "<p>The bridge in Aarhus closes on <b>Monday</b>.</p>"),
    ("comments", "<!-- <!-- --"),
];

struct Counting;

static ALLOCATED: AtomicU64 = AtomicU64::new(0);

// SAFETY: hands everything on to the system's allocator.
#[allow(unsafe_code, reason = "the only way to count")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // A call costs something however little it asks for.
        ALLOCATED.fetch_add(layout.size() as u64 + 64, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// About `size` bytes of `piece`; `#` becomes a word of its own each time.
fn text(piece: &str, size: usize) -> String {
    let mut out = String::with_capacity(size + piece.len());
    let mut count = 0u32;
    while out.len() < size {
        for part in piece.split_inclusive('#') {
            out.push_str(part.trim_end_matches('#'));
            if part.ends_with('#') {
                count += 1;
                out.extend((0..4).map(|i| char::from(b'a' + u8::try_from(count / 26u32.pow(i) % 26).unwrap_or(0))));
            }
        }
    }
    out
}

/// One article through some stages. Not inlined: valgrind counts from one call of it to the next.
#[inline(never)]
fn measured(normalizer: &Normalizer, article: &Article) -> u64 {
    let before = ALLOCATED.load(Ordering::Relaxed);
    std::hint::black_box(normalizer.normalize(article).unwrap());
    ALLOCATED.load(Ordering::Relaxed) - before
}

fn main() {
    let normalizer = Normalizer::new(ArticleLimits::default());
    let stages: [(&str, &[Stage]); 3] = [
        ("clean", &[Stage::Clean]),
        ("entities", &[Stage::Entities]),
        ("normalize", &[Stage::Clean, Stage::Entities, Stage::Dates]),
    ];
    let mut article = |body: String, html: bool, stages: &[Stage]| {
        let mut article = Article { language: Some("en".into()), ..Article::default() };
        *(if html { &mut article.html } else { &mut article.text }) = Some(body);
        article.options.stages = stages.to_vec();
        measured(&normalizer, &article)
    };
    // What is made at first use is not counted.
    article(text(PIECES[0].1, SMALL), false, stages[2].1);
    article(text(PAGES[3].1, SMALL), true, stages[2].1);
    let mut failed = Vec::new();
    let all = PIECES.iter().map(|p| (p, false)).chain(PAGES.iter().map(|p| (p, true)));
    for ((name, piece), html) in all {
        for (stage, stages) in stages.iter().filter(|s| !html || s.0 != "entities") {
            let small = article(text(piece, SMALL), html, stages);
            let large = article(text(piece, SMALL * TIMES), html, stages);
            #[allow(clippy::cast_precision_loss, reason = "a ratio")]
            let ratio = large as f64 / small as f64;
            println!("{stage:9} {name:16} {small:12} {large:12} {ratio:6.2}");
            if ratio > MOST {
                failed.push(format!("{stage} of {name}: {ratio:.1}"));
            }
        }
    }
    assert!(failed.is_empty(), "more than linear: {failed:?}");
}
