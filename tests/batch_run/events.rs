//! Batches of text for every source, and what a handler notes about them.

use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::{
    Batch, DecodeError, Error, FromRecord, Kafka, Kinesis, LambdaEvent, RawRecord, Sqs, StreamsEventResponse,
};
use serde_json::{Value, json};

pub(crate) const STREAM: &str = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";
pub(crate) const QUEUE: &str = "arn:aws:sqs:eu-central-1:123456789012:orders";
pub(crate) const FIFO: &str = "arn:aws:sqs:eu-central-1:123456789012:orders.fifo";

/// Records of Kinesis, each with its key (`None` if it cannot be read) and its data. They are numbered from `0`.
pub(crate) fn kinesis<R>(records: &[(Option<&str>, &str)]) -> LambdaEvent<Batch<R>> {
    let record = |(number, (key, data)): (usize, &(Option<&str>, &str))| {
        json!({
            "kinesis": {
                "partitionKey": key,
                "sequenceNumber": number.to_string(),
                "data": STANDARD.encode(data),
            },
            "eventID": format!("shardId-000000000006:{number}"),
            "eventSourceARN": STREAM,
        })
    };
    event(&records.iter().enumerate().map(record).collect())
}

/// Records of Kinesis with the same key.
pub(crate) fn kinesis_of_one_key<R>(data: &[&str]) -> LambdaEvent<Batch<R>> {
    kinesis(&data.iter().map(|data| (Some("key"), *data)).collect::<Vec<_>>())
}

/// Messages of a queue, each with its group and its body.
pub(crate) fn messages<R>(arn: &str, messages: &[(Option<&str>, &str)]) -> LambdaEvent<Batch<R>> {
    let message = |(number, (group, body)): (usize, &(Option<&str>, &str))| {
        let attributes = group.map_or(json!({}), |group| json!({ "MessageGroupId": group }));
        json!({
            "messageId": number.to_string(),
            "body": body,
            "attributes": attributes,
            "eventSourceARN": arn,
        })
    };
    event(&messages.iter().enumerate().map(message).collect())
}

/// Records of the topic `orders`, each with its partition and its value. Their offsets count from `0` across the partitions.
pub(crate) fn kafka<R>(partitions: &[(u32, &[&str])]) -> LambdaEvent<Batch<R>> {
    let mut offsets = 0..;
    let mut record = |partition: u32, value: &str| {
        let (offset, value) = (offsets.next(), STANDARD.encode(value));
        json!({ "topic": "orders", "partition": partition, "offset": offset, "value": value })
    };
    // Not an object of `serde_json`, which sorts its keys.
    let lists = partitions.iter().map(|(partition, values)| {
        let list: Vec<Value> = values.iter().map(|value| record(*partition, value)).collect();
        format!(r#""orders-{partition}":{}"#, Value::from(list))
    });
    let lists = lists.collect::<Vec<_>>().join(",");
    batch(&format!(r#"{{"eventSource":"aws:kafka","records":{{{lists}}}}}"#))
}

fn event<R>(records: &Vec<Value>) -> LambdaEvent<Batch<R>> {
    batch(&json!({ "Records": records }).to_string())
}

fn batch<R>(event: &str) -> LambdaEvent<Batch<R>> {
    Batch::from_json(event.as_bytes()).unwrap().into()
}

/// The event with a deadline after this time.
pub(crate) fn with_time<R>(mut event: LambdaEvent<Batch<R>>, at_hand: Duration) -> LambdaEvent<Batch<R>> {
    let deadline = (SystemTime::now() + at_hand).duration_since(UNIX_EPOCH).unwrap();
    event.context.deadline = deadline.as_millis() as u64;
    event
}

/// A message's body.
pub(crate) struct Body(pub(crate) String);

impl<'r> FromRecord<'r> for Body {
    type Source = Sqs;

    fn from_record(raw: &'r RawRecord<Sqs>) -> Result<Self, DecodeError> {
        let record: Value = serde_json::from_str(raw.json())?;
        record["body"].as_str().map(|body| Body(body.to_owned())).ok_or_else(|| DecodeError::new("no body"))
    }
}

/// A record's value.
pub(crate) struct KafkaValue(pub(crate) String);

impl<'r> FromRecord<'r> for KafkaValue {
    type Source = Kafka;

    fn from_record(raw: &'r RawRecord<Kafka>) -> Result<Self, DecodeError> {
        let record: Value = serde_json::from_str(raw.json())?;
        let value =
            STANDARD.decode(record["value"].as_str().unwrap_or_default()).map_err(DecodeError::new)?;
        Ok(KafkaValue(String::from_utf8(value).map_err(DecodeError::new)?))
    }
}

/// The position and the text of a record, whatever its other fields hold.
pub(crate) struct Numbered {
    pub(crate) number: usize,
    pub(crate) data: String,
}

impl<'r> FromRecord<'r> for Numbered {
    type Source = Kinesis;

    fn from_record(raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        let record: Value = serde_json::from_str(raw.json())?;
        let data = STANDARD.decode(record["kinesis"]["data"].as_str().unwrap_or_default()).unwrap();
        Ok(Numbered { number: raw.position(), data: String::from_utf8(data).unwrap() })
    }
}

/// The identifiers that are reported.
pub(crate) fn reported(response: Result<StreamsEventResponse, Error>) -> Vec<String> {
    response.unwrap().item_identifiers().map(ToString::to_string).collect()
}

/// The steps of a handler, in order.
#[derive(Default)]
pub(crate) struct Diary(Mutex<Vec<String>>);

impl Diary {
    pub(crate) fn note(&self, what: impl Into<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(what.into());
    }

    pub(crate) fn read(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
