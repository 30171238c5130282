//! The decision: how far a batch is done, and which record to report. Pure: no I/O, no async, no event.

use std::fmt;

use crate::{ItemIdentifier, StreamsEventResponse};

/// How far a batch of a stream is done: the position of the first record that is not.
///
/// A function for a [whole batch](crate::checkpointed_stream_handler#all-records-at-once) may return it.
///
/// ```
/// use checkpointed::Checkpoint;
///
/// // The first three records are done; the fourth and all behind it are to be delivered again.
/// let checkpoint = Checkpoint::at(3);
/// assert_eq!(checkpoint.position(), 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checkpoint {
    position: usize,
}

impl Checkpoint {
    /// Every record in front of this position is done, and none from there on. The number of records if all are done.
    pub fn at(position: usize) -> Self {
        Checkpoint { position }
    }

    /// The position of the first record that is not done; the number of records if all are.
    pub fn position(self) -> usize {
        self.position
    }

    /// The checkpoint of a batch, from whether each record is done, in order.
    pub(crate) fn of(done: impl Iterator<Item = bool>) -> Self {
        Checkpoint { position: done.take_while(|done| *done).count() }
    }

    /// What to answer for so many records: all is done, or the identifier of the first record that is not.
    ///
    /// Where that record has no identifier, the nearest one before it that has one is named: records that are done
    /// are then delivered again, and none is lost.
    ///
    /// # Errors
    /// If no record can be named, or if nothing is done and `no_progress` asks for an error then. Lambda then
    /// delivers the whole batch again.
    pub(crate) fn answer(
        self,
        records: usize,
        identifier: impl Fn(usize) -> Option<ItemIdentifier>,
        no_progress: NoProgress,
    ) -> Result<StreamsEventResponse, Unanswerable> {
        if self.position == records {
            return Ok(StreamsEventResponse::success());
        }
        let named = (0..=self.position).rev().find_map(&identifier);
        match named {
            None => Err(Unanswerable::NoIdentifier { failed: self.position }),
            // Lambda goes back to the first record with the identifier, which several can share.
            Some(named) if no_progress == NoProgress::Error && Some(&named) == identifier(0).as_ref() => {
                Err(Unanswerable::NoProgress)
            }
            Some(named) => Ok(StreamsEventResponse::checkpoint(named)),
        }
    }
}

/// What to do when nothing of a batch can be acknowledged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NoProgress {
    /// Report the first record of the batch.
    #[default]
    Report,
    /// Fail the invocation.
    Error,
}

/// Why a batch is answered with an error instead of a response. Lambda then delivers all of it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unanswerable {
    /// Neither the failed record nor one before it has an identifier. Reporting nothing would acknowledge all.
    NoIdentifier { failed: usize },
    /// Nothing of the batch can be acknowledged, and the handler asks for an error then.
    NoProgress,
}

impl fmt::Display for Unanswerable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unanswerable::NoIdentifier { failed } => write!(
                f,
                "the record at position {failed} failed, and neither it nor a record before it has an item \
                 identifier to report: the batch is failed as a whole, so that Lambda delivers it again and no \
                 record is lost"
            ),
            Unanswerable::NoProgress => f.write_str(
                "no record of the batch can be acknowledged: the batch is failed as a whole, because the handler \
                 says `no_progress = \"error\"`",
            ),
        }
    }
}

impl std::error::Error for Unanswerable {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn identifier(position: usize) -> ItemIdentifier {
        ItemIdentifier::new(position.to_string()).unwrap()
    }

    /// For each record: is it done, has it an identifier.
    fn records() -> impl Strategy<Value = Vec<(bool, bool)>> {
        let weighted = (prop::bool::weighted(0.9), prop::bool::weighted(0.8));
        prop::collection::vec(weighted, 0..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn what_is_acknowledged_is_done_and_what_can_be_is(records in records()) {
            let done: Vec<bool> = records.iter().map(|record| record.0).collect();
            let answer = Checkpoint::of(done.iter().copied()).answer(
                done.len(),
                |at| records[at].1.then(|| identifier(at)),
                NoProgress::Report,
            );
            let can_be_acknowledged = done.iter().take_while(|done| **done).count();
            match answer {
                Ok(response) if response.is_success() => prop_assert_eq!(can_be_acknowledged, records.len()),
                Ok(response) => {
                    let reported: Vec<usize> = response
                        .item_identifiers()
                        .map(|identifier| identifier.to_string().parse().unwrap())
                        .collect();
                    prop_assert_eq!(reported.len(), 1);
                    // Never past the first record that is not done, and before it only if no identifier is nearer.
                    prop_assert!(reported[0] <= can_be_acknowledged);
                    let skipped = &records[reported[0] + 1..=can_be_acknowledged];
                    prop_assert!(skipped.iter().all(|record| !record.1));
                }
                Err(Unanswerable::NoIdentifier { failed }) => {
                    prop_assert_eq!(failed, can_be_acknowledged);
                    prop_assert!(records[..=failed].iter().all(|record| !record.1));
                }
                Err(Unanswerable::NoProgress) => prop_assert!(false, "not asked for"),
            }
        }

        /// Several records can share an identifier: Lambda goes back to the first of them.
        #[test]
        fn with_shared_identifiers_no_progress_is_an_error_too(numbers in prop::collection::vec(0_u8..4, 1..12), done: prop::sample::Index) {
            let (done, mut numbers) = (done.index(numbers.len()), numbers);
            numbers.sort_unstable();
            let shared = |at: usize| Some(identifier(usize::from(numbers[at])));
            let answer = Checkpoint::at(done).answer(numbers.len(), shared, NoProgress::Error);
            prop_assert_eq!(answer.is_err(), numbers[done] == numbers[0]);
        }

        #[test]
        fn no_progress_is_an_error_where_asked_for(records in records()) {
            let done: Vec<bool> = records.iter().map(|record| record.0).collect();
            let answer = |no_progress| Checkpoint::of(done.iter().copied()).answer(done.len(), |at| records[at].1.then(|| identifier(at)), no_progress);
            let reported = answer(NoProgress::Report);
            let moves_nothing = matches!(
                &reported,
                Ok(response) if response.item_identifiers().any(|identifier| *identifier == "0")
            );
            let expected = if moves_nothing { Err(Unanswerable::NoProgress) } else { reported };
            prop_assert_eq!(answer(NoProgress::Error), expected);
        }
    }
}
