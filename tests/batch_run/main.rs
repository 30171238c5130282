//! Which records of a batch are started, cut off, sent to the dead letters and reported, for every source.

mod cancellation;
mod dead_letters;
mod deadline;
mod events;
mod handler_size;
mod letters_for_sqs;
mod queues_and_topics;
mod side_by_side;
mod thread_sharing;
