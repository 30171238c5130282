//! A function that takes several invocations at once (Lambda Managed Instances).

use serde_json::json;

use crate::{
    events::{event, order, sequence_number, with},
    exchange::Answer,
    function::Function,
};

const BINARY: &str = env!("CARGO_BIN_EXE_concurrent_kinesis_function");

fn start(max_concurrency: &str) -> Function {
    Function::start_with(BINARY, &[("AWS_LAMBDA_MAX_CONCURRENCY", max_concurrency)])
}

/// Delivers all events before it waits for the first answer.
fn invoke_all(function: &mut Function, events: impl IntoIterator<Item = Vec<u8>>) -> Vec<Answer> {
    let request_ids: Vec<String> = events.into_iter().map(|event| function.deliver(event)).collect();
    request_ids.iter().map(|request_id| function.answer(request_id)).collect()
}

/// Every invocation meets three others and then fails, each at its own record.
#[test]
fn every_answer_belongs_to_its_invocation() {
    let mut function = start("4");
    let numbers = (1..=12).map(|invocation| invocation * 100);
    let events = numbers.clone().map(|first| {
        event([
            order(first, "meet"),
            order(first + 1, "Ada"),
            order(first + 2, "fail"),
            order(first + 3, "Ada"),
        ])
    });
    let answers = invoke_all(&mut function, events);
    let expected: Vec<Answer> =
        numbers.map(|first| Answer::checkpoint(&sequence_number(first + 2))).collect();
    assert_eq!(answers, expected);
    assert_eq!(function.most_in_flight(), 4);
}

#[test]
fn a_failed_invocation_does_not_harm_the_others() {
    let mut function = start("4");
    let undecodable = with(order(32, "Ada"), "/kinesis/data", json!("%%% no base64 %%%"));
    let events = [
        event([order(1, "meet"), order(2, "Ada")]),
        event([order(11, "meet"), order(12, "fail")]),
        event([order(21, "meet"), order(22, "panic")]),
        event([order(31, "meet"), undecodable]),
    ];
    let expected = [
        Answer::success(),
        Answer::checkpoint(&sequence_number(12)),
        Answer::checkpoint(&sequence_number(22)),
        Answer::checkpoint(&sequence_number(32)),
    ];
    // After the failures, all four can still meet.
    assert_eq!(invoke_all(&mut function, events.clone()), expected);
    assert_eq!(invoke_all(&mut function, events), expected);
}

#[test]
fn an_event_that_cannot_be_read_leaves_the_others_alone() {
    let mut function = start("4");
    let meet = |number| event([order(number, "meet"), order(number + 1, "Ada")]);
    let answers = invoke_all(&mut function, [b"garbage".to_vec(), meet(1), meet(11), meet(21), meet(31)]);
    assert!(answers[0].is_error(), "{:?}", answers[0]);
    assert_eq!(answers[1..], vec![Answer::success(); 4]);
}

#[test]
fn by_default_invocations_come_one_after_the_other() {
    let mut function = Function::start(BINARY);
    let events = (1..=3).map(|number| event([order(number, "Ada"), order(number + 10, "fail")]));
    let answers = invoke_all(&mut function, events);
    assert_eq!(answers, [11, 12, 13].map(|number| Answer::checkpoint(&sequence_number(number))));
    assert_eq!(function.most_in_flight(), 1);
}
