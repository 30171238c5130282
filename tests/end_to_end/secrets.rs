//! The payload of a record may be secret, and does not get into the function's log.

use serde_json::{Value, json};

use crate::{
    dynamodb,
    events::{event, kinesis_record, message, order, with},
    exchange::Answer,
    function::{Function, Log},
    kinesis, upstream_types,
};

/// It is in the payload of every record below.
const SECRET: &str = "tr0ub4dor";

/// Delivers bad records, and asserts that the function wrote nothing of their payloads.
fn assert_no_payload_is_logged(binary: &str, handler: &str, records: &[Value]) {
    // At the level TRACE `lambda_runtime` logs whole events.
    let environment = [("AWS_LAMBDA_LOG_LEVEL", "DEBUG"), ("_HANDLER", handler)];
    let mut function = Function::start_with(binary, &environment);
    for record in records {
        let answer = function.invoke(event([record.clone()]));
        assert_ne!(answer, Answer::success(), "{record}");
    }
    let log = function.stop();
    let Log { stdout, stderr } = &log;
    assert_eq!(log.lines_with("a record failed").len(), records.len(), "{stdout}");
    assert!(!log.contains(SECRET), "{stdout}{stderr}");
    for record in records {
        let encoded = record["kinesis"]["data"].as_str();
        assert!(encoded.is_none_or(|data| !log.contains(data)), "{record}: {stdout}{stderr}");
    }
}

fn data(data: &str) -> Value {
    kinesis_record(1, data.as_bytes())
}

/// A record of Kinesis with this value where its base64 should be.
fn not_base64(value: Value) -> Value {
    with(order(1, "Ada"), "/kinesis/data", value)
}

/// A record of DynamoDB with this value at a place.
fn item(place: &str, value: Value) -> Value {
    with(message(1, SECRET), place, value)
}

#[test]
fn data_of_kinesis_is_not_logged() {
    let records = [
        data(&format!(r#"{{"id":1,"customer":"fail","note":"{SECRET}"}}"#)),
        data(&format!(r#"{{"id":1,"customer":"panic","note":"{SECRET}"}}"#)),
        data(&format!(r#"{{"id":"{SECRET}","customer":"Ada"}}"#)),
        data(&format!(r#"{{"id":1,"customer":["{SECRET}"]}}"#)),
        data(&format!(r#"{{"id":1,"customer":{{"escaped \"{SECRET}\"":1}}}}"#)),
        data(&format!(r#""{SECRET}""#)),
        data(&format!("{SECRET} is no JSON")),
        data(&format!(r#"{{"id":1,"customer":"{SECRET}"#)),
        kinesis_record(1, &[SECRET.as_bytes(), b"\xff"].concat()),
        not_base64(json!(format!("{SECRET}?"))),
        not_base64(json!([SECRET])),
    ];
    assert_no_payload_is_logged(kinesis::BINARY, "bootstrap", &records);
}

#[test]
fn items_of_dynamodb_are_not_logged() {
    let records = [
        item("/eventName", json!("REMOVE")),
        item("/dynamodb/NewImage", json!(SECRET)),
        item("/dynamodb/NewImage/Id", json!({ "N": SECRET })),
        item("/dynamodb/NewImage/Id", json!({ "S": SECRET })),
        item("/dynamodb/NewImage/Id", json!(SECRET)),
        item("/dynamodb/NewImage/Id", json!({ "B": format!("{SECRET}?") })),
        item("/dynamodb/NewImage/Id", json!({ "UUID": "7" })),
        item("/dynamodb/NewImage/Id", json!({ "SS": [SECRET, 7] })),
        item("/dynamodb/NewImage/Message", json!({ "L": [{ "S": SECRET }] })),
    ];
    assert_no_payload_is_logged(dynamodb::BINARY, "bootstrap", &records);
}

#[test]
fn data_of_upstream_types_is_not_logged() {
    let records = [
        data(&format!("fail {SECRET}")),
        data(&format!("panic {SECRET}")),
        kinesis_record(1, &[SECRET.as_bytes(), b"\xff"].concat()),
        not_base64(json!(format!("{SECRET}?"))),
        not_base64(json!([SECRET])),
    ];
    assert_no_payload_is_logged(upstream_types::BINARY, "kinesis", &records);
}

#[test]
fn items_of_upstream_types_are_not_logged() {
    let records = [
        item("/dynamodb/NewImage", json!(SECRET)),
        item("/dynamodb/NewImage/Id", json!(SECRET)),
        item("/dynamodb/NewImage/Id", json!({ "N": [SECRET] })),
        item("/dynamodb/NewImage/Id", json!({ "B": format!("{SECRET}?") })),
        item("/dynamodb/NewImage/Id", json!({ "UUID": "7" })),
        item("/dynamodb/NewImage/Id", json!({ "SS": SECRET })),
    ];
    assert_no_payload_is_logged(upstream_types::BINARY, "dynamodb", &records);
}
