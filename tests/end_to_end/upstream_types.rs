//! Functions with the record types of `aws_lambda_events`.

use serde_json::{Value, json};

use crate::{
    events::{self, event, kinesis_record, message, sequence_number, stream_sequence_number, with},
    exchange::Answer,
    function::Function,
};

pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_upstream_types_function");

fn start(handler: &str) -> Function {
    Function::start_with(BINARY, &[("_HANDLER", handler)])
}

#[test]
fn the_kinesis_events_of_the_files_are_done() {
    let mut function = start("kinesis");
    for event in [events::KINESIS_DOCUMENTED, events::KINESIS_UPSTREAM, events::KINESIS_FRACTIONAL_ARRIVAL] {
        assert_eq!(function.invoke(event), Answer::success(), "{event}");
    }
}

#[test]
fn the_dynamodb_events_of_the_files_are_done() {
    let mut function = start("dynamodb");
    for event in
        [events::DYNAMODB_DOCUMENTED, events::DYNAMODB_UPSTREAM, events::DYNAMODB_FRACTIONAL_CREATION]
    {
        assert_eq!(function.invoke(event), Answer::success(), "{event}");
    }
}

#[test]
fn a_kinesis_record_fails_at_its_place() {
    let mut function = start("kinesis");
    let good = |number| kinesis_record(number, b"good");
    for bad in [
        kinesis_record(2, b"fail"),
        kinesis_record(2, b"panic"),
        with(good(2), "/kinesis/data", json!("%%% no base64 %%%")),
    ] {
        let answer = function.invoke(event([good(1), bad.clone(), good(3)]));
        assert_eq!(answer, Answer::checkpoint(&sequence_number(2)), "{bad}");
    }
    assert_eq!(function.invoke(event([good(1)])), Answer::success());
}

#[test]
fn a_dynamodb_record_fails_at_its_place() {
    let mut function = start("dynamodb");
    let good = |number| message(number, "good");
    let unknown_type: Value = json!({ "UUID": "7" });
    for bad in
        [message(2, "fail"), message(2, "panic"), with(good(2), "/dynamodb/NewImage/Message", unknown_type)]
    {
        let answer = function.invoke(event([good(1), bad.clone(), good(3)]));
        assert_eq!(answer, Answer::checkpoint(&stream_sequence_number(2)), "{bad}");
    }
    assert_eq!(function.invoke(event([good(1)])), Answer::success());
}
