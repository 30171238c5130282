//! Handlers made by the attribute, and others, run through the simulated event source mapping.

mod experiments;
mod handlers;
mod properties;
mod settings;
