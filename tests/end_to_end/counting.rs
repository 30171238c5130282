//! A function that is lent what it changes by `main`.

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
    // 4 bytes make 12, 4 more are too many.
    assert_eq!(function.invoke(event(records())), Answer::checkpoint(&sequence_number(2)));
}

#[test]
fn a_panic_leaves_it_to_the_next_invocation() {
    let mut function = Function::start(env!("CARGO_BIN_EXE_counting_function"));
    let records = [kinesis_record(1, b"one"), kinesis_record(2, b"panic"), kinesis_record(3, b"one")];
    assert_eq!(function.invoke(event(records)), Answer::checkpoint(&sequence_number(2)));
    assert_eq!(function.invoke(event([kinesis_record(1, b"four")])), Answer::success());
    assert_eq!(function.invoke(event([kinesis_record(1, b"four")])), Answer::checkpoint(&sequence_number(1)));
}
