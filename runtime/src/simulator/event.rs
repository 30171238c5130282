//! Events: the JSON that the function gets.

use std::{collections::BTreeMap, time::Duration};

use serde_json::{Value, json};

use super::{
    event_source::EventSource,
    model::window::{Window, WindowEnd},
    stream::StreamRecord,
    timestamp::Timestamp,
};

/// The brokers in an event of Kafka.
pub(super) const BOOTSTRAP_SERVERS: &str = "b-1.simulated.kafka.eu-central-1.amazonaws.com:9092";

/// The fields that a tumbling window adds to an event
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html)).
#[derive(Debug)]
pub(super) struct WindowFields<'w> {
    pub(super) window: Window,
    pub(super) state: &'w Value,
    pub(super) end: Option<WindowEnd>,
    pub(super) shard_id: String,
}

/// An event of a stream or a queue.
pub(super) fn records_event(
    event_source: EventSource,
    records: &[String],
    window: Option<WindowFields<'_>>,
) -> String {
    let records = records.join(",");
    let Some(WindowFields { window, state, end, shard_id }) = window else {
        return format!(r#"{{"Records":[{records}]}}"#);
    };
    let rest = json!({
        "window": {
            "start": Timestamp(window.start).seconds(),
            "end": Timestamp(window.end).seconds(),
        },
        "state": state,
        "shardId": shard_id,
        "eventSourceARN": event_source.arn(),
        "isFinalInvokeForWindow": end == Some(WindowEnd::Final),
        "isWindowTerminatedEarly": end == Some(WindowEnd::Early),
    });
    format!(r#"{{"Records":[{records}],{}"#, rest.to_string().trim_start_matches('{'))
}

/// An event of Kafka. The records of each partition are in order.
pub(super) fn kafka_event(records: &[&StreamRecord]) -> String {
    let mut partitions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for record in records {
        let partition = record.offset.as_ref().map_or("", |(partition, _)| partition);
        partitions.entry(partition).or_default().push(&record.json);
    }
    let partition = |(name, records): (&str, Vec<&str>)| format!("{}:[{}]", json!(name), records.join(","));
    let partitions: Vec<String> = partitions.into_iter().map(partition).collect();
    let (arn, servers) = (json!(EventSource::Kafka.arn()), json!(BOOTSTRAP_SERVERS));
    format!(
        r#"{{"eventSource":"aws:kafka","eventSourceArn":{arn},"bootstrapServers":{servers},"records":{{{}}}}}"#,
        partitions.join(",")
    )
}

/// The fields that SQS and Lambda add to a message when it is received.
#[derive(Debug)]
pub(super) struct ReceivedFields {
    pub(super) event_source: EventSource,
    pub(super) receive_count: u32,
    pub(super) first_received: Duration,
    /// With a batching window, the digest of attributes is null for messages without attributes. Without one it is missing, as
    /// recorded on AWS.
    pub(super) has_batching_window: bool,
}

impl ReceivedFields {
    /// Adds the fields to a message. A message that a test gave as JSON stays as it is.
    pub(super) fn added_to(&self, message: &StreamRecord) -> String {
        let Ok(Value::Object(mut json)) = serde_json::from_str(&message.json) else {
            return message.json.clone();
        };
        if message.event_source.is_none() {
            return message.json.clone();
        }
        let id = json.get("messageId").and_then(Value::as_str).unwrap_or_default();
        let receipt = json!(format!("{id}-{}", self.receive_count));
        json.insert(String::from("receiptHandle"), receipt);
        json.insert(String::from("eventSourceARN"), json!(self.event_source.arn()));
        if let Some(Value::Object(attributes)) = json.get_mut("attributes") {
            let first_received = json!(self.first_received.as_millis().to_string());
            let receive_count = json!(self.receive_count.to_string());
            attributes.insert(String::from("ApproximateReceiveCount"), receive_count);
            attributes.insert(String::from("ApproximateFirstReceiveTimestamp"), first_received);
        }
        if self.has_batching_window {
            json.entry("md5OfMessageAttributes").or_insert(Value::Null);
        }
        Value::Object(json).to_string()
    }
}
