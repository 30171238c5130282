//! Any bytes at all, as an event.

#![no_main]

#[path = "../../tests/scan/comparison.rs"]
mod comparison;

libfuzzer_sys::fuzz_target!(|event: &[u8]| comparison::assert_same(event));
