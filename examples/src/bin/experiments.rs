//! The three experiments.

fn main() {}
