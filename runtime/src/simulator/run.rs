//! A stream on its way through a mapping: batch after batch, until all is settled.

use std::fmt;

use lambda_runtime::LambdaEvent;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    EventSourceMapping, Report, Stream,
    invocation::{Answer, invoke},
    lane::{Lane, Result as LaneResult},
    report::{Delivery, Reading},
    stream::StreamRecord,
};
use crate::{Acknowledged, Evidence, ItemIdentifier, Verdict};

/// One run of a stream through a mapping.
pub(super) struct Run<'r> {
    mapping: &'r EventSourceMapping,
    shards: Vec<ShardReader<'r>>,
    report: Report,
}

/// A shard, and how far it has been read.
struct ShardReader<'r> {
    records: &'r [StreamRecord],
    identifiers: Vec<Option<ItemIdentifier>>,
    lane: Lane,
}

impl<'r> Run<'r> {
    pub(super) fn new(mapping: &'r EventSourceMapping, stream: &'r Stream) -> Self {
        let identifier = |record: &StreamRecord| mapping.event_source().identifier(&record.json);
        let reader = |records: &'r [StreamRecord]| ShardReader {
            records,
            identifiers: records.iter().map(identifier).collect(),
            lane: Lane::new(records.len(), mapping.rules()),
        };
        let shards: Vec<_> = stream.shards().iter().map(|shard| reader(&shard.records)).collect();
        Run { mapping, report: Report::new(shards.len()), shards }
    }

    pub(super) async fn complete<E, F, T, Err>(mut self, mut handler: F) -> Report
    where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
        T: Serialize,
        Err: fmt::Display,
    {
        while self.goes_on() && self.shards.iter().any(|shard| !shard.lane.is_done()) {
            for number in 0..self.shards.len() {
                self.deliver(number, &mut handler).await;
            }
        }
        let unfinished = self.shards.iter().enumerate().filter(|(_, shard)| !shard.lane.is_done());
        self.report.set_blocked(unfinished.map(|(number, _)| number));
        self.report
    }

    fn goes_on(&self) -> bool {
        self.report.deliveries().len() < self.mapping.delivery_limit()
    }

    /// Delivers the next batch of one shard, if there is one.
    async fn deliver<E, F, T, Err>(&mut self, number: usize, handler: &mut F)
    where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
        T: Serialize,
        Err: fmt::Display,
    {
        let goes_on = self.goes_on();
        let Some(shard) = self.shards.get_mut(number).filter(|_| goes_on) else { return };
        let Some(batch) = shard.lane.next_batch() else { return };
        let records = shard.records.get(batch.records.clone()).unwrap_or_default();
        let identifiers = shard.identifiers.get(batch.records.clone()).unwrap_or_default();
        let identifiers: Vec<_> = identifiers
            .iter()
            .map(|identifier| identifier.as_ref().and_then(ItemIdentifier::as_text))
            .collect();

        let answer = invoke(self.report.deliveries().len() + 1, records, handler).await;
        let reading = read(&answer, &identifiers, self.mapping.reads_reports());
        let discarded = shard.lane.apply(reading.in_lane());
        self.report.add(Delivery::new(number, batch.failed_attempts + 1, batch.records, reading));
        if let Some(batch) = discarded {
            self.report.discard(number, batch.records, batch.failed_attempts);
        }
    }
}

/// What Lambda makes of an answer.
fn read(answer: &Answer, batch: &[Option<&str>], reads_reports: bool) -> Reading {
    let response = match answer {
        Answer::FunctionError(error) => return Reading::Failed { why: error.clone() },
        Answer::Response(response) => response,
    };
    let verdict = Verdict::read(response, batch);
    match (reads_reports, verdict.acknowledged()) {
        (true, Acknowledged::All) if is_known(verdict.evidence()) => Reading::Done,
        (true, Acknowledged::All) => Reading::Unclear { why: verdict.reason() },
        (true, Acknowledged::Before(position)) => Reading::Partial { position },
        (true, Acknowledged::Nothing) => Reading::Failed { why: verdict.reason().to_owned() },
        (false, Acknowledged::All) => Reading::Done,
        (false, Acknowledged::Before(position)) => Reading::Ignored { position },
        (false, Acknowledged::Nothing) => Reading::IgnoredBadReport { why: verdict.reason() },
    }
}

fn is_known(evidence: Evidence) -> bool {
    matches!(evidence, Evidence::Recorded | Evidence::Documented)
}

impl Reading {
    fn in_lane(&self) -> LaneResult {
        match self {
            // An ignored report is success: this is how records are lost.
            Reading::Done
            | Reading::Ignored { .. }
            | Reading::IgnoredBadReport { .. }
            | Reading::Unclear { .. } => LaneResult::Success,
            Reading::Partial { position } => LaneResult::Partial(*position),
            Reading::Failed { .. } => LaneResult::Failure,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BATCH: [Option<&str>; 2] = [Some("1"), Some("2")];

    fn readings(response: &str) -> [Reading; 2] {
        [true, false]
            .map(|reads_reports| read(&Answer::Response(response.as_bytes().to_vec()), &BATCH, reads_reports))
    }

    #[test]
    fn a_report_is_followed_or_ignored() {
        let response = r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#;
        assert_eq!(readings(response), [Reading::Partial { position: 1 }, Reading::Ignored { position: 1 }]);
        let all_done = r#"{"batchItemFailures":[]}"#;
        assert_eq!(readings(all_done), [Reading::Done, Reading::Done]);
    }

    /// A bad report says that something is not done, but not what.
    #[test]
    fn a_bad_report_that_is_ignored_loses_the_batch() {
        let [on, off] = readings(r#"{"batchItemFailures":[{"itemIdentifier":""}]}"#);
        assert!(matches!(on, Reading::Failed { .. }), "{on:?}");
        assert!(matches!(off, Reading::IgnoredBadReport { .. }), "{off:?}");
    }

    #[test]
    fn what_is_no_report_is_unclear_where_reports_are_read() {
        for response in [r#"{"BatchItemFailures":[{"itemIdentifier":"2"}]}"#, r#""Delivered 2 records""#, "7"]
        {
            let [on, off] = readings(response);
            assert!(matches!(on, Reading::Unclear { .. }), "{response}: {on:?}");
            assert_eq!(off, Reading::Done, "{response}");
        }
        for nothing_said in ["", "null", "{}", "[]"] {
            assert_eq!(readings(nothing_said), [Reading::Done, Reading::Done], "{nothing_said}");
        }
    }
}
