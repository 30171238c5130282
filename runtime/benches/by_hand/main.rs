//! The attribute against the loop that people write by hand, on the same events, in one run.
//!
//! | to | do |
//! |---|---|
//! | compare times | `cargo bench -p checkpointed --bench by_hand`, with `-- sqs` for the cases with that word in their name |
//! | count instructions | `.ci/instructions`, which needs valgrind |
//! | measure memory | `cargo bench -p checkpointed --bench by_hand -- --memory`, which needs valgrind too |
//! | compare with other libraries | `runtime/benches/peers/run`, which needs python3 and node |
//! | compare the CPU time of whole processes | `cargo bench -p checkpointed --bench by_hand -- --process` |
//!
//! There is no framework of benchmarks here. Such a framework measures one function after the other, and on a machine that
//! does other work too, a ratio of two such figures is noise. Here all variants of a case run in turn, and a ratio is that of
//! two neighbours. Instructions don't depend on other work at all, so they are what a change must keep.

#[path = "../cases/mod.rs"]
mod cases;
mod instructions;
mod memory;
mod peers;
mod process;
mod results;
mod times;

use std::{env, path::Path};

fn main() {
    // Cargo hands on `--bench`.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    if has(process::FUNCTION) {
        process::run_function(has(process::BY_HAND));
    } else if has(memory::ONE) {
        memory::run_one();
    } else if has("--memory") {
        memory::measure();
    } else if has("--peers") {
        peers::compare(Path::new(arguments.last().expect("the folder of the other libraries")));
    } else if has("--process") {
        process::compare();
    } else if has(instructions::COUNTED) {
        instructions::run_counted();
    } else if has("--instructions") {
        instructions::check(has("--accept"));
    } else {
        times::compare(&arguments);
    }
}
