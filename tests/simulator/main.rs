//! Handlers made by the attribute, and others, run through the simulated event source mapping.

mod assertion_messages;
mod attribute_handlers;
mod clock;
mod faults;
mod filters;
mod fourth_record;
mod handlers;
mod pictures;
mod poison_messages;
mod properties;
mod queues;
mod record_errors;
mod resharding;
mod settings;
mod side_by_side;
mod topics;
mod traces;
mod tumbling_windows;
