//! A function that is not `async`.

use crate::{
    events::{self, event, kinesis_record, sequence_number},
    exchange::Answer,
    function::Function,
};

const BINARY: &str = env!("CARGO_BIN_EXE_plain_function");

#[test]
fn the_events_of_the_files_are_done() {
    let mut function = Function::start(BINARY);
    for event in [events::KINESIS_DOCUMENTED, events::KINESIS_UPSTREAM, events::KINESIS_FRACTIONAL_ARRIVAL] {
        assert_eq!(function.invoke(event), Answer::success(), "{event}");
    }
}

#[test]
fn a_record_fails_at_its_place() {
    let mut function = Function::start(BINARY);
    for bad in [&b"fail"[..], b"panic", b"\xff"] {
        let records = [kinesis_record(1, b"good"), kinesis_record(2, bad), kinesis_record(3, b"good")];
        assert_eq!(function.invoke(event(records)), Answer::checkpoint(&sequence_number(2)), "{bad:?}");
    }
    assert_eq!(function.invoke(event([kinesis_record(1, b"good")])), Answer::success());
}
