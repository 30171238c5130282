//! Records of Kafka that cannot be decoded.

use std::time::{Duration, UNIX_EPOCH};

use aws_lambda_events::kafka::KafkaRecord;
use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::{
    Batch, FromRecord, Json, Kafka, LambdaEvent, RawRecord, checkpointed_stream_handler,
    kafka::{Record, TimestampType},
};

use crate::reported;

#[derive(Debug, serde::Deserialize)]
struct Customer<'a> {
    #[expect(dead_code, reason = "only decoded")]
    name: &'a str,
}

#[checkpointed_stream_handler]
async fn view(_record: Record<'_, Json<Customer<'_>>>) {}

#[checkpointed_stream_handler]
async fn optional(_record: Record<'_, Option<Json<Customer<'_>>>>) {}

#[checkpointed_stream_handler]
async fn upstream(_record: KafkaRecord) {}

/// A record of partition 0 with these members after topic, partition and offset.
fn record(offset: i64, members: &str) -> String {
    format!(
        r#"{{"topic":"customers","partition":0,"offset":{offset},"timestamp":1545084650987,"timestampType":"CREATE_TIME","headers":[],{members}}}"#
    )
}

fn value(value: impl AsRef<[u8]>) -> String {
    format!(r#""value":"{}""#, STANDARD.encode(value))
}

fn good(offset: i64) -> String {
    record(offset, &value(r#"{"name":"Ada"}"#))
}

/// The records of partition 0, and a good one of partition 1.
fn event<R>(records: &[&str]) -> LambdaEvent<Batch<R>> {
    let other = good(7).replace(r#""partition":0"#, r#""partition":1"#);
    let records = records.join(",");
    let event = format!(
        r#"{{"eventSource":"aws:kafka","records":{{"customers-0":[{records}],"customers-1":[{other}]}}}}"#
    );
    Batch::from_json(event.as_bytes()).unwrap().into()
}

fn raw(record: &str) -> RawRecord<Kafka> {
    RawRecord::from_json(record).unwrap()
}

fn error(record: &str) -> String {
    Record::<Json<Customer<'_>>>::from_record(&raw(record)).unwrap_err().to_string()
}

/// Offsets of partition 0, as they are shown.
fn offsets(offsets: &[i64]) -> Option<Vec<String>> {
    Some(offsets.iter().map(|offset| format!("customers-0@{offset}")).collect())
}

const TOMBSTONE: &str = "value: missing or `null`: the record deletes its key (a tombstone), so take an `Option`, such as \
                         `kafka::Record<'_, Option<Json<T>>>`";

#[tokio::test]
async fn a_value_that_cannot_be_decoded_is_reported_with_its_place() {
    for (members, expected) in [
        (r#""value":"%""#.to_owned(), "value: not base64: invalid symbol at offset 0"),
        (value("secret"), "value, line 1 column 1: expected value"),
        (
            value(r#"{"name":5}"#),
            "value, at `name`, line 1 column 9: invalid type: integer, expected a borrowed string",
        ),
        (value(b"{\"name\":\"\xff\"}"), "value, at `name`, line 1 column 10: invalid unicode code point"),
        (r#""value":null"#.to_owned(), TOMBSTONE),
        (r#""key":null"#.to_owned(), TOMBSTONE),
        (
            r#""value":5"#.to_owned(),
            "at `value`, line 1 column 125: invalid type: integer, expected a string",
        ),
        (value("{}") + r#","value":"e30=""#, "line 1 column 138: duplicate field `value`"),
        (value(r#"{"name":"Ada"}"#) + r#","key":"%""#, "key: not base64: invalid symbol at offset 0"),
    ] {
        let (before, bad, after) = (good(15), record(16, &members), good(17));
        let records = [before.as_str(), &bad, &after];
        assert_eq!(reported(view(event(&records)).await), offsets(&[16, 17]), "{members}");
        assert!(error(&bad).starts_with(expected), "{}", error(&bad));
    }
}

#[tokio::test]
async fn a_bad_record_of_the_upstream_type_is_reported_too() {
    let unsigned = record(16, r#""value":null"#).replace("[]", r#"[{"h":[200]}]"#);
    let without_headers = r#"{"topic":"customers","partition":0,"offset":16,"timestamp":1}"#;
    for bad in [unsigned.as_str(), without_headers, &record(16, r#""value":5"#)] {
        let (before, after) = (good(15), good(17));
        let reported = reported(upstream(event(&[&before, bad, &after])).await);
        assert_eq!(reported, offsets(&[16, 17]), "{bad}");
    }
    let tombstone = record(16, r#""value":null"#);
    assert_eq!(reported(upstream(event(&[&tombstone])).await), offsets(&[]));
}

#[tokio::test]
async fn a_tombstone_is_none() {
    for members in [r#""value":null"#, r#""key":"a2V5""#, r#""key":null,"value":null"#] {
        let tombstone = record(16, members);
        assert_eq!(reported(optional(event(&[&good(15), &tombstone])).await), offsets(&[]), "{members}");
        assert!(Record::<Option<&[u8]>>::from_record(&raw(&tombstone)).unwrap().value.is_none());
    }
    // An empty value is a value, and a value that cannot be decoded is not a tombstone.
    let empty = raw(&record(16, r#""value":"""#));
    assert_eq!(Record::<Option<&[u8]>>::from_record(&empty).unwrap().value, Some(&b""[..]));
    let bad = record(16, &value("{"));
    assert_eq!(reported(optional(event(&[&good(15), &bad, &good(17)])).await), offsets(&[16, 17]));
}

/// A failed record without an identifier cannot be reported, and an answer without it would acknowledge it.
#[tokio::test]
async fn a_record_without_an_identifier_fails_the_batch() {
    for bad in [
        "5",
        "null",
        "{}",
        r#"{"topic":"customers","partition":0,"value":"e30="}"#,
        r#"{"topic":"customers","partition":0,"offset":null,"value":"e30="}"#,
        r#"{"topic":"customers","partition":0,"offset":"16","value":"e30="}"#,
        r#"{"topic":"customers","partition":0,"offset":1.5,"value":"e30="}"#,
        r#"{"topic":"customers","partition":0,"offset":16,"offset":16,"value":"e30="}"#,
    ] {
        let (one, other) = (good(15), good(17));
        for records in [&[one.as_str(), bad][..], &[bad, &other], &[bad]] {
            assert_eq!(reported(view(event(records)).await), None, "{bad}");
        }
    }
}

/// The record's own topic and partition may be odd.
#[tokio::test]
async fn the_list_in_the_event_determines_the_partition() {
    for bad in [
        r#"{"topic":null,"partition":0,"offset":16,"value":"e30="}"#,
        r#"{"topic":"customers","partition":"0","offset":16,"value":"e30="}"#,
        r#"{"offset":16}"#,
    ] {
        assert_eq!(reported(view(event(&[&good(15), bad])).await), offsets(&[16]), "{bad}");
    }
}

/// The record of [AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html).
const DOCUMENTED: &str = r#"{
    "topic": "mytopic",
    "partition": 0,
    "offset": 15,
    "timestamp": 1545084650987,
    "timestampType": "CREATE_TIME",
    "key": "abcDEFghiJKLmnoPQRstuVWXyz1234==",
    "value": "SGVsbG8sIHRoaXMgaXMgYSB0ZXN0Lg==",
    "headers": [{ "headerKey": [104, 101, 97, 100, 101, 114, 86, 97, 108, 117, 101] }]
}"#;

#[test]
fn the_documented_record_is_decoded() {
    let raw = raw(DOCUMENTED);
    let record = Record::<&str>::from_record(&raw).unwrap();
    assert_eq!(record.value, "Hello, this is a test.");
    assert_eq!((record.topic.as_ref(), record.partition, record.offset), ("mytopic", 0, 15));
    // Made up for the documentation: there are bits after its last byte.
    assert_eq!(record.key.map(<[u8]>::len), Some(22));
    assert_eq!(record.timestamp, Some(UNIX_EPOCH + Duration::from_millis(1_545_084_650_987)));
    assert_eq!(record.timestamp_type, Some(TimestampType::CreateTime));
    assert_eq!(record.headers.last("headerKey").unwrap().as_deref(), Some(&b"headerValue"[..]));
    let shown = format!("{record:?}");
    assert!(shown.contains("mytopic") && !shown.contains("Hello"), "{shown}");
}

#[test]
fn metadata_that_cannot_be_read_is_left_out() {
    for members in [
        r#""timestamp":-1,"timestampType":"NO_TIMESTAMP_TYPE","headers":null"#,
        r#""timestamp":"now","timestampType":5"#,
        r#""timestamp":99999999999999999999,"timestampType":{}"#,
    ] {
        let raw = raw(&format!(r#"{{"topic":"t","partition":0,"offset":1,"value":"aGk=",{members}}}"#));
        let record = Record::<&str>::from_record(&raw).unwrap();
        assert_eq!((record.timestamp, record.timestamp_type), (None, None), "{members}");
        assert_eq!(record.headers.all().unwrap(), [], "{members}");
        assert_eq!(record.key, None);
    }
    let appended = raw(&DOCUMENTED
        .replace("CREATE_TIME", "LOG_APPEND_TIME")
        .replace("abcDEFghiJKLmnoPQRstuVWXyz1234==", ""));
    let record = Record::<&str>::from_record(&appended).unwrap();
    assert_eq!(record.timestamp_type, Some(TimestampType::LogAppendTime));
    assert_eq!(record.key, Some(&b""[..]), "an empty key is a key");
}

/// Headers are decoded when a function asks for them.
#[test]
fn bad_headers_fail_the_function_that_asks_for_them() {
    let raw = raw(r#"{"topic":"t","partition":0,"offset":1,"value":"aGk=","headers":[{"h":[256]}]}"#);
    let record = Record::<&str>::from_record(&raw).unwrap();
    assert!(record.headers.last("h").is_err());
}
