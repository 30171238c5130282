//! Metadata fails no record, whatever it holds. What a view can't read of it is `None`.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use aws_lambda_events::dynamodb::EventRecord;
use checkpointed::{
    Batch, DynamoDb, FromRecord, Kafka, Kinesis, RawRecord, Sqs, checkpointed_stream_handler,
    dynamodb::{self, Keys},
    kafka, kinesis,
    sqs::{self, MessageAttribute},
};
use serde_json::Value;

use crate::{Answer, answer, event, reported};

/// Valid JSON that no field expects. Half a surrogate pair isn't text, and some numbers fit no type of Rust.
const ODD: [&str; 14] = [
    "null",
    "true",
    "-1",
    "-1.5",
    "1e400",
    "-1E+999999999999",
    r#""\ud800""#,
    r#""text \udc00\ud800 with \"escapes\"""#,
    "[1e400]",
    r#"[["\ud800"],{"a":[1e400]}]"#,
    r#"{"\ud800":{"a":1,"a":2}}"#,
    "[]",
    "{}",
    "999999999999999999999999999999999999999999999999999999999999999",
];

const KINESIS: &str = r#"{"awsRegion":META,"eventID":META,"eventSourceARN":META,"eventName":META,"eventSource":META,
    "invokeIdentityArn":META,"eventVersion":META,"\ud800":META,"new":META,"kinesis":{"partitionKey":"k","sequenceNumber":"1",
    "data":"aGk=","approximateArrivalTimestamp":META,"kinesisSchemaVersion":META,"encryptionType":META,"\udc00":META}}"#;

const DYNAMODB: &str = r#"{"awsRegion":META,"eventID":META,"eventSourceARN":META,"eventSource":META,"eventVersion":META,
    "userIdentity":META,"tableName":META,"recordFormat":META,"\ud800":META,"eventName":"REMOVE","dynamodb":{"SequenceNumber":"1",
    "ApproximateCreationDateTime":META,"SizeBytes":META,"StreamViewType":META,"NewImage":META,"OldImage":META,"\ud800":META,
    "Keys":{"id":{"S":"a"}}}}"#;

const SQS: &str = r#"{"messageId":"1","body":"hi","receiptHandle":META,"eventSource":META,"eventSourceARN":META,"awsRegion":META,
    "md5OfBody":META,"md5OfMessageAttributes":META,"messageAttributes":META,"\ud800":META,"attributes":{
    "ApproximateReceiveCount":META,"SentTimestamp":META,"ApproximateFirstReceiveTimestamp":META,"SenderId":META,
    "MessageGroupId":META,"MessageDeduplicationId":META,"SequenceNumber":META,"AWSTraceHeader":META,
    "DeadLetterQueueSourceArn":META,"New":META,"\ud800":META}}"#;

const KAFKA: &str = r#"{"topic":"t","partition":0,"offset":1,"value":"aGk=","key":null,"timestamp":META,"timestampType":META,
    "headers":META,"new":META,"\ud800":META}"#;

fn filled(record: &str, metadata: &str) -> String {
    record.replace("META", metadata)
}

fn raw<S: checkpointed::Source>(record: &str, metadata: &str) -> RawRecord<S> {
    RawRecord::from_json(&filled(record, metadata)).unwrap()
}

fn view<'r, R: FromRecord<'r>>(raw: &'r RawRecord<R::Source>) -> R {
    R::from_record(raw).unwrap_or_else(|error| panic!("{error}: {}", raw.json()))
}

fn assert_none(fields: &[&dyn fmt::Debug], metadata: &str) {
    for (number, field) in fields.iter().enumerate() {
        assert_eq!(format!("{field:?}"), "None", "field {number}, {metadata}");
    }
}

