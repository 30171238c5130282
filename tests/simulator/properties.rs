//! For any stream, settings and faults: a handler made by the attribute loses nothing, keeps the order, and ends as the
//! reference model says.

mod case;
mod oracle;
mod queues;
mod streams;
mod topics;
mod world;

use proptest::test_runner::Config;

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(number: u32) -> Config {
    match std::env::var_os("PROPTEST_CASES") {
        Some(_) => Config::default(),
        None => Config::with_cases(number),
    }
}
