//! Compressed bodies: any bytes in any coding, and the way back from our own encoder.
#![no_main]

use copydesk::server::fuzz;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, &[u8])| {
    let (coding, data) = input;
    fuzz::decode(coding, data);
    fuzz::round_trip(coding, data);
});
