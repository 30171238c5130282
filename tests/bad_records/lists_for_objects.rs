//! Lists in place of objects. Serde's derive would take a list for a struct, by position. Such a record would be handled and
//! acknowledged without its identifier and its key, which are looked up by name.

use aws_lambda_events::{
    dynamodb::EventRecord, kafka::KafkaRecord, kinesis::KinesisEventRecord, sqs::SqsMessage,
};
use checkpointed::{
    DynamoDb, FromRecord, Kafka, Kinesis, RawRecord, Sqs, checkpointed_stream_handler,
    dynamodb::{self, Keys},
    kafka, kinesis,
    sqs::{self, MessageAttribute},
};
use serde_json::{Value, json};

use crate::{Answer, answer, event, reported};

/// The record with the object at a place replaced by the list of its values, in this order.
fn with_list(record: &Value, place: &str, order: &[&str]) -> Value {
    let mut record = record.clone();
    let value = record.pointer_mut(place).expect("the record has this place");
    let members = value.as_object().expect("there is an object");
    assert!(members.keys().all(|key| order.contains(&key.as_str())), "a member is left out");
    *value = order.iter().map(|key| members.get(*key).cloned().unwrap_or_default()).collect();
    record
}

fn is_refused<'r, R: FromRecord<'r>>(raw: &'r RawRecord<R::Source>) {
    let error = R::from_record(raw).err().unwrap_or_else(|| panic!("it is taken: {}", raw.json()));
    assert!(error.to_string().contains("invalid type: sequence"), "{error}: {}", raw.json());
}

/// The order of the fields of the view, and that of the upstream type.
const OF_KINESIS: [[&str; 6]; 2] = [
    ["kinesis", "eventID", "eventSourceARN", "awsRegion", "eventName", "eventSource"],
    ["awsRegion", "eventID", "eventName", "eventSource", "eventSourceARN", "kinesis"],
];
const OF_KINESIS_DATA: [[&str; 4]; 2] = [
    ["data", "sequenceNumber", "partitionKey", "approximateArrivalTimestamp"],
    ["approximateArrivalTimestamp", "data", "partitionKey", "sequenceNumber"],
];

#[test]
fn a_list_is_not_a_record_of_kinesis() {
    let good = json!({
        "kinesis": { "data": "aGk=", "sequenceNumber": "5", "partitionKey": "k", "approximateArrivalTimestamp": 1 },
        "eventID": "e", "eventSourceARN": "arn", "awsRegion": "r",
    });
    let lists = OF_KINESIS.map(|order| with_list(&good, "", &order));
    let inner = OF_KINESIS_DATA.map(|order| with_list(&good, "/kinesis", &order));
    for bad in lists.into_iter().chain(inner) {
        let raw = RawRecord::<Kinesis>::from_json(&bad.to_string()).unwrap();
        is_refused::<kinesis::Record<'_, &str>>(&raw);
        is_refused::<KinesisEventRecord>(&raw);
    }
}

/// The order of the fields of `dynamodb`: of the view, and of the upstream type.
const OF_CHANGE: [[&str; 7]; 2] = [
    [
        "SequenceNumber",
        "ApproximateCreationDateTime",
        "SizeBytes",
        "StreamViewType",
        "Keys",
        "NewImage",
        "OldImage",
    ],
    [
        "ApproximateCreationDateTime",
        "Keys",
        "NewImage",
        "OldImage",
        "SequenceNumber",
        "SizeBytes",
        "StreamViewType",
    ],
];
/// The order of the fields of a whole record: of the view, and of the upstream type.
const OF_DYNAMODB: [&[&str]; 2] = [
    &["dynamodb", "eventName", "eventID", "eventSourceARN", "awsRegion", "userIdentity"],
    &[
        "awsRegion",
        "dynamodb",
        "eventID",
        "eventName",
        "eventSource",
        "eventVersion",
        "eventSourceARN",
        "userIdentity",
    ],
];

fn change_of_an_item() -> Value {
    json!({
        "dynamodb": {
            "ApproximateCreationDateTime": 1, "Keys": { "id": { "S": "a" } }, "NewImage": {}, "OldImage": {},
            "SequenceNumber": "5", "SizeBytes": 7, "StreamViewType": "KEYS_ONLY",
        },
        "eventName": "MODIFY", "eventID": "e", "eventSourceARN": "arn", "awsRegion": "r",
        "userIdentity": { "type": "Service", "principalId": "dynamodb.amazonaws.com" },
    })
}

#[test]
fn a_list_is_not_a_record_of_dynamodb() {
    let good = change_of_an_item();
    let lists = OF_DYNAMODB.map(|order| with_list(&good, "", order));
    let inner = OF_CHANGE.map(|order| with_list(&good, "/dynamodb", &order));
    for bad in lists.into_iter().chain(inner) {
        let raw = RawRecord::<DynamoDb>::from_json(&bad.to_string()).unwrap();
        is_refused::<dynamodb::Record<'_, Keys<Value>>>(&raw);
        is_refused::<EventRecord>(&raw);
    }
}

