//! Messages of SQS that cannot be decoded.

use std::{
    borrow::Cow,
    time::{Duration, UNIX_EPOCH},
};

use aws_lambda_events::sqs::SqsMessage;
use checkpointed::{
    FromRecord, Json, RawRecord, Sqs, checkpointed_stream_handler,
    sqs::{Message, MessageAttribute},
};

use crate::{event, reported};

#[derive(Debug, serde::Deserialize)]
struct Mail<'a> {
    to: &'a str,
}

#[checkpointed_stream_handler]
async fn view(mail: Message<'_, Json<Mail<'_>>>) {
    assert_eq!(mail.body.to, "Ada");
}

#[checkpointed_stream_handler]
async fn upstream(message: SqsMessage) -> Result<(), serde_json::Error> {
    serde_json::from_str::<Mail<'_>>(message.body.as_deref().unwrap_or_default()).map(drop)
}

/// A message with this body, which must be JSON already.
fn message(id: &str, body: &str) -> String {
    format!(
        r#"{{"messageId":"{id}","receiptHandle":"h","body":{body},"attributes":{{"ApproximateReceiveCount":"1"}},
            "messageAttributes":{{}},"eventSourceARN":"arn:aws:sqs:eu-central-1:123456789012:mails"}}"#
    )
}

