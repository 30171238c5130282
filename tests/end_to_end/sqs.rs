//! A function with the view of a message of a queue, whose body is decoded from JSON and borrowed from.

use crate::{
    events::{event, message_id, sqs_message},
    exchange::Answer,
    function::Function,
};

fn mail(number: u64, to: &str) -> serde_json::Value {
    sqs_message(number, &serde_json::json!({ "to": to }).to_string())
}

#[test]
fn every_message_that_fails_is_reported_and_the_others_go_on() {
    let mut function = Function::start(env!("CARGO_BIN_EXE_sqs_function"));
    let messages =
        [mail(1, "Ada"), mail(2, "fail"), sqs_message(3, "no JSON"), mail(4, "panic"), mail(5, "Grace")];
    assert_eq!(function.invoke(event(messages)), Answer::failures(&[2, 3, 4].map(message_id)));
    assert_eq!(function.invoke(event([mail(6, "Ada")])), Answer::success(), "the next invocation");
    assert_eq!(function.stop().lines_with("sent to=").len(), 3);
}

#[test]
fn a_failed_message_without_an_id_fails_the_batch() {
    let mut function = Function::start(env!("CARGO_BIN_EXE_sqs_function"));
    let mut bad = mail(2, "fail");
    bad["messageId"] = serde_json::Value::Null;
    let answer = function.invoke(event([mail(1, "Ada"), bad]));
    let Answer::Error(error) = answer else { panic!("the invocation did not fail: {answer:?}") };
    assert!(error.contains(r#""errorType":"checkpointed::FailedBatch""#), "{error}");
    assert!(error.contains("position 1") && error.contains("`messageId`"), "{error}");
}

#[test]
fn the_log_of_a_queue_says_how_many_messages_are_reported() {
    let mut function = Function::start(env!("CARGO_BIN_EXE_sqs_function"));
    function.invoke(event([mail(1, "fail"), mail(2, "Ada"), mail(3, "fail")]));
    let log = function.stop();
    let lines = log.lines_with("batch done in part");
    let [line] = lines[..] else { panic!("not one line about the batch: {}", log.stdout) };
    assert!(line.contains("done=1 reported=2") && !line.contains("checkpoint"), "{line}");
}
