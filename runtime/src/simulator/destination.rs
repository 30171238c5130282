//! The messages that Lambda sends to a failure destination.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Map, Value, json};

use super::{
    event::BOOTSTRAP_SERVERS,
    event_source::EventSource,
    invocation::{FUNCTION_ARN, request_id},
    model::policy::DiscardCondition,
    stream::StreamRecord,
    timestamp::Timestamp,
};

/// Where Lambda sends a message about discarded records (`DestinationConfig.OnFailure`)
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureDestination {
    /// A queue of SQS. The message names the records, without their content.
    Sqs,
    /// A topic of SNS. The message names the records, without their content.
    Sns,
    /// A bucket of S3. The message contains the event as text.
    S3,
    /// A topic of Kafka. The message contains the event as text.
    Kafka,
}

/// A message to the failure destination.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DestinationMessage {
    /// The kind of destination.
    pub destination: FailureDestination,
    /// The JSON that AWS sends
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)).
    pub body: Value,
    /// The name of the object, for a bucket.
    pub object_key: Option<String>,
}

impl DiscardCondition {
    /// AWS's name for the condition, if it has one. AWS's sample for Kafka has another name
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure-destination.html)).
    pub(super) fn name(self, event_source: EventSource) -> &'static str {
        match self {
            DiscardCondition::RetryAttemptsExhausted { .. } if event_source == EventSource::Kafka => {
                "RetriesExhausted"
            }
            DiscardCondition::RetryAttemptsExhausted { .. } => "RetryAttemptsExhausted",
            DiscardCondition::RecordAgeExceeded => "RecordAgeExceeded",
            DiscardCondition::ExpiredInTheStream => "expired in the stream",
        }
    }

    /// The message's `responseContext`, as recorded on AWS. Records that were too old have none. `functionError` is null if the
    /// last answer was a partial failure.
    fn response_context(self) -> Option<Value> {
        let DiscardCondition::RetryAttemptsExhausted { function_error } = self else { return None };
        let function_error = function_error.then_some("Unhandled");
        Some(json!({ "statusCode": 200, "executedVersion": "$LATEST", "functionError": function_error }))
    }
}

/// A batch that Lambda discarded.
#[derive(Debug)]
pub(super) struct DiscardedBatch<'g> {
    pub(super) event_source: EventSource,
    pub(super) shard: usize,
    pub(super) records: Vec<&'g StreamRecord>,
    pub(super) condition: DiscardCondition,
    pub(super) approximate_invoke_count: u32,
    pub(super) at: Duration,
    /// The number of messages sent before this one.
    pub(super) number: usize,
    /// The event with these records, delivered or not.
    pub(super) event: &'g str,
}

impl DiscardedBatch<'_> {
    pub(super) fn message(&self, destination: FailureDestination) -> DestinationMessage {
        let mut body = Map::new();
        body.insert(String::from("requestContext"), self.request_context());
        body.extend(
            self.condition.response_context().map(|context| (String::from("responseContext"), context)),
        );
        body.insert(String::from("version"), json!("1.0"));
        body.insert(String::from("timestamp"), json!(Timestamp(self.at).to_string()));
        let (name, info) = self.info();
        body.insert(name.to_owned(), info);
        if matches!(destination, FailureDestination::S3 | FailureDestination::Kafka) {
            body.insert(String::from("payload"), json!(self.event));
        }
        let object_key = (destination == FailureDestination::S3).then(|| self.object_key());
        DestinationMessage { destination, body: Value::Object(body), object_key }
    }

    fn request_context(&self) -> Value {
        json!({
            "requestId": request_id(self.number + 1),
            "functionArn": FUNCTION_ARN,
            "condition": self.condition.name(self.event_source),
            "approximateInvokeCount": self.approximate_invoke_count,
        })
    }

    /// The key under which the message names the records, which depends on the event source, and the value.
    fn info(&self) -> (&'static str, Value) {
        match self.event_source {
            EventSource::DynamoDb => ("DDBStreamBatchInfo", self.range(|at| Timestamp(at).seconds())),
            EventSource::Kafka => ("KafkaBatchInfo", self.partitions()),
            _ => ("KinesisBatchInfo", self.range(|at| Timestamp(at).to_string())),
        }
    }

    fn range(&self, time: impl Fn(Duration) -> String) -> Value {
        let (first, last) = (self.records.first(), self.records.last());
        let number = |record: Option<&&StreamRecord>| {
            let identifier = record.and_then(|record| self.event_source.identifier(&record.json));
            identifier.map(|identifier| identifier.to_string())
        };
        let arrival = |record: Option<&&StreamRecord>| record.map(|record| time(record.stamp));
        json!({
            "shardId": self.event_source.shard_id(self.shard),
            "startSequenceNumber": number(first),
            "endSequenceNumber": number(last),
            "approximateArrivalOfFirstRecord": arrival(first),
            "approximateArrivalOfLastRecord": arrival(last),
            "batchSize": self.records.len(),
            "streamArn": self.event_source.arn(),
        })
    }

    fn partitions(&self) -> Value {
        let mut partitions: BTreeMap<&str, Vec<(i64, Duration)>> = BTreeMap::new();
        for record in &self.records {
            if let Some((partition, offset)) = &record.offset {
                partitions.entry(partition).or_default().push((*offset, record.stamp));
            }
        }
        let info = |records: Vec<(i64, Duration)>| {
            let (first, last) = (records.first().copied(), records.last().copied());
            let offset = |record: Option<(i64, Duration)>| record.map(|(offset, _)| offset.to_string());
            let time = |record: Option<(i64, Duration)>| record.map(|(_, at)| Timestamp(at).to_string());
            json!({
                "firstRecordOffset": offset(first),
                "lastRecordOffset": offset(last),
                "firstRecordTimestamp": time(first),
                "lastRecordTimestamp": time(last),
            })
        };
        let records: Map<_, _> = partitions
            .into_iter()
            .map(|(partition, records)| (partition.to_owned(), info(records)))
            .collect();
        json!({
            "batchSize": self.records.len(),
            "eventSourceArn": self.event_source.arn(),
            "bootstrapServers": BOOTSTRAP_SERVERS,
            "payloadSize": self.event.len(),
            "recordsInfo": records,
        })
    }

    /// `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<id>`, as recorded on AWS.
    fn object_key(&self) -> String {
        let (folder, name) = Timestamp(self.at).folder_and_name();
        let (mapping, shard) = (request_id(0), self.event_source.shard_id(self.shard));
        format!("aws/lambda/{mapping}/{shard}/{folder}/{name}-{}", request_id(self.number + 1))
    }
}
