//! The fields that each record type needs. They are measured, and compared with the guide's table.

use aws_lambda_events::{
    dynamodb::EventRecord, kafka::KafkaRecord, kinesis::KinesisEventRecord, sqs::SqsMessage,
};
use checkpointed::{
    DecodeError, DynamoDb, FromRecord, Kafka, Kinesis, RawRecord, Sqs, dynamodb, kafka, kinesis, sqs,
};
use serde_json::{Value, json};

const GUIDE: &str = include_str!("../../runtime/src/guide/bad_records.md");

fn kinesis() -> Value {
    json!({
        "kinesis": {
            "kinesisSchemaVersion": "1.0", "partitionKey": "key", "sequenceNumber": "1", "data": "aGk=",
            "approximateArrivalTimestamp": 1763110800.042, "encryptionType": "NONE",
        },
        "eventSource": "aws:kinesis", "eventVersion": "1.0", "eventID": "shardId-000000000003:1",
        "eventName": "aws:kinesis:record", "invokeIdentityArn": "arn:aws:iam::123456789012:role/orders",
        "awsRegion": "eu-central-1", "eventSourceARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/orders",
    })
}

fn dynamodb() -> Value {
    json!({
        "eventID": "1", "eventName": "REMOVE", "eventVersion": "1.1", "eventSource": "aws:dynamodb", "awsRegion": "eu-central-1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1763110800.25, "Keys": { "Id": { "N": "1" } }, "NewImage": { "Id": { "N": "1" } },
            "OldImage": { "Id": { "N": "1" } }, "SequenceNumber": "1", "SizeBytes": 26, "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
        "userIdentity": { "type": "Service", "principalId": "dynamodb.amazonaws.com" },
        "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/messages/stream/2025-11-14T09:00:00.250",
        "recordFormat": "application/json", "tableName": "messages",
    })
}

fn sqs() -> Value {
    json!({
        "messageId": "1", "receiptHandle": "handle", "body": "hi", "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "md5OfMessageAttributes": "e4e68fb7bd0e697a0ae8f1bb342846b3",
        "attributes": { "ApproximateReceiveCount": "1", "SentTimestamp": "1763110800042" },
        "messageAttributes": { "a": {
            "stringValue": "x", "binaryValue": "aGk=", "stringListValues": [], "binaryListValues": [], "dataType": "String",
        } },
        "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:mails", "awsRegion": "eu-central-1",
    })
}

fn kafka() -> Value {
    json!({
        "topic": "customers", "partition": 0, "offset": 1, "timestamp": 1763110800042_u64, "timestampType": "CREATE_TIME",
        "key": "aGk=", "value": "aGk=", "headers": [{ "trace": [104] }],
    })
}

/// Collects the JSON pointers of all members of a record.
fn places(value: &Value, place: &str, places: &mut Vec<String>) {
    // The members of an item are the user's, not the record's.
    if ["Keys", "NewImage", "OldImage"].iter().any(|item| place.ends_with(item)) {
        return;
    }
    for (key, value) in value.as_object().into_iter().flatten() {
        let place = format!("{place}/{key}");
        places.push(place.clone());
        self::places(value, &place, places);
    }
}

fn without(record: &Value, place: &str) -> Value {
    let mut record = record.clone();
    let (parent, key) = place.rsplit_once('/').unwrap();
    record.pointer_mut(parent).and_then(Value::as_object_mut).unwrap().remove(key).expect("it was there");
    record
}

fn with_null(record: &Value, place: &str) -> Value {
    let mut record = record.clone();
    *record.pointer_mut(place).unwrap() = Value::Null;
    record
}

/// The places that a record type needs: with this change at one of them, the record is not read.
fn needed(record: &Value, change: fn(&Value, &str) -> Value, is_read: fn(&str) -> bool) -> Vec<String> {
    assert!(is_read(&record.to_string()), "the whole record is read: {record}");
    let mut all = Vec::new();
    places(record, "", &mut all);
    all.retain(|place| !is_read(&change(record, place).to_string()));
    let mut needed: Vec<String> = all.iter().map(|place| shown(place)).collect();
    needed.sort();
    needed.dedup();
    needed
}

/// A place as the guide shows it, with `*` for a name that the user chose.
fn shown(place: &str) -> String {
    let mut keys: Vec<&str> = place.split('/').skip(1).collect();
    if let ["attributes" | "messageAttributes", name, ..] = &mut *keys {
        *name = "*";
    }
    keys.join(".")
}

/// The fields in a row of the guide's table: those that must be there, and those that must not be `null`.
fn documented(name: &str) -> [Vec<String>; 2] {
    let row =
        GUIDE.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).expect("the type has a row");
    let names =
        |column: &str| -> Vec<String> { column.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let columns: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
    let [_, without, with_null] = columns[..] else { panic!("not three columns: {row}") };
    let without_and = |more: &str| [names(without), names(more)].concat();
    let mut with_null = match with_null.split_once(", ") {
        Some(("these", more)) => without_and(more),
        _ if with_null == "the same" => without_and(""),
        _ => names(with_null),
    };
    with_null.sort();
    [names(without), with_null]
}

macro_rules! as_documented {
    ($name:literal, $record:expr, $type:ty, $source:ty) => {
        let is_read =
            |json: &str| <$type>::from_record(&RawRecord::<$source>::from_json(json).unwrap()).is_ok();
        let record = $record;
        let found = [needed(&record, without, is_read), needed(&record, with_null, is_read)];
        assert_eq!(found, documented($name), "{}", $name);
    };
}

#[test]
fn each_type_needs_what_the_guide_says() {
    as_documented!("KinesisEventRecord", kinesis(), KinesisEventRecord, Kinesis);
    as_documented!("EventRecord", dynamodb(), EventRecord, DynamoDb);
    as_documented!("SqsMessage", sqs(), SqsMessage, Sqs);
    as_documented!("KafkaRecord", kafka(), KafkaRecord, Kafka);
}

/// A payload that needs no image.
struct Nothing;

impl<'r> dynamodb::Payload<'r> for Nothing {
    fn from_images(_images: &dynamodb::Images<'r>) -> Result<Self, DecodeError> {
        Ok(Nothing)
    }
}

#[test]
fn each_view_needs_what_the_guide_says() {
    as_documented!("kinesis::Record", kinesis(), kinesis::Record<'_, &[u8]>, Kinesis);
    as_documented!("dynamodb::Record", dynamodb(), dynamodb::Record<'_, Nothing>, DynamoDb);
    as_documented!("sqs::Message", sqs(), sqs::Message<'_, &str>, Sqs);
    as_documented!("kafka::Record", kafka(), kafka::Record<'_, Option<&[u8]>>, Kafka);
}
