//! The model of Lambda and SQS: how Lambda forms and repeats batches, and how a queue hands out messages.
//!
//! It is pure: it takes and returns positions and times, and knows no records, no JSON, no I/O and no clock.

pub(super) mod batch;
pub(super) mod lane;
pub(super) mod policy;
pub(super) mod queue;
pub(super) mod window;