fn good(id: &str) -> String {
    message(id, r#""{\"to\":\"Ada\"}""#)
}

fn raw(message: &str) -> RawRecord<Sqs> {
    RawRecord::from_json(message).unwrap()
}

fn error(message: &str) -> String {
    Message::<Json<Mail<'_>>>::from_record(&raw(message)).unwrap_err().to_string()
}

#[tokio::test]
async fn a_body_that_cannot_be_decoded_is_reported_with_its_place() {
    for (body, expected) in [
        (r#""no JSON, secret""#, "body, line 1 column 2: expected ident"),
        (r#""""#, "body: EOF while parsing a value"),
        (
            r#""{\"to\":5}""#,
            "body, at `to`, line 1 column 7: invalid type: integer, expected a borrowed string",
        ),
        ("null", "at `body`, line 1 column 48: invalid type: null, expected a string"),
        ("{}", "at `body`, line 1 column 44: invalid type: map, expected a string"),
    ] {
        let (before, bad, after) = (good("1"), message("2", body), good("3"));
        let records = [before.as_str(), &bad, &after];
        let expected_report = Some(vec![String::from("2")]);
        assert_eq!(reported(view(event(&records)).await), expected_report, "{body}");
        assert_eq!(reported(upstream(event(&records)).await), expected_report, "{body}");
        assert!(error(&bad).starts_with(expected), "{}", error(&bad));
    }
}

#[test]
fn the_first_wrong_field_of_a_message_is_named() {
    for (message, expected) in [
        (
            r#"{"body":5,"messageId":6}"#,
            "at `body`, line 1 column 9: invalid type: integer, expected a string",
        ),
        (
            r#"{"messageId":6,"body":5}"#,
            "at `messageId`, line 1 column 14: invalid type: integer, expected a string",
        ),
        (
            r#"{"messageId":"6","body":"secret \ud800 secret"}"#,
            "at `body`, line 1 column 39: unexpected end of hex escape",
        ),
        (
            r#"{"messageId":"6","body":["secret"]}"#,
            "at `body`, line 1 column 24: invalid type: sequence, expected a string",
        ),
        (r#"{"messageId":"6","body":"a","body":"b"}"#, "line 1 column 34: duplicate field `body`"),
        (r#"{"messageId":"6"}"#, "line 1 column 17: missing field `body`"),
        (r#"["{}","6"]"#, "line 1 column 1: invalid type: sequence, expected an object"),
    ] {
        assert_eq!(error(message), expected, "{message}");
    }
}

#[tokio::test]
async fn very_deep_nesting_and_megabytes_of_garbage_are_reported() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let garbage = "x".repeat(10_000_000);
    for body in [deep, garbage] {
        let bad = message("2", &format!(r#""{body}""#));
        assert_eq!(reported(view(event(&[&good("1"), &bad])).await), Some(vec![String::from("2")]));
    }
}

/// A failed message without an identifier cannot be reported, and an answer without it would delete it.
#[tokio::test]
async fn a_message_without_an_identifier_fails_the_batch() {
    for bad in [
        "5",
        "null",
        "{}",
        r#"{"body":"{}"}"#,
        r#"{"messageId":null,"body":"{}"}"#,
        r#"{"messageId":"","body":"{}"}"#,
        r#"{"messageId":5,"body":"{}"}"#,
        r#"{"messageId":"2","messageId":"2","body":"{}"}"#,
    ] {
        let good = good("1");
        for records in [&[good.as_str(), bad][..], &[bad, &good], &[bad]] {
            assert_eq!(reported(view(event(records)).await), None, "{bad}");
        }
    }
    // A done message needs none.
    let done = r#"{"body":"{\"to\":\"Ada\"}"}"#;
    assert_eq!(reported(upstream(event(&[done])).await), Some(Vec::new()));
}

#[test]
fn a_body_is_borrowed_from_the_event_where_it_has_no_escapes() {
    let raw = raw(&message("1", r#""plain""#));
    let message = Message::<&str>::from_record(&raw).unwrap();
    let event = raw.json().as_bytes().as_ptr_range();
    assert!(event.contains(&message.body.as_ptr()), "it was copied");
    assert!(matches!(message.message_id, Cow::Borrowed("1")));
}

#[test]
fn escapes_in_a_body_are_decoded() {
    let raw = raw(&message("1", r#""{\"to\":\"Ad\u0061\\u0020\u2764\"}\n""#));
    assert_eq!(Message::<&str>::from_record(&raw).unwrap().body, "{\"to\":\"Ada\\u0020❤\"}\n");
    assert_eq!(Message::<Vec<u8>>::from_record(&raw).unwrap().body.len(), 22);
}

/// The message of [AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html) for FIFO queues.
const DOCUMENTED: &str = r#"{
    "messageId": "11d6ee51-4cc7-4302-9e22-7cd8afdaadf5",
    "receiptHandle": "AQEBBX8nesZEXmkhsmZeyIE8iQAMig7qw...",
    "body": "Test message.",
    "attributes": {
        "ApproximateReceiveCount": "1",
        "SentTimestamp": "1573251510774",
        "SequenceNumber": "18849496460467696128",
        "MessageGroupId": "1",
        "SenderId": "AIDAIO23YVJENQZJOL4VO",
        "MessageDeduplicationId": "1",
        "ApproximateFirstReceiveTimestamp": "1573251510774"
    },
    "messageAttributes": {},
    "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
    "eventSource": "aws:sqs",
    "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:fifo.fifo",
    "awsRegion": "us-east-2"
}"#;

#[test]
fn the_documented_message_is_decoded() {
    let raw = raw(DOCUMENTED);
    let message = Message::<&str>::from_record(&raw).unwrap();
    let sent = UNIX_EPOCH + Duration::from_millis(1_573_251_510_774);
    assert_eq!((message.body, message.approximate_receive_count), ("Test message.", Some(1)));
    assert_eq!(message.message_id, "11d6ee51-4cc7-4302-9e22-7cd8afdaadf5");
    assert_eq!(message.sent_timestamp, Some(sent));
    assert_eq!(message.approximate_first_receive_timestamp, Some(sent));
    assert_eq!(message.receipt_handle.as_deref(), Some("AQEBBX8nesZEXmkhsmZeyIE8iQAMig7qw..."));
    assert_eq!(message.sequence_number.as_deref(), Some("18849496460467696128"));
    assert_eq!(message.message_group_id.as_deref(), Some("1"));
    assert_eq!(message.message_deduplication_id.as_deref(), Some("1"));
    assert_eq!(message.sender_id.as_deref(), Some("AIDAIO23YVJENQZJOL4VO"));
    assert_eq!(message.event_source_arn.as_deref(), Some("arn:aws:sqs:us-east-2:123456789012:fifo.fifo"));
    assert_eq!(message.aws_region.as_deref(), Some("us-east-2"));
    assert_eq!(message.message_attributes.all().unwrap(), []);
    let shown = format!("{message:?}");
    assert!(shown.contains("11d6ee51") && !shown.contains("Test message"), "{shown}");
}

#[test]
fn metadata_that_cannot_be_read_is_left_out() {
    for attributes in [
        r#""attributes":5"#,
        r#""attributes":null"#,
        r#""attributes":[{"a":1}]"#,
        r#""attributes":{"ApproximateReceiveCount":1,"SentTimestamp":"soon","ApproximateFirstReceiveTimestamp":"-1","SenderId":{}}"#,
        r#""attributes":{"ApproximateReceiveCount":"99999999999","SentTimestamp":"99999999999999999999"}"#,
        r#""awsRegion":5,"eventSourceARN":[],"receiptHandle":{}"#,
    ] {
        let raw = raw(&format!(r#"{{"messageId":"1","body":"hi",{attributes}}}"#));
        let message = Message::<&str>::from_record(&raw).unwrap();
        assert_eq!((message.approximate_receive_count, message.sent_timestamp), (None, None), "{attributes}");
        assert_eq!(message.approximate_first_receive_timestamp, None, "{attributes}");
        assert!(message.sender_id.is_none() && message.message_group_id.is_none(), "{attributes}");
        assert!(message.aws_region.is_none() && message.receipt_handle.is_none(), "{attributes}");
    }
    // Of two groups, nobody knows which one is meant.
    let twice = r#"{"messageId":"1","body":"{\"to\":\"\"}","attributes":{"MessageGroupId":"a","MessageGroupId":"b"}}"#;
    assert_eq!(error(twice), "attributes, line 1 column 38: duplicate field `MessageGroupId`");
}

/// Attributes are decoded when a function asks for them. A bad one that it does not ask for does no harm.
#[test]
fn a_bad_attribute_fails_the_function_that_asks_for_it() {
    let raw = raw(r#"{"messageId":"1","body":"hi","messageAttributes":{
        "good":{"stringValue":"x","stringListValues":[],"binaryListValues":[],"dataType":"String"},
        "bad":{"binaryValue":"%","dataType":"Binary"}}}"#);
    let message = Message::<&str>::from_record(&raw).unwrap();
    let good = message.message_attributes.get("good").unwrap();
    assert_eq!(good.as_ref().and_then(MessageAttribute::as_text), Some("x"));
    assert_eq!(message.message_attributes.get("none").unwrap(), None);
    let error = message.message_attributes.get("bad").unwrap_err().to_string();
    assert_eq!(error, "messageAttributes: not base64: invalid symbol at offset 0");
}
