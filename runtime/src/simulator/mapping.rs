//! The settings of an event source mapping, and a stream run through it.

use std::{fmt, ops::RangeInclusive};

use lambda_runtime::LambdaEvent;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Report, Stream,
    invocation::{Answer, invoke},
    lane::{Lane, Result as LaneResult, Rules},
    report::{Delivery, Reading},
    stream::{Shard, StreamRecord},
};
use crate::{Acknowledged, Verdict};

/// An event source mapping with AWS's settings, under AWS's names
/// ([parameters](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html)).
///
/// The defaults are AWS's. [`run`](Self::run) delivers a stream to a handler.
#[derive(Debug, Clone)]
#[must_use]
pub struct EventSourceMapping {
    batch_size: usize,
    report_batch_item_failures: bool,
    bisect_batch_on_function_error: bool,
    maximum_retry_attempts: i32,
    odd_record_of_a_split: Half,
    maximum_deliveries: usize,
}

/// One of the two parts of a split batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The part with the earlier records.
    Left,
    /// The part with the later records.
    Right,
}

impl EventSourceMapping {
    /// The mapping of a Kinesis data stream.
    pub fn kinesis() -> Self {
        EventSourceMapping {
            batch_size: 100,
            report_batch_item_failures: false,
            bisect_batch_on_function_error: false,
            maximum_retry_attempts: -1,
            odd_record_of_a_split: Half::Right,
            maximum_deliveries: 10_000,
        }
    }

    /// The mapping of a DynamoDB stream.
    pub fn dynamodb() -> Self {
        Self::kinesis() // the same defaults
    }

    /// The most records in a batch: 1 to 10,000; 100 by default.
    pub fn batch_size(mut self, records: usize) -> Self {
        self.batch_size = records;
        self
    }

    /// Whether Lambda reads the function's answer (`FunctionResponseTypes: [ReportBatchItemFailures]`). **Off** by default:
    /// a partial answer is then ignored, and what failed is lost.
    pub fn report_batch_item_failures(mut self, on: bool) -> Self {
        self.report_batch_item_failures = on;
        self
    }

    /// Whether a failed batch is split in two. Off by default.
    pub fn bisect_batch_on_function_error(mut self, on: bool) -> Self {
        self.bisect_batch_on_function_error = on;
        self
    }

    /// How often an unchanged batch is delivered again after the first time, before it is discarded: 0 to 10,000, or -1,
    /// the default, for ever.
    pub fn maximum_retry_attempts(mut self, retries: i32) -> Self {
        self.maximum_retry_attempts = retries;
        self
    }

    /// Which part of a split batch gets the odd record. AWS does not say; the later part by default.
    pub fn odd_record_of_a_split(mut self, half: Half) -> Self {
        self.odd_record_of_a_split = half;
        self
    }

    /// Ends the simulation after so many deliveries, 10,000 by default. On AWS a failing batch without a limit of retries
    /// is delivered until its records expire.
    pub fn maximum_deliveries(mut self, deliveries: usize) -> Self {
        self.maximum_deliveries = deliveries;
        self
    }

    /// Checks the settings, as AWS does when a mapping is created.
    ///
    /// # Errors
    /// With AWS's text, for the first setting that is out of its range.
    pub fn validate(&self) -> Result<(), InvalidParameterValue> {
        check("batchSize", &self.batch_size, &(1..=10_000))?;
        check("maximumRetryAttempts", &self.maximum_retry_attempts, &(-1..=10_000))
    }

