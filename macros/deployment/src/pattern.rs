//! AWS's language of event filter patterns
//! ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html)).
//!
//! The simulator and the check of deployment files share this module, so that they refuse the same patterns in the same words.
//! [`Pattern::read`] reads a pattern once; [`Pattern::fits`] then compares each [`FilteredRecord`] with it.

pub(crate) mod condition;
#[cfg(feature = "files")]
pub(crate) mod mending;

mod comparison;
#[cfg(feature = "files")]
mod fields;
mod json;
mod matching;
#[cfg(feature = "files")]
mod oversights;
mod reading;
mod record;

pub use self::{condition::Pattern, record::FilteredRecord};

/// The most filters that a mapping can have: five, and with a higher quota ten
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html)).
pub const MOST_FILTERS: usize = 10;

/// The longest pattern, in characters ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/api/API_Filter.html)).
pub const LONGEST_PATTERN: usize = 4_096;
