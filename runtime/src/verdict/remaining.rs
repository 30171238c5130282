//! How Lambda reads the response to a batch of a queue or of Kafka, which reports each item on its own.

use std::{
    cell::{Cell, LazyCell},
    collections::HashMap,
    hash::Hash,
};

use serde_json::Value;

use super::{
    basis::Basis,
    entry::{self, BadEntry},
    shape::Shape,
};

/// The items of a batch that Lambda delivers again after the response of a function that consumes a queue
/// ([`of_queue`](Self::of_queue)) or Kafka ([`of_kafka`](Self::of_kafka)).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remaining {
    positions: Vec<usize>,
    is_failure: bool,
    basis: Basis,
    reason: &'static str,
}

impl Remaining {
    /// Reads the response to a batch of an SQS queue, standard or FIFO, with `ReportBatchItemFailures` on. `batch` holds the
    /// message ids; `None` for a message without one.
    ///
    /// The reported messages stay in the queue. **Lambda deletes all others**
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html)).
    ///
    /// ```
    /// # use checkpointed::Remaining;
    /// let response = br#"{"batchItemFailures":[{"itemIdentifier":"b"}]}"#;
    /// assert_eq!(Remaining::of_queue(response, &[Some("a"), Some("b"), Some("c")]).positions(), [1]);
    /// ```
    pub fn of_queue(response: &[u8], batch: &[Option<&str>]) -> Self {
        let places = LazyCell::new(|| places(batch));
        let reported =
            |identifier: &Value| entry::record_named_by(identifier, |text| places.get(text).map(Cell::take));
        read(response, batch.len(), reported)
    }

    /// Reads the response to a batch of Kafka in provisioned mode, with `ReportBatchItemFailures` on. `batch` holds the name of
    /// each record's partition, such as `orders-0`, and its offset; `None` for a record without them.
    ///
    /// The result has the *reported* records. AWS doesn't document whether Lambda also delivers those after them in the same
    /// partition again ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
    ///
    /// ```
    /// # use checkpointed::Remaining;
    /// let response = br#"{"batchItemFailures":[{"itemIdentifier":{"partition":"orders-0","offset":16}}]}"#;
    /// assert_eq!(Remaining::of_kafka(response, &[Some(("orders-0", 15)), Some(("orders-0", 16))]).positions(), [1]);
    /// ```
    pub fn of_kafka(response: &[u8], batch: &[Option<(&str, i64)>]) -> Self {
        let places = LazyCell::new(|| places(batch));
        let reported = |identifier: &Value| {
            let parts = (
                identifier.get("partition").and_then(Value::as_str),
                identifier.get("offset").and_then(Value::as_i64),
            );
            match parts {
                (Some(partition), Some(offset)) => {
                    places.get(&(partition, offset)).map(Cell::take).ok_or(BadEntry::NotInBatch)
                }
                // AWS documents that an identifier that isn't a partition and offset of the event fails the batch.
                _ => Err(BadEntry::NotInBatch),
            }
        };
        read(response, batch.len(), reported)
    }

    /// The positions of the items in the batch, counted from 0, ascending.
    pub fn positions(&self) -> &[usize] {
        &self.positions
    }

    /// Whether the response fails the whole batch, as one with an empty identifier does.
    pub fn is_failure(&self) -> bool {
        self.is_failure
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

/// The positions of each item. Whoever finds an item takes its positions, because several items can share an identifier, and a
/// report can name it as often. Without both, reading a report of a whole batch would take quadratic time.
fn places<T: Copy + Eq + Hash>(batch: &[Option<T>]) -> HashMap<T, Cell<Vec<usize>>> {
    let mut places: HashMap<T, Cell<Vec<usize>>> = HashMap::new();
    for (position, item) in batch.iter().enumerate() {
        if let Some(item) = item {
            places.entry(*item).or_default().get_mut().push(position);
        }
    }
    places
}

fn read(
    response: &[u8],
    length: usize,
    reported: impl Fn(&Value) -> Result<Vec<usize>, BadEntry>,
) -> Remaining {
    use Basis::{Documented, Inferred, Observed, Unknown};

    let shape = Shape::of(response);
    let reason = shape.reason();
    match shape {
        Shape::Null | Shape::EmptyObject | Shape::NullFailures => none_remain(Documented, reason),
        Shape::NoBody | Shape::EmptyList | Shape::OtherObject => none_remain(Inferred, reason),
        Shape::Wrapped => none_remain(Observed, reason),
        Shape::Text | Shape::List | Shape::NumberOrBoolean => none_remain(Unknown, reason),
        Shape::NotJson => all_remain(length, Documented, reason),
        Shape::DuplicateKey | Shape::OtherFailures => all_remain(length, Unknown, reason),
        Shape::Failures(failures) => {
            let mut positions = Vec::new();
            for failure in &failures {
                match entry::identifier(failure).and_then(&reported) {
                    Ok(more) => positions.extend(more),
                    Err(bad) => return all_remain(length, bad.basis_of_items(), bad.reason()),
                }
            }
            positions.sort_unstable();
            positions.dedup();
            Remaining { positions, is_failure: false, basis: Documented, reason }
        }
    }
}

fn none_remain(basis: Basis, reason: &'static str) -> Remaining {
    Remaining { positions: Vec::new(), is_failure: false, basis, reason }
}

fn all_remain(length: usize, basis: Basis, reason: &'static str) -> Remaining {
    Remaining { positions: (0..length).collect(), is_failure: true, basis, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Acknowledged, Verdict};

    #[test]
    fn responses_of_a_queue() {
        let batch = [Some("a"), None, Some("b")];
        let rows: [(&str, &[usize], bool); 12] = [
            (r#"{"batchItemFailures":[]}"#, &[], false),
            (r#"{"batchItemFailures":null}"#, &[], false),
            ("{}", &[], false),
            ("null", &[], false),
            (r#"{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"b"}]}"#, &[2], false),
            (r#"{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"a"}]}"#, &[0, 2], false),
            (r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#, &[0, 1, 2], true),
            (r#"{"batchItemFailures":[{"itemIdentifier":null}]}"#, &[0, 1, 2], true),
            (r#"{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"c"}]}"#, &[0, 1, 2], true),
            (r#"{"batchItemFailures":[{"foo":"b"}]}"#, &[0, 1, 2], true),
            (r#"{"batchItemFailures":["#, &[0, 1, 2], true),
            (r#"{"BatchItemFailures":[{"itemIdentifier":"b"}]}"#, &[], false),
        ];
        for (response, positions, is_failure) in rows {
            let remaining = Remaining::of_queue(response.as_bytes(), &batch);
            assert_eq!(
                (remaining.positions(), remaining.is_failure()),
                (positions, is_failure),
                "{response}"
            );
        }
    }

    /// If each report of it counted all items that share it, this would take minutes.
    #[test]
    fn one_identifier_may_be_reported_as_often_as_it_is_in_the_batch() {
        const ITEMS: usize = 20_000;
        let start = std::time::Instant::now();
        let all: Vec<usize> = (0..ITEMS).collect();
        let report = |identifier: &str| {
            let failures = vec![format!(r#"{{"itemIdentifier":{identifier}}}"#); ITEMS];
            format!(r#"{{"batchItemFailures":[{}]}}"#, failures.join(","))
        };
        let of_queue = Remaining::of_queue(report(r#""a""#).as_bytes(), &vec![Some("a"); ITEMS]);
        assert_eq!((of_queue.positions(), of_queue.is_failure()), (&all[..], false));
        let reported = report(r#"{"partition":"t-0","offset":7}"#);
        let of_kafka = Remaining::of_kafka(reported.as_bytes(), &vec![Some(("t-0", 7)); ITEMS]);
        assert_eq!((of_kafka.positions(), of_kafka.is_failure()), (&all[..], false));
        let of_stream = Verdict::read(report(r#""a""#).as_bytes(), &vec![Some("a"); ITEMS]);
        assert_eq!(of_stream.acknowledged(), Acknowledged::Before(0));
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }

    #[test]
    fn responses_of_kafka() {
        let batch = [Some(("t-0", 7)), Some(("t-1", 7)), None];
        let failure =
            |identifier: &str| format!(r#"{{"batchItemFailures":[{{"itemIdentifier":{identifier}}}]}}"#);
        let rows: [(String, &[usize]); 7] = [
            (failure(r#"{"partition":"t-1","offset":7}"#), &[1]),
            (failure(r#"{"partition":"t-1","offset":8}"#), &[0, 1, 2]),
            (failure(r#"{"partition":"t-2","offset":7}"#), &[0, 1, 2]),
            (failure(r#"{"topic-partition":"t-1","offset":7}"#), &[0, 1, 2]),
            (failure(r#""t-1-7""#), &[0, 1, 2]),
            (String::from("{}"), &[]),
            (String::from("null"), &[]),
        ];
        for (response, positions) in rows {
            assert_eq!(Remaining::of_kafka(response.as_bytes(), &batch).positions(), positions, "{response}");
        }
    }
}
