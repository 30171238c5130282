//! The clock of the simulation: age, deadlines, windows, batches side by side.

use std::time::{Duration, Instant, UNIX_EPOCH};

use checkpointed::{
    LambdaEvent,
    simulator::{EventSourceMapping, OnFailure, Reading, Record, Stream, now, sleep},
};
use serde_json::{Value, json};

fn stream(records: usize) -> Stream {
    Stream::new().shard((0..records).map(|number| Record::kinesis(number.to_string(), "")))
}

#[tokio::test]
async fn a_week_of_retries_takes_no_time() {
    let fails = async |_: LambdaEvent<Value>| Err::<(), _>("no");
    let mapping = EventSourceMapping::kinesis()
        .maximum_record_age_in_seconds(604_800)
        .on_failure(OnFailure::Sqs)
        .maximum_deliveries(20_000);
    let began = Instant::now();
    let report = mapping.run(&stream(1), fails).await;
    assert!(began.elapsed() < Duration::from_secs(5), "{:?}", began.elapsed());
    assert!(report.ended_after() > Duration::from_secs(604_700), "{:?}", report.ended_after());
    assert_eq!(report.discarded()[0].condition, "RecordAgeExceeded");
    assert_eq!(report.destination_messages()[0].body.get("responseContext"), None);
    assert!(!report.is_blocked());
}

#[tokio::test]
async fn the_deadline_is_a_time_of_the_simulation() {
    let function = async |event: LambdaEvent<Value>| {
        sleep(Duration::from_secs(2)).await;
        let now = now().unwrap().duration_since(UNIX_EPOCH).unwrap().as_millis() as u64;
        Ok::<_, String>(json!({ "left": event.context.deadline - now }))
    };
    let lefts = std::sync::Mutex::new(Vec::new());
    let noting = async |event: LambdaEvent<Value>| {
        let answer = function(event).await?;
        lefts.lock().unwrap().push(answer["left"].clone());
        Ok::<_, String>(answer)
    };
    let report = EventSourceMapping::kinesis().timeout(7).run(&stream(1), noting).await;
    assert_eq!(lefts.into_inner().unwrap(), [json!(5_000)]);
    assert_eq!(report.deliveries()[0].ended, Duration::from_secs(2));
    let cut =
        EventSourceMapping::kinesis().timeout(1).maximum_retry_attempts(0).run(&stream(1), function).await;
    assert!(matches!(&cut.deliveries()[0].reading, Reading::Failed { why } if why.contains("timed out")));
}

#[tokio::test]
async fn batches_of_a_shard_run_side_by_side_and_each_key_in_order() {
    let slow = async |_: LambdaEvent<Value>| {
        sleep(Duration::from_secs(1)).await;
        Ok::<_, String>(Value::Null)
    };
    let report =
        EventSourceMapping::kinesis().batch_size(1).parallelization_factor(4).run(&stream(40), slow).await;
    assert_eq!(report.most_at_once(), 4);
    assert!(report.ended_after() < Duration::from_secs(40));
    report.assert_in_order();
    let serial = EventSourceMapping::kinesis().batch_size(1).run(&stream(40), slow).await;
    assert_eq!((serial.most_at_once(), serial.ended_after()), (1, Duration::from_secs(40)));
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
    let record = |second| Record::kinesis("key", "").arrived_at(Duration::from_secs(second));
    let stream = Stream::new().shard([0, 1, 2, 60].map(record));
    let mapping = EventSourceMapping::kinesis().batch_size(2).tumbling_window_in_seconds(60);
    mapping.run(&stream, function).await.assert_nothing_lost();
    let states = states.into_inner().unwrap();
    assert_eq!(states, [(2, false), (3, false), (3, true), (1, false), (1, true)]);
}
