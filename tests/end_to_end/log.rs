//! The function's log. It must show each failure, because Lambda's Errors metric does not count a failure that is reported.

use serde_json::{Value, json};

use crate::{
    events::{SHARD, STREAM, event, kinesis_record, order, sequence_number},
    exchange::Answer,
    function::{Function, Log},
    kinesis,
};

/// The log of a function in Lambda's JSON format, which has one object a line.
fn json_lines(log: &Log) -> Vec<Value> {
    log.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is an object")).collect()
}

fn at_level<'l>(lines: &'l [Value], level: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["level"] == level).map(|line| &line["fields"]).collect()
}

/// Delivers three records, the second one with this bad data. Gives the request id and the log.
fn log_of_failure(data: &[u8]) -> (String, Vec<Value>) {
    let mut function = Function::start_with(kinesis::BINARY, &[("AWS_LAMBDA_LOG_FORMAT", "JSON")]);
    let request_id = function.deliver(event([order(1, "Ada"), kinesis_record(2, data), order(3, "Ada")]));
    assert_eq!(function.answer(&request_id), Answer::checkpoint(&sequence_number(2)));
    (request_id, json_lines(&function.stop()))
}

/// Asserts that one line names the failed record, and gives the text of its error.
fn failed_record(lines: &[Value], kind: &str) -> String {
    let errors = at_level(lines, "ERROR");
    let [fields] = errors[..] else { panic!("not one failed record: {errors:?}") };
    let expected = json!({
        "message": "a record failed",
        "source": "Kinesis",
        "arn": STREAM,
        "shard": SHARD,
        "identifier": sequence_number(2),
        "position": 1,
        "kind": kind,
        "error": fields["error"],
    });
    assert_eq!(*fields, expected);
    fields["error"].as_str().expect("an error is text").to_owned()
}

#[test]
fn an_error_is_one_line_that_names_the_record() {
    let (_, lines) = log_of_failure(br#"{"id":2,"customer":"fail"}"#);
    assert_eq!(failed_record(&lines, "error"), "the database refuses the order");
}

#[test]
fn a_panic_is_one_line_that_says_where() {
    let (_, lines) = log_of_failure(br#"{"id":2,"customer":"panic"}"#);
    let error = failed_record(&lines, "panic");
    assert!(error.starts_with("panicked at ") && error.contains("kinesis_function.rs:"), "{error}");
    assert!(error.ends_with(": the database is gone"), "{error}");
}

#[test]
fn a_record_that_cannot_be_decoded_is_one_line_that_says_where() {
    let (_, lines) = log_of_failure(br#"{"id":"two","customer":"Ada"}"#);
    let error = failed_record(&lines, "undecodable");
    assert!(error.contains("kinesis.data") && error.contains("`id`"), "{error}");
    assert!(error.ends_with("invalid type: string, expected u64"), "{error}");
}

#[test]
fn a_batch_is_summed_up_in_one_line() {
    let (request_id, lines) = log_of_failure(br#"{"id":2,"customer":"fail"}"#);
    let expected = json!({
        "message": "batch done in part",
        "source": "Kinesis",
        "request_id": request_id,
        "records": 3,
        "done": 1,
        "reported": 1,
        "checkpoint": sequence_number(2),
    });
    assert_eq!(at_level(&lines, "WARN"), [&expected]);
}

#[test]
fn without_a_failure_nothing_warns() {
    let mut function = Function::start(kinesis::BINARY);
    assert_eq!(function.invoke(event([order(1, "Ada"), order(2, "Ada")])), Answer::success());
    let log = function.stop();
    assert_eq!(log.lines_with("batch done source=\"Kinesis\"").len(), 1, "{}", log.stdout);
    assert!(!log.contains("ERROR") && !log.contains("WARN"), "{}{}", log.stdout, log.stderr);
    assert_eq!(log.stderr, "");
}

/// Lambda's default format.
#[test]
fn plain_text_names_the_record_too() {
    let mut function = Function::start(kinesis::BINARY);
    function.invoke(event([order(1, "Ada"), order(2, "fail"), order(3, "Ada")]));
    let log = function.stop();
    let errors = log.lines_with("ERROR");
    let [error] = errors[..] else { panic!("not one failed record: {}", log.stdout) };
    let identifier = sequence_number(2);
    for text in ["Kinesis", STREAM, SHARD, &identifier, "kind=error", "the database refuses the order"] {
        assert!(error.contains(text), "no {text} in {error}");
    }
    assert_eq!(log.lines_with("WARN").len(), 1, "{}", log.stdout);
}

#[test]
fn a_batch_that_fails_as_a_whole_says_why() {
    let mut function = Function::start(kinesis::BINARY);
    assert!(function.invoke(event([json!({})])).is_error());
    let log = function.stop();
    let lines = log.lines_with("batch failed as a whole");
    let [line] = lines[..] else { panic!("not one line: {}", log.stdout) };
    assert!(line.contains("ERROR") && line.contains("position 0"), "{line}");
}
