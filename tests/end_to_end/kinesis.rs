//! A function with the view of a Kinesis record, its data decoded from JSON and borrowed from.

use serde_json::json;

use crate::{
    events::{self, event, kinesis_record, order, sequence_number, with, without_sequence_number},
    exchange::Answer,
    function::Function,
};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_kinesis_function");

/// Delivers an event whose second record fails, and then one that succeeds.
fn the_second_record_fails(records: [serde_json::Value; 3]) {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(event(records)), Answer::checkpoint(&sequence_number(2)));
    assert_eq!(function.invoke(event([order(4, "Ada")])), Answer::success(), "the next invocation");

    let log = function.stop();
    assert_eq!(log.lines_with("stored order=").len(), 2, "record 1 of the first event, and the second event");
    assert!(!log.contains("stored order=3"), "behind a failure nothing is started");
}

#[test]
fn all_done() {
    let mut function = Function::start(BINARY);
    let answer = function.invoke(event([order(1, "Ada"), order(2, "Grace"), order(3, "Ada")]));
    assert_eq!(answer, Answer::success());
    assert_eq!(function.stop().lines_with("stored order=").len(), 3);
}

#[test]
fn an_empty_batch() {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(event([])), Answer::success());
}

#[test]
fn an_error_in_the_middle() {
    the_second_record_fails([order(1, "Ada"), order(2, "fail"), order(3, "Ada")]);
}

#[test]
fn a_panic_in_the_middle() {
    the_second_record_fails([order(1, "Ada"), order(2, "panic"), order(3, "Ada")]);
}

#[test]
fn data_that_are_not_base64() {
    let bad = with(order(2, "Ada"), "/kinesis/data", json!("%%% no base64 %%%"));
    the_second_record_fails([order(1, "Ada"), bad, order(3, "Ada")]);
}

#[test]
fn data_that_are_not_json() {
    the_second_record_fails([order(1, "Ada"), kinesis_record(2, b"<order/>"), order(3, "Ada")]);
}

#[test]
fn data_that_are_not_utf_8() {
    let data = b"{\"id\":2,\"customer\":\"\xff\"}";
    the_second_record_fails([order(1, "Ada"), kinesis_record(2, data), order(3, "Ada")]);
}

#[test]
fn data_of_another_type() {
    let data = br#"{"id":"two","customer":"Ada"}"#;
    the_second_record_fails([order(1, "Ada"), kinesis_record(2, data), order(3, "Ada")]);
}

#[test]
fn no_data() {
    let bad = with(order(2, "Ada"), "/kinesis/data", json!(null));
    the_second_record_fails([order(1, "Ada"), bad, order(3, "Ada")]);
}

#[test]
fn the_first_and_the_last_record_fail() {
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
fn times_of_arrival_with_a_fraction() {
    let mut function = Function::start(BINARY);
    assert_eq!(function.invoke(events::KINESIS_FRACTIONAL_ARRIVAL), Answer::success());
    assert_eq!(function.stop().lines_with("stored order=").len(), 3);
}

#[test]
fn the_documented_event_has_no_json() {
    let mut function = Function::start(BINARY);
    let first = "49590338271490256608559692538361571095921575989136588898";
    assert_eq!(function.invoke(events::KINESIS_DOCUMENTED), Answer::checkpoint(first));
}

/// Lambda gives an invocation no more than 6 MB
/// ([quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)).
#[test]
fn the_largest_event() {
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
