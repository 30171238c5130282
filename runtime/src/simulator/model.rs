//! The rules by which Lambda forms batches and a queue hands out messages.
//!
//! Pure: positions and times go in and come out. There are no records, no JSON, no I/O, and no clock.

pub(super) mod batch;
pub(super) mod lane;
pub(super) mod policy;
pub(super) mod queue;
pub(super) mod window;
