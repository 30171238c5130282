//! The events of these tests: those in files, and those that a test puts together.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

pub(crate) const KINESIS_DOCUMENTED: &str = include_str!("events/kinesis_documented.json");
pub(crate) const KINESIS_UPSTREAM: &str = include_str!("events/kinesis_upstream.json");
pub(crate) const KINESIS_FRACTIONAL_ARRIVAL: &str = include_str!("events/kinesis_fractional_arrival.json");
pub(crate) const DYNAMODB_DOCUMENTED: &str = include_str!("events/dynamodb_documented.json");
pub(crate) const DYNAMODB_UPSTREAM: &str = include_str!("events/dynamodb_upstream.json");
pub(crate) const DYNAMODB_FRACTIONAL_CREATION: &str =
    include_str!("events/dynamodb_fractional_creation.json");

pub(crate) const STREAM: &str = "arn:aws:kinesis:eu-central-1:123456789012:stream/orders";
pub(crate) const SHARD: &str = "shardId-000000000003";

/// An event with these records.
pub(crate) fn event(records: impl IntoIterator<Item = Value>) -> Vec<u8> {
    let records: Vec<Value> = records.into_iter().collect();
    json!({ "Records": records }).to_string().into_bytes()
}

/// A sequence number of Kinesis, 56 digits.
pub(crate) fn sequence_number(number: u64) -> String {
    format!("4966887103814971220583987135{number:028}")
}

/// A record of Kinesis whose data are these bytes.
pub(crate) fn kinesis_record(number: u64, data: &[u8]) -> Value {
    let sequence_number = sequence_number(number);
    json!({
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": format!("key-{number}"),
            "sequenceNumber": sequence_number,
            "data": STANDARD.encode(data),
            "approximateArrivalTimestamp": 1763110800.042,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": format!("{SHARD}:{sequence_number}"),
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::123456789012:role/orders",
        "awsRegion": "eu-central-1",
        "eventSourceARN": STREAM,
    })
}

/// A record of Kinesis with a customer's order.
pub(crate) fn order(number: u64, customer: &str) -> Value {
    kinesis_record(number, json!({ "id": number, "customer": customer }).to_string().as_bytes())
}

/// The same record with another value at a place (a JSON pointer).
pub(crate) fn with(mut record: Value, place: &str, value: Value) -> Value {
    *record.pointer_mut(place).expect("the record has this place") = value;
    record
}

/// The same record of Kinesis without its sequence number.
pub(crate) fn without_sequence_number(mut record: Value) -> Value {
    record["kinesis"].as_object_mut().and_then(|kinesis| kinesis.remove("sequenceNumber"));
    record
}

/// A sequence number of DynamoDB Streams, 24 digits.
pub(crate) fn stream_sequence_number(number: u64) -> String {
    format!("8204000000{number:014}")
}

/// A record of DynamoDB Streams about a new message.
pub(crate) fn message(number: u64, text: &str) -> Value {
    json!({
        "eventID": format!("{number:032x}"),
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-central-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1763110800.25,
            "Keys": { "Id": { "N": number.to_string() } },
            "NewImage": { "Id": { "N": number.to_string() }, "Message": { "S": text } },
            "SequenceNumber": stream_sequence_number(number),
            "SizeBytes": 26,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/messages/stream/2025-11-14T09:00:00.250",
    })
}

/// A message of a queue whose body is this text. Its id has the number at its end.
pub(crate) fn sqs_message(number: u64, body: &str) -> Value {
    json!({
        "messageId": message_id(number),
        "receiptHandle": format!("handle-{number}"),
        "body": body,
        "attributes": {
            "ApproximateReceiveCount": "1",
            "SentTimestamp": "1763110800042",
            "SenderId": "AIDAIENQZJOLO23YVJ4VO",
            "ApproximateFirstReceiveTimestamp": "1763110800045",
        },
        "messageAttributes": {},
        "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:mails",
        "awsRegion": "eu-central-1",
    })
}

pub(crate) fn message_id(number: u64) -> String {
    format!("059f36b4-87a3-44ab-83d2-{number:012}")
}

/// A record of partition 0 of the topic `customers`; `None` is a tombstone.
pub(crate) fn kafka_record(offset: u64, value: Option<&str>) -> Value {
    json!({
        "topic": "customers",
        "partition": 0,
        "offset": offset,
        "timestamp": 1763110800042_u64,
        "timestampType": "CREATE_TIME",
        "key": STANDARD.encode("customer"),
        "value": value.map(|value| STANDARD.encode(value)),
        "headers": [{ "trace": [104, -61, -87] }],
    })
}

/// An event of Kafka with these records of partition 0 of the topic `customers`.
pub(crate) fn kafka_event(records: impl IntoIterator<Item = Value>) -> Vec<u8> {
    let records: Vec<Value> = records.into_iter().collect();
    json!({
        "eventSource": "SelfManagedKafka",
        "bootstrapServers": "broker-1:9092,broker-2:9092",
        "records": { "customers-0": records },
    })
    .to_string()
    .into_bytes()
}
