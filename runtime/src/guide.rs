//! Chapters that belong to no single item.

#[doc = include_str!("guide/bad_records.md")]
pub mod bad_records {}

#[doc = include_str!("guide/cancellation.md")]
pub mod cancellation {}

#[doc = include_str!("guide/compiler.md")]
pub mod compiler {}

// Its example needs two sources.
#[cfg_attr(all(feature = "kinesis", feature = "sqs"), doc = include_str!("guide/other_events.md"))]
#[cfg_attr(not(all(feature = "kinesis", feature = "sqs")), doc = "Needs the features `kinesis` and `sqs`.")]
pub mod other_events {}

#[cfg(all(feature = "simulator", feature = "kinesis"))]
#[doc = include_str!("guide/testing.md")]
pub mod testing {}