#[test]
fn metadata_that_cannot_be_read_is_none() {
    for odd in ODD {
        let record = raw::<Kinesis>(KINESIS, odd);
        let record: kinesis::Record<'_, &str> = view(&record);
        assert_eq!(record.data, "hi");
        assert_none(&[&record.event_id, &record.event_source_arn, &record.aws_region], odd);
        assert_none(&[&record.approximate_arrival_timestamp], odd);

        let record = raw::<DynamoDb>(DYNAMODB, odd);
        let record: dynamodb::Record<'_, Keys<Value>> = view(&record);
        assert_none(
            &[&record.event_id, &record.event_source_arn, &record.aws_region, &record.size_bytes],
            odd,
        );
        assert_none(&[&record.approximate_creation_date_time, &record.user_identity], odd);
        assert_none(&[&record.images.stream_view_type()], odd);

        let message = raw::<Sqs>(SQS, odd);
        let message: sqs::Message<'_, &str> = view(&message);
        assert_none(&[&message.approximate_receive_count, &message.sent_timestamp], odd);
        assert_none(&[&message.approximate_first_receive_timestamp, &message.sender_id], odd);
        assert_none(&[&message.message_group_id, &message.message_deduplication_id], odd);
        assert_none(&[&message.sequence_number, &message.aws_trace_header], odd);
        assert_none(&[&message.dead_letter_queue_source_arn, &message.receipt_handle], odd);
        assert_none(&[&message.event_source_arn, &message.aws_region], odd);

        let record = raw::<Kafka>(KAFKA, odd);
        let record: kafka::Record<'_, &str> = view(&record);
        assert_none(&[&record.timestamp, &record.timestamp_type], odd);
    }
}

