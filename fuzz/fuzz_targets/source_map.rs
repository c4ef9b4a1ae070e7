//! Texts built out of texts: whatever is copied, replaced, repaired away, put in or left out, the map leads
//! back into the raw text.
#![no_main]

use copydesk::text::{Mapped, MappedBuilder, Span};
use copydesk_fuzz::slice;
use libfuzzer_sys::fuzz_target;

/// One pass over a text; each step takes some characters and does one thing with them.
fn pass(base: &Mapped<'_>, steps: &[u8]) -> Mapped<'static> {
    let mut builder = MappedBuilder::new(base);
    let mut at = 0;
    for step in steps {
        let rest = &base.text[at..];
        let len = rest.char_indices().nth(usize::from(step >> 3)).map_or(rest.len(), |(i, _)| i);
        let span = Span::new(at, at + len);
        match step & 7 {
            0..=2 => builder.copy(span),
            3 => builder.replace(span, "’"),
            4 => builder.replace(span, ""),
            5 => builder.absorb(span),
            6 => builder.insert("\n\n"),
            _ => {}
        }
        at += if step & 7 == 6 { 0 } else { len };
    }
    builder.finish()
}

fuzz_target!(|input: (&str, &[u8], &[u8], u16, u16)| {
    let (raw, first, second, a, b) = input;
    let base = Mapped::identity(raw, 0);
    let once = pass(&base, first);
    let twice = pass(&once, second);
    for mapped in [&base, &once, &twice] {
        let ends: Vec<usize> = mapped.text.char_indices().map(|(i, _)| i).chain([mapped.text.len()]).collect();
        let (a, b) = (ends[usize::from(a) % ends.len()], ends[usize::from(b) % ends.len()]);
        let span = Span::new(a.min(b), a.max(b));
        let sources = mapped.map.sources(span);
        sources.iter().for_each(|source| {
            slice(raw, *source);
        });
        assert!(sources.windows(2).all(|pair| pair[0].end < pair[1].start), "sources in order, adjacent ones joined");
        let hull = mapped.map.hull(span);
        assert_eq!(hull.map(|h| h.start), sources.first().map(|s| s.start));
        assert_eq!(hull.map(|h| h.end), sources.last().map(|s| s.end));
    }
});