/// It is metadata, which is `None` for the view.
#[test]
fn a_list_is_not_a_user_identity() {
    let list = with_list(&change_of_an_item(), "/userIdentity", &["type", "principalId"]);
    let raw = RawRecord::<DynamoDb>::from_json(&list.to_string().replace("MODIFY", "REMOVE")).unwrap();
    is_refused::<EventRecord>(&raw);
    let record = dynamodb::Record::<Keys<Value>>::from_record(&raw).unwrap();
    assert!(record.user_identity.is_none() && !record.is_ttl_deletion());
}

#[test]
fn a_list_is_not_a_message_of_sqs() {
    let good = json!({
        "body": "hi", "messageId": "5", "receiptHandle": "h", "attributes": {}, "md5OfBody": "m",
        "messageAttributes": { "a": { "stringValue": "x", "dataType": "String" } },
    });
    let of_view = ["body", "messageId", "receiptHandle", "attributes", "messageAttributes", "md5OfBody"];
    let upstream = [
        "messageId",
        "receiptHandle",
        "body",
        "md5OfBody",
        "md5OfMessageAttributes",
        "attributes",
        "messageAttributes",
    ];
    for bad in [with_list(&good, "", &of_view), with_list(&good, "", &upstream)] {
        let raw = RawRecord::<Sqs>::from_json(&bad.to_string()).unwrap();
        is_refused::<sqs::Message<'_, &str>>(&raw);
        is_refused::<SqsMessage>(&raw);
    }
    let mut attribute = good.clone();
    attribute["messageAttributes"]["b"] = json!(["x", null, [], [], "String"]);
    attribute["messageAttributes"]["c"] = json!(["String", "x", null]);
    let raw = RawRecord::<Sqs>::from_json(&attribute.to_string()).unwrap();
    is_refused::<SqsMessage>(&raw);
    let attributes = sqs::Message::<&str>::from_record(&raw).unwrap().message_attributes;
    assert_eq!(attributes.get("a").unwrap().as_ref().and_then(MessageAttribute::as_text), Some("x"));
    for name in ["b", "c"] {
        let error = attributes.get(name).unwrap_err().to_string();
        assert!(
            error.starts_with("messageAttributes, ") && error.contains("invalid type: sequence"),
            "{error}"
        );
    }
}

#[test]
fn a_list_is_not_a_record_of_kafka() {
    let good = json!({
        "topic": "t", "partition": 0, "offset": 5, "timestamp": 1, "timestampType": "CREATE_TIME",
        "key": "aGk=", "value": "aGk=", "headers": [{ "h": [1] }],
    });
    let of_view = ["topic", "partition", "offset", "key", "value", "timestamp", "timestampType", "headers"];
    let upstream = ["topic", "partition", "offset", "timestamp", "timestampType", "key", "value", "headers"];
    for bad in [with_list(&good, "", &of_view), with_list(&good, "", &upstream)] {
        let raw = RawRecord::<Kafka>::from_json(&bad.to_string()).unwrap();
        is_refused::<kafka::Record<'_, &str>>(&raw);
        is_refused::<KafkaRecord>(&raw);
    }
    let mut headers = good.clone();
    headers["headers"] = json!([["h", [1]]]);
    let raw = RawRecord::<Kafka>::from_json(&headers.to_string()).unwrap();
    is_refused::<KafkaRecord>(&raw);
    assert!(kafka::Record::<&str>::from_record(&raw).unwrap().headers.last("h").is_err());
}

#[checkpointed_stream_handler]
async fn of_kinesis(_record: kinesis::Record<'_, &str>) {}

#[checkpointed_stream_handler]
async fn of_sqs(_message: sqs::Message<'_, &str>) {}

/// A list has no identifier: the answer names the nearest record before it. Without one the invocation fails.
#[tokio::test]
async fn such_a_record_fails_and_is_never_acknowledged() {
    let good = r#"{"kinesis":{"data":"Z29vZA==","sequenceNumber":"1","partitionKey":"k"}}"#;
    for bad in [r#"[["aGk=","5","k"],"e","arn","r"]"#, r#"{"kinesis":["ZmFpbA==","5","k",1]}"#] {
        assert_eq!(
            answer(of_kinesis(event(&[good, bad])).await),
            Answer::Checkpoint(String::from("1")),
            "{bad}"
        );
        assert_eq!(answer(of_kinesis(event(&[bad, good])).await), Answer::Failed, "{bad}");
    }
    let (good, bad) = (r#"{"messageId":"1","body":"good"}"#, r#"["hi","5"]"#);
    assert_eq!(reported(of_sqs(event(&[good, bad])).await), None);
}
