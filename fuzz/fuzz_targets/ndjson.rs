//! Batches: any bytes in pieces of any size, split into lines as plain splitting does, each line read.
#![no_main]

use copydesk::server::fuzz;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (piece, data) = input;
    fuzz::lines(usize::from(piece) + 1, data);
});