    /// Delivers the stream to a handler until every record is acknowledged or discarded, or
    /// [`maximum_deliveries`](Self::maximum_deliveries) is reached.
    ///
    /// The handler is whatever takes an event and returns a response: one made by
    /// [`checkpointed_stream_handler`](crate::checkpointed_stream_handler), or a function written by hand for the types of
    /// `aws_lambda_events` or for JSON. An event that cannot be deserialized and a panic are function errors, as on Lambda.
    /// Shards take turns, one batch each; no two batches are in flight at once.
    ///
    /// # Panics
    /// If the settings are not [valid](Self::validate).
    pub async fn run<E, F, T, Err>(&self, stream: &Stream, mut handler: F) -> Report
    where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
        T: Serialize,
        Err: fmt::Display,
    {
        let valid = self.validate();
        assert!(valid.is_ok(), "{}", valid.err().map(|error| error.to_string()).unwrap_or_default());
        let mut lanes: Vec<Lane> =
            stream.shards().iter().map(|shard| Lane::new(shard.records.len(), self.rules())).collect();
        let mut report = Report::new(stream.shards().len());
        while report.deliveries().len() < self.maximum_deliveries && lanes.iter().any(|lane| !lane.is_done())
        {
            for (number, (lane, shard)) in lanes.iter_mut().zip(stream.shards()).enumerate() {
                self.deliver(number, lane, shard, &mut handler, &mut report).await;
            }
        }
        report.set_blocked(
            lanes.iter().enumerate().filter(|(_, lane)| !lane.is_done()).map(|(shard, _)| shard),
        );
        report
    }

    /// Delivers the next batch of one shard, if there is one.
    async fn deliver<E, F, T, Err>(
        &self,
        number: usize,
        lane: &mut Lane,
        shard: &Shard,
        handler: &mut F,
        report: &mut Report,
    ) where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
        T: Serialize,
        Err: fmt::Display,
    {
        let Some(batch) = lane.next_batch().filter(|_| report.deliveries().len() < self.maximum_deliveries)
        else {
            return;
        };
        let records = shard.records.get(batch.records.clone()).unwrap_or_default();
        let request = report.deliveries().len() + 1;
        let answer = invoke(request, records, handler).await;
        let identifiers: Vec<_> = records.iter().map(StreamRecord::identifier).collect();
        let reading = self.read(&answer, &identifiers);
        let discarded = lane.apply(reading.in_lane());
        report.add(Delivery::new(number, batch.failed_attempts + 1, batch.records, reading));
        if let Some(batch) = discarded {
            report.discard(number, batch.records, batch.failed_attempts);
        }
    }

    /// What Lambda makes of an answer.
    fn read(&self, answer: &Answer, batch: &[Option<&str>]) -> Reading {
        let response = match answer {
            Answer::FunctionError(error) => return Reading::Failed { why: error.clone() },
            Answer::Response(response) => response,
        };
        let verdict = Verdict::read(response, batch);
        match (self.report_batch_item_failures, verdict.acknowledged()) {
            (_, Acknowledged::All) => Reading::Done,
            (true, Acknowledged::Before(position)) => Reading::Partial { position },
            (true, Acknowledged::Nothing) => Reading::Failed { why: verdict.reason().to_owned() },
            (false, Acknowledged::Before(position)) => Reading::Ignored { position },
            (false, Acknowledged::Nothing) => Reading::Done,
        }
    }

    fn rules(&self) -> Rules {
        Rules {
            batch_size: self.batch_size,
            bisect_batch_on_function_error: self.bisect_batch_on_function_error,
            maximum_retry_attempts: u32::try_from(self.maximum_retry_attempts).ok(),
            odd_record_of_a_split: self.odd_record_of_a_split,
        }
    }
}

impl Reading {
    fn in_lane(&self) -> LaneResult {
        match self {
            // An ignored report is success: this is how records are lost.
            Reading::Done | Reading::Ignored { .. } => LaneResult::Success,
            Reading::Partial { position } => LaneResult::Partial(*position),
            Reading::Failed { .. } => LaneResult::Failure,
        }
    }
}

/// A setting that AWS would not accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidParameterValue(String);

impl fmt::Display for InvalidParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidParameterValueException: {}", self.0)
    }
}

impl std::error::Error for InvalidParameterValue {}

fn check<N: PartialOrd + fmt::Display>(
    name: &str,
    value: &N,
    range: &RangeInclusive<N>,
) -> Result<(), InvalidParameterValue> {
    let (constraint, bound) = if value < range.start() {
        ("greater", range.start())
    } else if value > range.end() {
        ("less", range.end())
    } else {
        return Ok(());
    };
    Err(InvalidParameterValue(format!(
        "1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member must have value \
         {constraint} than or equal to {bound}"
    )))
}
