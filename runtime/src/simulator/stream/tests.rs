//! The JSON of records in an event, and the limits of their sizes.

use super::*;

fn delivered(stream: &Stream) -> Vec<Value> {
    let records = stream.shards().iter().flat_map(|shard| &shard.records);
    records.map(|record| serde_json::from_str(&record.json).unwrap()).collect()
}

/// The shape that was recorded on AWS.
#[test]
fn a_record_of_kinesis() {
    let sequence_number = "49590338271490256608559690000000000000000000000000000001";
    let stream = Stream::new().shard([
        Record::kinesis("a", "first"),
        Record::kinesis("key", "hello").arrives_after(Duration::from_millis(1)),
    ]);
    assert_eq!(
        delivered(&stream)[1],
        json!({
            "kinesis": {
                "kinesisSchemaVersion": "1.0",
                "partitionKey": "key",
                "sequenceNumber": sequence_number,
                "data": "aGVsbG8=",
                "approximateArrivalTimestamp": 1_700_000_000.001,
            },
            "eventSource": "aws:kinesis",
            "eventVersion": "1.0",
            "eventID": format!("shardId-000000000000:{sequence_number}"),
            "eventName": "aws:kinesis:record",
            "invokeIdentityArn": "arn:aws:iam::123456789012:role/simulated",
            "awsRegion": "eu-central-1",
            "eventSourceARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/simulated",
        })
    );
}

/// The shape that was recorded on AWS: version 1.1, and a time with a fraction.
#[test]
fn a_record_of_dynamodb() {
    #[derive(serde::Serialize)]
    struct Account<'a> {
        id: &'a str,
        balance: u64,
        limit: Option<u64>,
    }
    let keys = json!({ "id": "a" });
    let stream =
        Stream::new().shard([Record::dynamodb_insert(&keys, &Account { id: "a", balance: 7, limit: None })]);
    assert_eq!(
        delivered(&stream)[0],
        json!({
            "eventID": "00000000000000000000000000000000",
            "eventName": "INSERT",
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "eu-central-1",
            "dynamodb": {
                "ApproximateCreationDateTime": 1_700_000_000.0,
                "Keys": { "id": { "S": "a" } },
                "NewImage": { "id": { "S": "a" }, "balance": { "N": "7" }, "limit": { "NULL": true } },
                "SequenceNumber": "99999999999999999999995",
                "SizeBytes": 100,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
            "eventSourceARN":
                "arn:aws:dynamodb:eu-central-1:123456789012:table/simulated/stream/2026-01-01T00:00:00.000",
        })
    );
}

/// AWS writes times with milliseconds, hardly ever a whole second. DynamoDB writes whole seconds, as recorded on AWS.
#[test]
fn times_have_milliseconds() {
    let at = |record: Record, path: &str| {
        delivered(&Stream::new().shard([record]))[0].pointer(path).unwrap().to_string()
    };
    let (kinesis, sent, kafka) =
        ("/kinesis/approximateArrivalTimestamp", "/attributes/SentTimestamp", "/timestamp");
    assert_eq!(at(Record::kinesis("key", ""), kinesis), "1699999999.987");
    assert_eq!(at(Record::sqs(""), sent), "\"1699999999987\"");
    assert_eq!(at(Record::kafka("t", 0, 1, ""), kafka), "1699999999987");
    let keys = json!({ "id": 1 });
    assert_eq!(
        at(Record::dynamodb_insert(&keys, &keys), "/dynamodb/ApproximateCreationDateTime"),
        "1700000000.0"
    );
    // Other times are exact, but in whole milliseconds.
    let late = Duration::from_nanos(1_234_567_891);
    assert_eq!(at(Record::kinesis("key", "").arrives_after(late), kinesis), "1700000001.234");
    assert_eq!(at(Record::kinesis("key", "").age(Duration::ZERO), kinesis), "1700000000.0");
    assert_eq!(at(Record::sqs("").arrives_after(late), sent), "\"1700000001234\"");
    assert_eq!(at(Record::kinesis("key", "").arrived_at(late), kinesis), "1.234");
}

#[test]
fn records_may_be_as_large_as_aws_allows() {
    let limit = 10 * 1_024 * 1_024;
    let large =
        |bytes| std::panic::catch_unwind(|| Stream::new().shard([Record::kinesis("key", vec![b'x'; bytes])]));
    assert!(large(limit).is_ok());
    let said = large(limit + 1).unwrap_err().downcast::<String>().unwrap();
    assert_eq!(*said, "the data of a record of Kinesis has at most 10 MiB, not 10485761 bytes");
    let message = |bytes| std::panic::catch_unwind(|| Stream::queue([Record::sqs("x".repeat(bytes))]));
    assert!(message(1_024 * 1_024).is_ok());
    let said = message(1_024 * 1_024 + 1).unwrap_err().downcast::<String>().unwrap();
    assert_eq!(*said, "a message of SQS has at most 1 MiB with its attributes, not 1048577 bytes");
}

/// They ascend as numbers: the longer of two is larger, and two of the same length compare as text.
#[test]
fn sequence_numbers_ascend_and_are_unique() {
    let keys = json!({ "id": "a" });
    for (record, source) in [
        (Record::kinesis("key", ""), EventSource::Kinesis),
        (Record::dynamodb_remove(&keys, &keys), EventSource::DynamoDb),
    ] {
        let records = || vec![record.clone(); 12];
        let stream = Stream::new().shard(records()).shard(records());
        let numbers = stream.shards().iter().flat_map(|shard| &shard.records).map(|record| {
            let identifier = source.identifier(&record.json).unwrap();
            let text = identifier.to_string();
            (text.len(), text)
        });
        let numbers: Vec<_> = numbers.collect();
        assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
    }
}

#[test]
fn a_broken_record_is_not_touched() {
    let broken = json!({ "kinesis": null });
    assert_eq!(delivered(&Stream::new().shard([Record::from_json(broken.clone())])), [broken]);
}

#[test]
#[should_panic(expected = "the value cannot be an item of DynamoDB")]
fn a_number_is_not_an_item() {
    let _ = Record::dynamodb_insert(&json!({ "id": "a" }), &7);
}
