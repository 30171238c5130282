//! Handlers made by the attribute, and others, run through the simulated event source mapping.

mod experiments;
mod faults;
mod filters;
mod handlers;
mod pictures;
mod poison;
mod properties;
mod queues;
mod report;
mod resharding;
mod settings;
mod side_by_side;
mod sources;
mod time;
mod topics;
mod traces;
mod windows;
