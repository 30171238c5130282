//! A function that changes state of `main`.

use crate::{
    events::{event, kinesis_record, sequence_number},
    exchange::Answer,
    function::Function,
};

#[test]
fn state_stays_from_one_invocation_to_the_next() {
    let mut function = Function::start(env!("CARGO_BIN_EXE_counting_function"));
    let records = || [kinesis_record(1, b"four"), kinesis_record(2, b"more")];
    assert_eq!(function.invoke(event(records())), Answer::success());
    // It takes 12 bytes. Another 4 are too many.
    assert_eq!(function.invoke(event(records())), Answer::checkpoint(&sequence_number(2)));
}

#[test]
fn state_stays_after_a_panic() {
    let mut function = Function::start(env!("CARGO_BIN_EXE_counting_function"));
    let records = [kinesis_record(1, b"one"), kinesis_record(2, b"panic"), kinesis_record(3, b"one")];
    assert_eq!(function.invoke(event(records)), Answer::checkpoint(&sequence_number(2)));
    assert_eq!(function.invoke(event([kinesis_record(1, b"four")])), Answer::success());
    assert_eq!(function.invoke(event([kinesis_record(1, b"four")])), Answer::checkpoint(&sequence_number(1)));
}
