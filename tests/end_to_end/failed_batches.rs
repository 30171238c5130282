//! Batches that fail as a whole, because they cannot be read or their failure cannot be reported. The answer is an error, since
//! Lambda reads an empty answer as "all done". The function lives on.

use serde_json::{Value, json};

use crate::{
    events::{event, order, with, without_sequence_number},
    exchange::Answer,
    function::Function,
    kinesis::BINARY,
};

/// Asserts that each event is answered with an error, and that the next invocation succeeds.
fn assert_each_fails_as_a_whole<E: Into<Vec<u8>>>(events: impl IntoIterator<Item = E>) {
    let mut function = Function::start(BINARY);
    for event in events {
        let bytes = event.into();
        let answer = function.invoke(bytes.clone());
        assert!(answer.is_error(), "{}: {answer:?}", String::from_utf8_lossy(&bytes));
        assert_eq!(function.invoke(self::event([order(1, "Ada")])), Answer::success(), "the next invocation");
    }
}

#[test]
fn an_event_without_a_list_of_records_fails() {
    assert_each_fails_as_a_whole([
        "{}",
        r#"{"records":[]}"#,
        r#"{"Records":null}"#,
        r#"{"Records":{}}"#,
        r#"{"Records":"[]"}"#,
        r#"{"Records":[],"Records":[]}"#,
    ]);
}

#[test]
fn an_event_that_is_not_an_object_fails() {
    assert_each_fails_as_a_whole(["[]", "null", "5", "true", r#""Records""#]);
}

#[test]
fn garbage_fails() {
    let whole = event([order(1, "Ada"), order(2, "Ada")]);
    let truncated = &whole[..whole.len() - 3];
    let not_utf_8 = b"{\"Records\":[{\"\xff\":1}]}";
    assert_each_fails_as_a_whole([&b"garbage"[..], b"", b" ", b"{", truncated, not_utf_8]);
}

#[test]
fn a_failed_first_record_without_an_identifier_fails_the_batch() {
    let named = |identifier: Value| with(order(1, "fail"), "/kinesis/sequenceNumber", identifier);
    let first_records = [
        without_sequence_number(order(1, "Ada")),
        named(json!("")),
        named(json!(null)),
        named(json!(1)),
        json!(7),
    ];
    // To report the record after it would acknowledge the first one.
    assert_each_fails_as_a_whole(first_records.map(|first| event([first, order(2, "Ada")])));
}

#[test]
fn the_error_says_what_is_wrong() {
    let mut function = Function::start(BINARY);
    let message = |answer| match answer {
        Answer::Error(body) => serde_json::from_str::<Value>(&body).unwrap()["errorMessage"].to_string(),
        Answer::Response(response) => panic!("no error: {response}"),
    };
    let no_records = message(function.invoke("{}"));
    assert!(no_records.contains("missing field `Records`"), "{no_records}");
    let no_identifier = message(function.invoke(event([without_sequence_number(order(1, "Ada"))])));
    assert!(no_identifier.contains("position 0"), "{no_identifier}");
}
