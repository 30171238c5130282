//! The guide's table of bad records is a promise. Each of its rows is a test here, with the real `lambda_runtime`.

use serde_json::Value;

use crate::{
    events::{
        kafka_record, kinesis_record, message, message_id, order, sequence_number, sqs_message,
        stream_sequence_number,
    },
    exchange::Answer,
    function::Function,
};

const GUIDE: &str = include_str!("../../runtime/src/guide/bad_records.md");

/// Tests of rows of the guide's table, each with the first column of its row.
macro_rules! rows {
    ($($name:ident: $row:literal => $body:block)*) => {
        $(#[test]
        fn $name() $body)*

        pub(super) const TESTED: &[&str] = &[$($row),*];
    };
}

mod envelope;
mod payload;
mod record;

#[test]
fn each_row_of_the_guide_is_tested() {
    let table = GUIDE.split_once("|---|---|\n").unwrap().1.lines().take_while(|line| line.starts_with('|'));
    let documented: Vec<&str> =
        table.map(|line| line.trim_matches('|').split(" | ").next().unwrap().trim()).collect();
    let tested = [payload::TESTED, record::TESTED, envelope::TESTED].concat();
    for row in &documented {
        assert!(tested.contains(row), "no test of `{row}`");
    }
    assert_eq!(documented.len(), tested.len(), "a test has no row");
}

const KINESIS: &str = env!("CARGO_BIN_EXE_kinesis_function");
const DYNAMODB: &str = env!("CARGO_BIN_EXE_dynamodb_function");
const SQS: &str = env!("CARGO_BIN_EXE_sqs_function");
const KAFKA: &str = env!("CARGO_BIN_EXE_kafka_function");
const UPSTREAM: &str = env!("CARGO_BIN_EXE_upstream_types_function");

fn start(handler: &str) -> Function {
    Function::start_with(env!("CARGO_BIN_EXE_bad_records_function"), &[("_HANDLER", handler)])
}

fn start_upstream(handler: &str) -> Function {
    Function::start_with(UPSTREAM, &[("_HANDLER", handler)])
}

/// Delivers a record of Kinesis between two good ones, and asserts that the answer names it.
fn fails_at_its_place(function: &mut Function, bad: &str) {
    let events = around(&order(1, "Ada"), bad, &order(3, "Ada"));
    assert_eq!(function.invoke(events), Answer::checkpoint(&sequence_number(2)), "{bad:.300}");
}

/// The same for a record of DynamoDB.
fn fails_in_its_table(function: &mut Function, bad: &str) {
    let events = around(&message(1, "hi"), bad, &message(3, "hi"));
    assert_eq!(function.invoke(events), Answer::checkpoint(&stream_sequence_number(2)), "{bad:.300}");
}

/// Delivers a message between two good ones, and asserts that the answer names it alone.
fn fails_alone(function: &mut Function, good: &str, bad: &str) {
    let events = around(&sqs_message(1, good), bad, &sqs_message(3, good));
    assert_eq!(function.invoke(events), Answer::failures(&[message_id(2)]), "{bad:.300}");
}

fn around(before: &Value, bad: &str, after: &Value) -> Vec<u8> {
    format!(r#"{{"Records":[{before},{bad},{after}]}}"#).into_bytes()
}

/// An event of Kafka with this record at offset 2.
fn of_kafka(bad: &str) -> Vec<u8> {
    let good = |offset| kafka_record(offset, Some(CUSTOMER));
    let (before, after) = (good(1), good(3));
    format!(r#"{{"eventSource":"aws:kafka","records":{{"customers-0":[{before},{bad},{after}]}}}}"#)
        .into_bytes()
}

/// The answer of Kafka to a failure at this offset: it names the record and those after it in its partition.
fn from_offset(offset: u64) -> Answer {
    let failure = |offset| format!(r#"{{"itemIdentifier":{{"partition":"customers-0","offset":{offset}}}}}"#);
    let failures: Vec<String> = (offset..=3).map(failure).collect();
    Answer::Response(format!(r#"{{"batchItemFailures":[{}]}}"#, failures.join(",")))
}

/// The message of a failed invocation.
fn error(answer: &Answer) -> String {
    let Answer::Error(error) = answer else { panic!("the invocation did not fail: {answer:?}") };
    serde_json::from_str::<Value>(error).unwrap()["errorMessage"].as_str().unwrap().to_owned()
}

const CUSTOMER: &str = r#"{"name":"Ada"}"#;
const MAIL: &str = r#"{"to":"Ada"}"#;

fn text(record: &Value) -> String {
    record.to_string()
}

fn data(number: u64, data: impl AsRef<[u8]>) -> String {
    kinesis_record(number, data.as_ref()).to_string()
}
