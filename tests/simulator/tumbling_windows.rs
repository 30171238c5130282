//! A tumbling window hands its state on, and ends early if its state grows too large.

use std::time::Duration;

use checkpointed::{
    LambdaEvent,
    simulator::{EventSourceMapping, Record, Stream},
};
use serde_json::{Value, json};

fn record(second: u64) -> Record {
    Record::kinesis("key", "").arrived_at(Duration::from_secs(second))
}

fn mapping() -> EventSourceMapping {
    EventSourceMapping::kinesis().batch_size(2).tumbling_window_in_seconds(60)
}

#[tokio::test]
async fn a_window_hands_its_state_on() {
    let states = std::sync::Mutex::new(Vec::new());
    let function = async |event: LambdaEvent<Value>| {
        let records = event.payload["Records"].as_array().map_or(0, Vec::len) as u64;
        let sum = event.payload["state"]["sum"].as_u64().unwrap_or_default() + records;
        states.lock().unwrap().push((sum, event.payload["isFinalInvokeForWindow"] == true));
        Ok::<_, String>(json!({ "state": { "sum": sum } }))
    };
    let stream = Stream::new().shard([0, 1, 2, 60].map(record));
    mapping().run(&stream, function).await.assert_nothing_lost();
    let states = states.into_inner().unwrap();
    assert_eq!(states, [(2, false), (3, false), (3, true), (1, false), (1, true)]);
}

/// An invocation: the number of records, the length of the state, and whether it ends the window, finally or early.
type Seen = (usize, usize, bool, bool);

/// Adds this number of characters to the state with each record.
async fn fill(stream: &Stream, characters: usize) -> Vec<Seen> {
    let mut seen = Vec::new();
    let function = async |event: LambdaEvent<Value>| {
        let event = event.payload;
        let records = event["Records"].as_array().map_or(0, Vec::len);
        let mut text = event["state"]["text"].as_str().unwrap_or_default().to_owned();
        let (is_final, is_early) = (&event["isFinalInvokeForWindow"], &event["isWindowTerminatedEarly"]);
        seen.push((records, text.len(), *is_final == true, *is_early == true));
        text.push_str(&"x".repeat(characters * records));
        Ok::<_, String>(json!({ "state": { "text": text } }))
    };
    mapping().run(stream, function).await.assert_nothing_lost();
    seen
}

#[tokio::test]
async fn a_state_of_more_than_a_megabyte_ends_the_window_early() {
    let stream = Stream::new().shard([0, 1, 2, 3, 4, 60].map(record));
    let quarter = 256 * 1_024;
    let expected = [
        (2, 0, false, false),
        (2, 2 * quarter, false, false),
        // With the braces around it the state is larger than 1 MB.
        (0, 4 * quarter, false, true),
        (1, 0, false, false),
        (0, quarter, true, false),
        (1, 0, false, false),
        (0, quarter, true, false),
    ];
    assert_eq!(fill(&stream, quarter).await, expected);
    // With {"text":""} around it, exactly 1 MB.
    let most = 1_024 * 1_024 - 11;
    let two = Stream::new().shard([0, 1].map(record));
    assert_eq!(fill(&two, most / 2).await, [(2, 0, false, false), (0, most / 2 * 2, true, false)]);
}

/// At its own end a window ends as usual.
#[tokio::test]
async fn a_large_state_ends_the_window_early_only_while_it_is_open() {
    let large = 1_024 * 1_024;
    let over = Stream::new().shard([0, 1, 60].map(record));
    let expected =
        [(2, 0, false, false), (0, 2 * large, true, false), (1, 0, false, false), (0, large, true, false)];
    assert_eq!(fill(&over, large).await, expected);
    let open = Stream::new().shard([Record::kinesis("key", "")]);
    assert_eq!(
        fill(&open, large).await,
        [(1, 0, false, false), (0, large, false, true), (0, 0, true, false)]
    );
}

/// A final invocation that never succeeds is given up, and its state does not reach the next window.
#[tokio::test]
async fn a_window_that_is_given_up_leaves_no_state() {
    let mut begun_with = Vec::new();
    let function = async |event: LambdaEvent<Value>| {
        if event.payload["isFinalInvokeForWindow"] == true {
            return Err("no");
        }
        begun_with.push(event.payload["state"].clone());
        Ok(json!({ "state": { "sum": 1 } }))
    };
    let stream = Stream::new().shard([0, 60].map(record));
    let report = mapping().maximum_retry_attempts(1).run(&stream, function).await;
    assert_eq!((begun_with, report.is_blocked()), (vec![json!({}), json!({})], false));
}
