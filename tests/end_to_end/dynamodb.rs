//! A function with the view of a DynamoDB record, whose images are decoded into the change of the item.

use serde_json::{Value, json};

use crate::{
    events::{self, event, message, stream_sequence_number, with},
    exchange::Answer,
    function::Function,
};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_dynamodb_function");

/// Delivers the bad record 2 between good ones, and asserts that it fails and that the next invocation succeeds.
fn assert_fails_at_its_place(record: Value) {
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
    assert!(!log.contains("followed item=3"), "nothing is started after a failure");
}

#[test]
fn the_documented_event_is_done() {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(events::DYNAMODB_DOCUMENTED), Answer::success());
    assert_eq!(function.stop().lines_with("followed item=101").len(), 2);
}

#[test]
fn times_of_creation_may_have_a_fraction() {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(events::DYNAMODB_FRACTIONAL_CREATION), Answer::success());

    let log = function.stop();
    assert_eq!(log.lines_with("followed item=7 expired=false").len(), 2);
    assert_eq!(log.lines_with("followed item=7 expired=true").len(), 1);
}

#[test]
fn an_error_fails_at_its_place() {
    assert_fails_at_its_place(message(2, "fail"));
}

#[test]
fn a_panic_fails_at_its_place() {
    assert_fails_at_its_place(message(2, "panic"));
}

#[test]
fn an_unknown_attribute_type_fails_at_its_place() {
    assert_fails_at_its_place(with(
        message(2, "hello"),
        "/dynamodb/NewImage/Message",
        json!({ "UUID": "7" }),
    ));
}

#[test]
fn an_unknown_event_name_fails_at_its_place() {
    assert_fails_at_its_place(with(message(2, "hello"), "/eventName", json!("UPSERT")));
}

#[test]
fn a_missing_image_fails_at_its_place() {
    assert_fails_at_its_place(with(message(2, "hello"), "/eventName", json!("MODIFY")));
}

#[test]
fn an_item_of_another_type_fails_at_its_place() {
    let bad = with(message(2, "hello"), "/dynamodb/NewImage/Id", json!({ "S": "two" }));
    assert_fails_at_its_place(bad);
}
