//! Tokens and sentences of any text.
#![no_main]

use copydesk::text::Tokens;
use copydesk_fuzz::slice;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let tokens = Tokens::new(text);
    let mut end = 0;
    for token in tokens.iter() {
        assert!(token.start >= end && token.end > token.start, "tokens overlap or are empty");
        assert!(text[end as usize..token.start as usize].chars().all(|c| !c.is_alphanumeric()), "a word is lost");
        slice(text, token.span());
        end = token.end;
    }
    let mut next = 0;
    for sentence in tokens.sentences() {
        assert!(sentence.first == next && sentence.end > next, "sentences hold every token once");
        next = sentence.end;
    }
    assert_eq!(next as usize, tokens.len());
});