#[test]
fn very_deep_or_long_metadata_is_none_too() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let long = format!("1{}", "0".repeat(1_000_000));
    for odd in [deep, long] {
        let record = raw::<Kinesis>(KINESIS, &odd);
        assert_eq!(view::<kinesis::Record<'_, &str>>(&record).approximate_arrival_timestamp, None);
        let message = raw::<Sqs>(SQS, &odd);
        assert_eq!(view::<sqs::Message<'_, &str>>(&message).sent_timestamp, None);
    }
}

#[tokio::test]
async fn a_record_with_odd_metadata_is_handled() {
    #[checkpointed_stream_handler]
    async fn of_kinesis(_record: kinesis::Record<'_, &str>) {}

    #[checkpointed_stream_handler(concurrency = 4)]
    async fn of_dynamodb(_record: dynamodb::Record<'_, Keys<Value>>) {}

    #[checkpointed_stream_handler]
    async fn of_sqs(_message: sqs::Message<'_, &str>) {}

    #[checkpointed_stream_handler]
    async fn of_kafka(_record: kafka::Record<'_, Option<&str>>) {}

    for odd in ODD {
        assert_eq!(answer(of_kinesis(event(&[&filled(KINESIS, odd)])).await), Answer::AllDone, "{odd}");
        assert_eq!(answer(of_dynamodb(event(&[&filled(DYNAMODB, odd)])).await), Answer::AllDone, "{odd}");
        assert_eq!(reported(of_sqs(event(&[&filled(SQS, odd)])).await), Some(Vec::new()), "{odd}");
        let of_partition = format!(r#"{{"records":{{"t-0":[{}]}}}}"#, filled(KAFKA, odd));
        let batch = Batch::from_json(of_partition.as_bytes()).unwrap();
        assert_eq!(reported(of_kafka(batch.into()).await), Some(Vec::new()), "{odd}");
    }
}

#[tokio::test]
async fn a_failed_record_with_odd_metadata_is_reported() {
    #[checkpointed_stream_handler]
    async fn number(_record: kinesis::Record<'_, checkpointed::Json<u8>>) {}

    for odd in ODD {
        let bad = filled(KINESIS, odd);
        assert_eq!(answer(number(event(&[&bad])).await), Answer::Checkpoint(String::from("1")), "{odd}");
    }
}

fn after_1970(seconds: u64, nanoseconds: u32) -> Option<SystemTime> {
    Some(UNIX_EPOCH + Duration::new(seconds, nanoseconds))
}

fn records(event: &str) -> Vec<String> {
    let event: Value = serde_json::from_str(event).unwrap();
    event["Records"].as_array().unwrap().iter().map(ToString::to_string).collect()
}

fn creation_times(event: &str) -> Vec<Option<SystemTime>> {
    let time = |record: &String| {
        let raw = RawRecord::<DynamoDb>::from_json(record).unwrap();
        view::<dynamodb::Record<'_, Keys<Value>>>(&raw).approximate_creation_date_time
    };
    records(event).iter().map(time).collect()
}

#[tokio::test]
async fn a_creation_time_may_be_missing_or_have_a_fraction() {
    #[checkpointed_stream_handler]
    async fn of_view(_record: dynamodb::Record<'_, Keys<Value>>) {}

    const EVENT: &str = include_str!("events/dynamodb_creation_times.json");
    let expected = [None, None, after_1970(1_646_887_668, 348_366_000), after_1970(1_646_887_668, 0)];
    assert_eq!(creation_times(EVENT), expected);
    let batch = Batch::from_json(EVENT.as_bytes()).unwrap();
    assert_eq!(answer(of_view(batch.into()).await), Answer::AllDone);
    // Documented: `EventRecord` accepts a missing time, but not `null`.
    let upstream = records(EVENT)
        .iter()
        .map(|record| EventRecord::from_record(&RawRecord::from_json(record).unwrap()).is_ok())
        .collect::<Vec<_>>();
    assert_eq!(upstream, [true, false, true, true]);
}

/// Milliseconds and microseconds, as emulators and other services have written them.
#[test]
fn a_creation_time_may_have_another_unit() {
    let times = creation_times(include_str!("events/dynamodb_creation_times_in_other_units.json"));
    let expected = [after_1970(1_649_809_356, 15_000_000), after_1970(1_649_809_356, 15_123_000)];
    assert_eq!(times, expected);
}

#[test]
fn times_of_each_source_may_have_any_unit() {
    let expected = after_1970(1_649_809_356, 15_123_456);
    for time in
        ["1649809356.015123456", "1649809356015.123456", "1649809356015123456", "1.649809356015123456E+9"]
    {
        let record = raw::<Kinesis>(KINESIS, time);
        assert_eq!(
            view::<kinesis::Record<'_, &str>>(&record).approximate_arrival_timestamp,
            expected,
            "{time}"
        );
        let record = raw::<Kafka>(KAFKA, time);
        assert_eq!(view::<kafka::Record<'_, &str>>(&record).timestamp, expected, "{time}");
        let message = raw::<Sqs>(SQS, &format!("\"{time}\""));
        let message = view::<sqs::Message<'_, &str>>(&message);
        assert_eq!(
            (message.sent_timestamp, message.approximate_first_receive_timestamp),
            (expected, expected),
            "{time}"
        );
    }
}

#[test]
fn message_attributes_may_have_null_members() {
    let records = records(include_str!("events/sqs_attributes_with_null.json"));
    let raw = RawRecord::<Sqs>::from_json(&records[0]).unwrap();
    let attributes = view::<sqs::Message<'_, &str>>(&raw).message_attributes;
    let stamp = attributes.get("X-Stamp").unwrap().unwrap();
    assert!(
        matches!(&stamp, MessageAttribute::Text { text, .. } if text == r#"{"bus":"a\\b"}"#),
        "{stamp:?}"
    );
    let weeks = attributes.get("weeks").unwrap().unwrap();
    assert_eq!(weeks, MessageAttribute::Number { data_type: "Number.int".into(), text: "6".into() });
    assert_eq!(attributes.all().unwrap(), [(String::from("X-Stamp"), stamp), (String::from("weeks"), weeks)]);
}
