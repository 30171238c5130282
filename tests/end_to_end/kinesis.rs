//! A function with the view of a Kinesis record, whose payload is decoded from JSON and borrows from it.

use serde_json::json;

use crate::{
    events::{self, event, kinesis_record, order, sequence_number, with, without_sequence_number},
    exchange::Answer,
    function::Function,
};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_kinesis_function");

/// Delivers an event, asserts that its second record fails, and that the next invocation succeeds.
fn assert_second_fails(records: [serde_json::Value; 3]) {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(event(records)), Answer::checkpoint(&sequence_number(2)));
    assert_eq!(function.invoke(event([order(4, "Ada")])), Answer::success(), "the next invocation");

    let log = function.stop();
    assert_eq!(log.lines_with("stored order=").len(), 2, "record 1 of the first event, and the second event");
    assert!(!log.contains("stored order=3"), "nothing is started after a failure");
}

#[test]
fn records_that_succeed_are_all_acknowledged() {
    let mut function = Function::start(BINARY);
    let answer = function.invoke(event([order(1, "Ada"), order(2, "Grace"), order(3, "Ada")]));
    assert_eq!(answer, Answer::success());
    assert_eq!(function.stop().lines_with("stored order=").len(), 3);
}

#[test]
fn an_empty_batch_is_a_success() {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(event([])), Answer::success());
}

#[test]
fn an_error_fails_at_its_place() {
    assert_second_fails([order(1, "Ada"), order(2, "fail"), order(3, "Ada")]);
}

#[test]
fn a_panic_fails_at_its_place() {
    assert_second_fails([order(1, "Ada"), order(2, "panic"), order(3, "Ada")]);
}

#[test]
fn data_that_is_not_base64_fails_at_its_place() {
    let bad = with(order(2, "Ada"), "/kinesis/data", json!("%%% no base64 %%%"));
    assert_second_fails([order(1, "Ada"), bad, order(3, "Ada")]);
}

#[test]
fn data_that_is_not_json_fails_at_its_place() {
    assert_second_fails([order(1, "Ada"), kinesis_record(2, b"<order/>"), order(3, "Ada")]);
}

#[test]
fn data_that_is_not_utf_8_fails_at_its_place() {
    let data = b"{\"id\":2,\"customer\":\"\xff\"}";
    assert_second_fails([order(1, "Ada"), kinesis_record(2, data), order(3, "Ada")]);
}

#[test]
fn data_of_another_type_fails_at_its_place() {
    let data = br#"{"id":"two","customer":"Ada"}"#;
    assert_second_fails([order(1, "Ada"), kinesis_record(2, data), order(3, "Ada")]);
}

#[test]
fn missing_data_fails_at_its_place() {
    let bad = with(order(2, "Ada"), "/kinesis/data", json!(null));
    assert_second_fails([order(1, "Ada"), bad, order(3, "Ada")]);
}

#[test]
fn the_first_and_the_last_record_can_fail() {
    let mut function = Function::start(BINARY);
    let first = event([order(1, "fail"), order(2, "fail"), order(3, "Ada")]);
    assert_eq!(function.invoke(first), Answer::checkpoint(&sequence_number(1)));
    let last = event([order(1, "Ada"), order(2, "Ada"), order(3, "panic")]);
    assert_eq!(function.invoke(last), Answer::checkpoint(&sequence_number(3)));
}

#[test]
fn a_failed_record_without_a_number_is_covered_by_the_one_before() {
    let mut function = Function::start(BINARY);
    let bad = without_sequence_number(order(3, "Ada"));
    let answer = function.invoke(event([order(1, "Ada"), order(2, "Ada"), bad, order(4, "Ada")]));
    assert_eq!(answer, Answer::checkpoint(&sequence_number(2)));
}

#[test]
fn times_of_arrival_may_have_a_fraction() {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(events::KINESIS_FRACTIONAL_ARRIVAL), Answer::success());
    assert_eq!(function.stop().lines_with("stored order=").len(), 3);
}

#[test]
fn the_documented_event_fails_because_its_data_is_not_json() {
    let mut function = Function::start(BINARY);
    let first = "49590338271490256608559692538361571095921575989136588898";
    assert_eq!(function.invoke(events::KINESIS_DOCUMENTED), Answer::checkpoint(first));
}

/// An invocation gets at most 6 MB
/// ([quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)).
#[test]
fn the_largest_event_is_done() {
    let records = 4_000;
    let large = |last: &str| {
        let note = "x".repeat(720);
        let order = |number, customer: &str| {
            let data = json!({ "id": number, "customer": customer, "note": note });
            kinesis_record(number, data.to_string().as_bytes())
        };
        let event = event((1..records).map(|number| order(number, "Ada")).chain([order(records, last)]));
        assert!((5_900_000..=6_291_556).contains(&event.len()), "{} bytes", event.len());
        event
    };
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(large("Ada")), Answer::success());
    assert_eq!(function.invoke(large("fail")), Answer::checkpoint(&sequence_number(records)));
    assert_eq!(function.stop().lines_with("stored order=").len(), 7_999);
}
