//! A function with the view of a DynamoDB record, its images decoded into what happened to the item.

use serde_json::{Value, json};

use crate::{
    events::{self, event, message, stream_sequence_number, with},
    exchange::Answer,
    function::Function,
};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_dynamodb_function");

/// Delivers this record, number 2, which fails, between records that do not, and then an event that succeeds.
fn fails_at_its_place(record: Value) {
    let mut function = Function::start(BINARY);
    let answer = function.invoke(event([message(1, "hello"), record, message(3, "hello")]));
    assert_eq!(answer, Answer::checkpoint(&stream_sequence_number(2)));
    assert_eq!(function.invoke(event([message(4, "hello")])), Answer::success(), "the next invocation");

    let log = function.stop();
    assert_eq!(
        log.lines_with("followed item=").len(),
        2,
        "record 1 of the first event, and the second event"
    );
    assert!(!log.contains("followed item=3"), "behind a failure nothing is started");
}

#[test]
fn the_documented_event() {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(events::DYNAMODB_DOCUMENTED), Answer::success());
    assert_eq!(function.stop().lines_with("followed item=101").len(), 2);
}

#[test]
fn times_of_creation_with_a_fraction() {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(events::DYNAMODB_FRACTIONAL_CREATION), Answer::success());

    let log = function.stop();
    assert_eq!(log.lines_with("followed item=7 expired=false").len(), 2);
    assert_eq!(log.lines_with("followed item=7 expired=true").len(), 1);
}

#[test]
fn an_error_in_the_middle() {
    fails_at_its_place(message(2, "fail"));
}

#[test]
fn a_panic_in_the_middle() {
    fails_at_its_place(message(2, "panic"));
}

#[test]
fn an_unknown_attribute_type() {
    fails_at_its_place(with(message(2, "hello"), "/dynamodb/NewImage/Message", json!({ "UUID": "7" })));
}

#[test]
fn an_unknown_event_name() {
    fails_at_its_place(with(message(2, "hello"), "/eventName", json!("UPSERT")));
}

#[test]
fn an_image_that_is_missing() {
    fails_at_its_place(with(message(2, "hello"), "/eventName", json!("MODIFY")));
}

#[test]
fn an_item_of_another_type() {
    let bad = with(message(2, "hello"), "/dynamodb/NewImage/Id", json!({ "S": "two" }));
    fails_at_its_place(bad);
}
