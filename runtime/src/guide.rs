//! Chapters that belong to no single item.

#[doc = include_str!("guide/bad_records.md")]
pub mod bad_records {}

#[doc = include_str!("guide/cancellation.md")]
pub mod cancellation {}

#[doc = include_str!("guide/compiler.md")]
pub mod compiler {}

#[cfg(all(feature = "simulator", feature = "kinesis"))]
#[doc = include_str!("guide/testing.md")]
pub mod testing {}
