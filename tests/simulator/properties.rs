//! For any stream, settings and faults, a handler made by the attribute loses nothing, keeps the order, and agrees with the
//! reference model.

mod case;
mod effects;
mod queues;
mod reference_model;
mod source;
mod streams;
mod topics;

use proptest::test_runner::Config;

/// The number of cases, unless `PROPTEST_CASES` sets another. A failing case is shrunk.
fn cases(number: u32) -> Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(number);
    Config { cases, max_shrink_iters: 20_000, ..Config::default() }
}
