//! Work grows with the size of an article and no faster, whatever the article is made of. Counted, not timed:
//! each time that a text is doubled, about twice as much may be allocated, by each stage alone.
//!
//! What a stage computes without allocating is counted by `tests/growth/instructions.py`, which sends the same
//! kinds of article through a binary under valgrind.

#![allow(clippy::print_stdout, clippy::unwrap_used, reason = "a test prints and may fail loudly")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use copydesk::article::{Include, Stage};
use copydesk::{Article, ArticleLimits, Normalizer};

/// Names of kinds, and the piece that each repeats.
type Kinds = BTreeMap<String, String>;

const SMALL: usize = 4_000;
const DOUBLINGS: i32 = 3;
/// On average of the doublings, with room for one table that doubles itself: quadratic work takes 4.
const MOST: f64 = 2.4;
/// What a call of the allocator costs, however little it asks for.
const CALL: u64 = 64;

struct Counting;

static WORK: AtomicU64 = AtomicU64::new(0);

// SAFETY: hands everything on to the system's allocator.
#[allow(unsafe_code, reason = "the only way to count")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        WORK.fetch_add(layout.size() as u64 + CALL, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// At least `size` bytes of whole pieces; each `#` becomes a word that was not there yet.
fn repeated(piece: &str, size: usize) -> String {
    let mut out = String::new();
    let mut words = 0u32;
    while out.len() < size {
        for c in piece.chars() {
            if c == '#' {
                words += 1;
                out.extend((0..4).map(|i| char::from(b'a' + u8::try_from(words / 26u32.pow(i) % 26).unwrap())));
            } else {
                out.push(c);
            }
        }
    }
    out
}

fn work(normalizer: &Normalizer, body: &str, html: bool, stage: Stage) -> u64 {
    let mut article =
        Article { language: Some("en".into()), published_at: Some("2024-05-24".into()), ..Article::default() };
    *(if html { &mut article.html } else { &mut article.text }) = Some(body.to_owned());
    article.options.stages = vec![stage];
    article.options.include = vec![Include::Removed, Include::Quotes, Include::Sentences];
    let before = WORK.load(Ordering::Relaxed);
    std::hint::black_box(normalizer.normalize(&article).unwrap());
    WORK.load(Ordering::Relaxed) - before
}

fn main() {
    let kinds: BTreeMap<String, Kinds> = serde_json::from_str(include_str!("kinds.json")).unwrap();
    let normalizer = Normalizer::new(ArticleLimits::default());
    let mut failed = Vec::new();
    for (member, kinds) in &kinds {
        let html = member == "html";
        for (name, piece) in kinds {
            for stage in if html { &[Stage::Clean][..] } else { &[Stage::Clean, Stage::Entities, Stage::Dates] } {
                // On a thread of its own: one that has read a text keeps its room for the next.
                let one = |doublings| {
                    let body = repeated(piece, SMALL << doublings);
                    std::thread::scope(|s| s.spawn(|| work(&normalizer, &body, html, *stage)).join().unwrap())
                };
                // What is made at first use is not counted.
                one(0);
                let counts: Vec<u64> = (0..=DOUBLINGS).map(one).collect();
                #[allow(clippy::cast_precision_loss, clippy::cast_sign_loss, reason = "a ratio, and a small number")]
                let mean = (counts[DOUBLINGS as usize] as f64 / counts[0] as f64).powf(1.0 / f64::from(DOUBLINGS));
                let line = format!("{member} {name:18} {stage:?} {counts:?} {mean:.2}");
                println!("{line}");
                if mean > MOST {
                    failed.push(line);
                }
            }
        }
    }
    assert!(failed.is_empty(), "more than linear:\n{}", failed.join("\n"));
}
