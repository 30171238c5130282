//! For any stream, settings and faults: a handler made by the attribute loses nothing, keeps the order, and ends as the
//! reference model says.

mod case;
mod oracle;
mod queues;
mod streams;
mod topics;
mod world;

use proptest::test_runner::Config;

/// So many cases, or as many as `PROPTEST_CASES` says. One that fails is made as small as it gets.
fn cases(number: u32) -> Config {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(number);
    Config { cases, max_shrink_iters: 20_000, ..Config::default() }
}
