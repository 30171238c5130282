//! The settings of an event source mapping.

use std::{fmt, ops::RangeInclusive};

use lambda_runtime::LambdaEvent;
use serde::{Serialize, de::DeserializeOwned};

use super::{Report, Stream, event_source::EventSource, lane::Rules, run::Run};

/// An event source mapping with AWS's settings, under AWS's names
/// ([of Kinesis](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html),
/// [of DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html)).
///
/// The defaults are AWS's. [`run`](Self::run) delivers a stream to a handler.
#[derive(Debug, Clone)]
#[must_use]
pub struct EventSourceMapping {
    event_source: EventSource,
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
        Self::with_defaults(EventSource::Kinesis)
    }

    /// The mapping of a DynamoDB stream.
    pub fn dynamodb() -> Self {
        Self::with_defaults(EventSource::DynamoDb)
    }

    /// The defaults are those that AWS answers when a mapping is created without settings; both sources have the same.
    fn with_defaults(event_source: EventSource) -> Self {
        EventSourceMapping {
            event_source,
            batch_size: 100,
            report_batch_item_failures: false,
            bisect_batch_on_function_error: false,
            maximum_retry_attempts: -1,
            odd_record_of_a_split: Half::Right,
            maximum_deliveries: 10_000,
        }
    }

    /// The most records in a batch (`BatchSize`): 1 to 10,000; 100 by default.
    pub fn batch_size(mut self, records: usize) -> Self {
        self.batch_size = records;
        self
    }

    /// Whether Lambda reads the function's answer (`FunctionResponseTypes: [ReportBatchItemFailures]`). **Off** by default:
    /// a partial answer is then ignored, and what failed is lost
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
    pub fn report_batch_item_failures(mut self, on: bool) -> Self {
        self.report_batch_item_failures = on;
        self
    }

    /// Whether a failed batch is split in two (`BisectBatchOnFunctionError`). Off by default.
    ///
    /// Splitting does not use up retries
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)). A batch
    /// whose checkpoint moves is cut there instead
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
    pub fn bisect_batch_on_function_error(mut self, on: bool) -> Self {
        self.bisect_batch_on_function_error = on;
        self
    }

    /// How often an unchanged batch is delivered again after the first time, before it is discarded
    /// (`MaximumRetryAttempts`): 0 to 10,000, or -1, the default, for ever.
    pub fn maximum_retry_attempts(mut self, retries: i32) -> Self {
        self.maximum_retry_attempts = retries;
        self
    }

    /// Which part of a split batch gets the odd record. AWS does not say; the later part by default, so that 5 is split
    /// into 2 and 3.
    pub fn odd_record_of_a_split(mut self, half: Half) -> Self {
        self.odd_record_of_a_split = half;
        self
    }

    /// Ends the simulation after so many deliveries, 10,000 by default: a setting of the simulation, not of AWS, where a
    /// batch that fails without a limit of retries is delivered until its records expire.
    /// [`Report::blocked`] tells which shards still had records then.
    pub fn maximum_deliveries(mut self, deliveries: usize) -> Self {
        self.maximum_deliveries = deliveries;
        self
    }

    /// Checks the settings, as AWS does when a mapping is created.
    ///
    /// # Errors
    /// In AWS's words, for the first setting that is out of its
    /// [range](https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html).
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
    /// ```
    /// # use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Record, Stream}};
    /// # struct Db;
    /// # #[checkpointed_stream_handler]
    /// # async fn handle(_record: kinesis::Record<'_, &str>, _db: &Db) {}
    /// # #[checkpointed_stream_handler]
    /// # async fn count(_record: kinesis::Record<'_, &str>, records: &mut u32) { *records += 1 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let (db, mut records) = (Db, 0);
    /// # let (mapping, stream) = (EventSourceMapping::kinesis(), Stream::new().shard([Record::kinesis("key", "hello")]));
    /// mapping.run(&stream, |event| handle(event, &db)).await;
    /// // A handler with mutable state takes an async closure, which can lend it:
    /// mapping.run(&stream, async |event| count(event, &mut records).await).await;
    /// # assert_eq!(records, 1);
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the settings are not [valid](Self::validate), or if the stream holds records of another event source.
    pub async fn run<E, F, T, Err>(&self, stream: &Stream, handler: F) -> Report
    where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
        T: Serialize,
        Err: fmt::Display,
    {
        let valid = self.validate();
        assert!(valid.is_ok(), "{}", valid.err().map(|error| error.to_string()).unwrap_or_default());
        let stranger = stream.event_sources().find(|event_source| *event_source != self.event_source);
        assert!(
            stranger.is_none(),
            "the event source of the mapping is {}, and the stream holds records of {}",
            self.event_source,
            stranger.map(|event_source| event_source.to_string()).unwrap_or_default()
        );
        Run::new(self, stream).complete(handler).await
    }

    pub(super) fn rules(&self) -> Rules {
        Rules {
            batch_size: self.batch_size,
            bisect_batch_on_function_error: self.bisect_batch_on_function_error,
            maximum_retry_attempts: u32::try_from(self.maximum_retry_attempts).ok(),
            odd_record_of_a_split: self.odd_record_of_a_split,
        }
    }

    pub(super) fn event_source(&self) -> EventSource {
        self.event_source
    }

    pub(super) fn reads_reports(&self) -> bool {
        self.report_batch_item_failures
    }

    pub(super) fn delivery_limit(&self) -> usize {
        self.maximum_deliveries
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

#[cfg(test)]
#[cfg(all(feature = "kinesis", feature = "dynamodb"))]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::simulator::Record;

    fn answering(answer: Value) -> impl AsyncFnMut(LambdaEvent<Value>) -> Result<Value, String> {
        async move |_| Ok(answer.clone())
    }

    #[tokio::test]
    #[should_panic(
        expected = "the event source of the mapping is Kinesis, and the stream holds records of DynamoDB"
    )]
    async fn a_mapping_has_one_event_source() {
        let key = json!({ "id": 1 });
        let stream = Stream::new().shard([Record::insert(&key, &key)]);
        EventSourceMapping::kinesis().run(&stream, answering(Value::Null)).await;
    }

    /// A handler of DynamoDB's records finds no identifier in such a record, and neither does the simulation.
    #[tokio::test]
    async fn identifiers_are_those_of_the_event_source() {
        let stream =
            Stream::new().shard([Record::from_json(json!({ "kinesis": { "sequenceNumber": "7" } }))]);
        let answer = json!({ "batchItemFailures": [{ "itemIdentifier": "7" }] });
        for (mapping, reported) in
            [(EventSourceMapping::kinesis(), true), (EventSourceMapping::dynamodb(), false)]
        {
            let mapping = mapping.report_batch_item_failures(true).maximum_deliveries(2);
            let report = mapping.run(&stream, answering(answer.clone())).await;
            let outcome = if reported { "continue from r1" } else { "not in the batch" };
            assert!(report.to_string().contains(outcome), "{report}");
            assert!(report.is_blocked());
            assert!(
                report
                    .to_string()
                    .ends_with("ended after 2 deliveries, with records of shard 0 still waiting")
            );
        }
    }

    #[tokio::test]
    #[should_panic(expected = "LOST: r1 of shard 0: a report that cannot be read was returned")]
    async fn a_bad_report_that_is_ignored_fails_a_test() {
        let stream = Stream::new().shard([Record::kinesis("key", "hello")]);
        let answer = json!({ "batchItemFailures": [{ "itemIdentifier": "" }] });
        EventSourceMapping::kinesis().run(&stream, answering(answer)).await.assert_nothing_lost();
    }

    #[tokio::test]
    #[should_panic(expected = "UNCLEAR: the answer to delivery 1 is no report")]
    async fn a_misspelt_report_fails_a_test() {
        let stream = Stream::new().shard([Record::kinesis("key", "hello")]);
        let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
        let answer = json!({ "batchItemFailure": [{ "itemIdentifier": "7" }] });
        mapping.run(&stream, answering(answer)).await.assert_nothing_lost();
    }
}
