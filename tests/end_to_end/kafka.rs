//! A function with the view of a record of Kafka, tombstones included.

use crate::{
    events::{kafka_event, kafka_record},
    exchange::Answer,
    function::Function,
};

#[test]
fn a_partition_is_reported_from_its_failure_on() {
    let mut function = Function::start(env!("CARGO_BIN_EXE_kafka_function"));
    let customer = |name: &str| format!(r#"{{"name":"{name}"}}"#);
    let records = [
        kafka_record(15, Some(&customer("Ada"))),
        kafka_record(16, None),
        kafka_record(17, Some(&customer("fail"))),
        kafka_record(18, Some(&customer("Grace"))),
    ];
    let failures = [17, 18]
        .map(|offset| format!(r#"{{"itemIdentifier":{{"partition":"customers-0","offset":{offset}}}}}"#));
    let expected = format!(r#"{{"batchItemFailures":[{}]}}"#, failures.join(","));
    assert_eq!(function.invoke(kafka_event(records)), Answer::Response(expected));
    assert_eq!(function.invoke(kafka_event([kafka_record(19, None)])), Answer::success());

    let log = function.stop();
    assert_eq!(log.lines_with("copied offset=").len(), 1);
    assert_eq!(log.lines_with("deleted offset=").len(), 2);
}

#[test]
fn a_failed_record_without_an_offset_fails_the_batch() {
    let mut function = Function::start(env!("CARGO_BIN_EXE_kafka_function"));
    let mut bad = kafka_record(16, None);
    bad["offset"] = serde_json::Value::Null;
    let answer = function.invoke(kafka_event([kafka_record(15, None), bad]));
    assert!(answer.is_error(), "{answer:?}");
}
