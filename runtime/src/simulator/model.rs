//! What Lambda does with batches and queues, as rules alone: no records, no I/O, no clock of its own.

pub(super) mod batch;
pub(super) mod lane;
pub(super) mod queue;
pub(super) mod rules;
pub(super) mod window;
