//! The date stage on any text.
#![no_main]

use copydesk::article::Stage;
use copydesk_fuzz::{document, slice};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The language is not guessed from so few words: the stage would seldom run.
    let english = format!("The report said on Monday that it was so. {text}");
    let document = document(&english, false, &[Stage::Dates]);
    let mut end = 0;
    for date in document.dates.iter().flatten() {
        assert_eq!(slice(&document.text, date.span), date.text);
        assert!(date.span.start >= end && !date.timex.is_empty());
        end = date.span.end;
    }
});
