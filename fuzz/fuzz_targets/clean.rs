//! The cleaning stage on any text and any page.
#![no_main]

use copydesk::article::Stage;
use copydesk_fuzz::{check, document};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, &str)| {
    let (html, body) = input;
    let document = document(body, html, &[Stage::Clean]);
    if !html {
        check(body, &document);
    }
});
