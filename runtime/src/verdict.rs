//! How Lambda reads the response of a function.

pub(crate) mod basis;
mod duplicate_keys;
mod entry;
pub(crate) mod remaining;
pub(crate) mod shape;

use std::{
    cell::LazyCell,
    collections::{HashMap, HashSet},
};

use serde_json::Value;

use self::{basis::Basis, shape::Shape};

/// How Lambda reads the response to a batch of a stream if `ReportBatchItemFailures` is on. If it is off, Lambda ignores the
/// response: everything but a function error is success.
///
/// Some of these readings were recorded on AWS, others are documented, inferred, or guesses. [`basis`](Self::basis) says which.
///
/// ```
/// use checkpointed::{Acknowledged, Verdict};
///
/// let batch = [Some("101"), Some("102"), Some("103")];
/// let partial = Verdict::read(br#"{"batchItemFailures":[{"itemIdentifier":"102"}]}"#, &batch);
/// assert_eq!(partial.acknowledged(), Acknowledged::Before(1));
///
/// // A misspelt key is not a failure: all records count as done, and the failed one is lost.
/// let misspelt = Verdict::read(br#"{"batchItemFailure":[{"itemIdentifier":"102"}]}"#, &batch);
/// assert_eq!(misspelt.acknowledged(), Acknowledged::All);
/// ```
///
/// Sources: AWS's pages on partial batch responses
/// [of Kinesis](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html) and
/// [of DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html), and the recordings
/// of AWS in LocalStack's tests (`tests/aws/services/lambda_/event_source_mapping`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    acknowledged: Acknowledged,
    basis: Basis,
    reason: &'static str,
}

/// The records of a batch that count as done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Acknowledged {
    /// All of them.
    All,
    /// The records before this position, counted from 0. Lambda delivers the others again. A report of position 0 does not move
    /// the checkpoint, and counts as a failed attempt.
    Before(usize),
    /// None: the whole batch has failed.
    Nothing,
}

impl Verdict {
    /// Reads a response. `batch` holds the item identifiers of the delivered records, in order; `None` for a record without one.
    pub fn read(response: &[u8], batch: &[Option<&str>]) -> Self {
        use Basis::{Inferred, Observed, Recorded, Unknown};

        let shape = Shape::of(response);
        let reason = shape.reason();
        match shape {
            Shape::NoBody | Shape::Null | Shape::EmptyList | Shape::EmptyObject | Shape::NullFailures => {
                acknowledge_all(Recorded, reason)
            }
            Shape::OtherObject => acknowledge_all(Inferred, reason),
            Shape::Text | Shape::Wrapped => acknowledge_all(Observed, reason),
            Shape::List | Shape::NumberOrBoolean => acknowledge_all(Unknown, reason),
            Shape::NotJson | Shape::DuplicateKey | Shape::OtherFailures => {
                acknowledge_nothing(Unknown, reason)
            }
            Shape::Failures(failures) => read_failures(&failures, batch),
        }
    }

    /// The records that count as done.
    pub fn acknowledged(&self) -> Acknowledged {
        self.acknowledged
    }

    /// How it is known that Lambda reads the response like this.
    pub fn basis(&self) -> Basis {
        self.basis
    }

    /// Why Lambda reads the response like this, in words.
    pub fn reason(&self) -> &'static str {
        self.reason
    }
}

/// Reads a list of failures: the checkpoint is the lowest reported record, and one bad entry fails the whole batch.
fn read_failures(failures: &[Value], batch: &[Option<&str>]) -> Verdict {
    if failures.is_empty() {
        return acknowledge_all(Basis::Recorded, "no record is reported");
    }
    // Sequence numbers ascend within a batch, so the first record with an identifier is the lowest one with it.
    let first_places: LazyCell<HashMap<&str, usize>, _> = LazyCell::new(|| {
        let named = batch.iter().enumerate().rev();
        named.filter_map(|(position, identifier)| Some(((*identifier)?, position))).collect()
    });
    let mut positions = Vec::with_capacity(failures.len());
    for failure in failures {
        let position = entry::identifier(failure).and_then(|identifier| {
            entry::record_named_by(identifier, |text| first_places.get(text).copied())
        });
        match position {
            Ok(position) => positions.push(position),
            Err(bad) => return acknowledge_nothing(bad.basis_of_a_stream(failures.len()), bad.reason()),
        }
    }
    Verdict {
        acknowledged: Acknowledged::Before(positions.iter().min().copied().unwrap_or_default()),
        basis: basis_of_a_checkpoint(&positions, batch),
        reason: "the lowest reported record is the checkpoint",
    }
}

/// Reports of one record were recorded on AWS. AWS documents that the lowest of several decides. The rest is inferred: a record
/// that is reported twice, and records that share an identifier.
fn basis_of_a_checkpoint(positions: &[usize], batch: &[Option<&str>]) -> Basis {
    let reported: HashSet<_> = positions.iter().filter_map(|position| batch.get(*position)).collect();
    let records_reported = batch.iter().filter(|identifier| reported.contains(identifier)).count();
    if reported.len() < positions.len() || records_reported > positions.len() {
        Basis::Inferred
    } else if positions.len() > 1 {
        Basis::Documented
    } else {
        Basis::Recorded
    }
}

fn acknowledge_all(basis: Basis, reason: &'static str) -> Verdict {
    Verdict { acknowledged: Acknowledged::All, basis, reason }
}

fn acknowledge_nothing(basis: Basis, reason: &'static str) -> Verdict {
    Verdict { acknowledged: Acknowledged::Nothing, basis, reason }
}

#[cfg(test)]
mod tests;
