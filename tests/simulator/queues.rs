//! Queues: visibility, receive counts, dead letters, message groups.

use std::{collections::HashSet, time::Duration};

use checkpointed::{
    LambdaEvent,
    simulator::{DeliveryOutcome, EventSourceMapping, Fate, Record, Report, Stream},
};
use serde_json::{Value, json};

/// Reports the messages whose body is in the list, in every delivery.
async fn reporting(mapping: EventSourceMapping, queue: &Stream, bad: &[&str]) -> Report {
    let function = async |event: LambdaEvent<Value>| {
        let messages = event.payload["Records"].as_array().cloned().unwrap_or_default();
        let bad = messages.iter().filter(|message| bad.contains(&message["body"].as_str().unwrap()));
        let failures: Vec<Value> =
            bad.map(|message| json!({ "itemIdentifier": message["messageId"] })).collect();
        Ok::<_, String>(json!({ "batchItemFailures": failures }))
    };
    mapping.run(queue, function).await
}

fn queue(bodies: &[&str]) -> Stream {
    Stream::queue(bodies.iter().map(|body| Record::sqs(*body)))
}

#[tokio::test]
async fn a_reported_message_comes_back_until_it_is_a_dead_letter() {
    let mapping = EventSourceMapping::sqs().report_batch_item_failures(true).max_receive_count(2);
    let report = reporting(mapping, &queue(&["a", "bad", "c"]), &["bad"]).await;
    assert_eq!(report.batch_sizes(), [3, 1]);
    assert_eq!(report.dead_lettered(), [1]);
    assert_eq!(report.history(0, 2).unwrap().fate, Fate::Acknowledged { delivery: 1 });
    assert_eq!(report.deliveries()[1].start.as_secs(), 30);
    assert!(!report.is_blocked());
    report.assert_nothing_lost();
    assert_eq!(
        report.to_string(),
        "delivery  records  outcome\n       \
         1     r1–3  r2 again\n       \
         2       r2  r2 again\n\
         dead-lettered: r2"
    );
}

#[tokio::test]
#[should_panic(
    expected = "LOST: r2 of shard 0: a partial answer was returned but ReportBatchItemFailures is off"
)]
async fn an_ignored_report_of_a_queue_loses_messages() {
    reporting(EventSourceMapping::sqs(), &queue(&["a", "bad", "c"]), &["bad"]).await.assert_nothing_lost();
}

#[tokio::test]
#[should_panic(expected = "OUT OF ORDER: r2 of shard 0 overtook r1, which was not done yet")]
async fn a_fifo_handler_must_report_the_messages_after_a_failure() {
    let queue = Stream::queue(["bad", "later"].map(|body| Record::sqs_in_group("group", body)));
    let mapping = EventSourceMapping::sqs_fifo().report_batch_item_failures(true).max_receive_count(1);
    // A standard queue has no order that could be violated.
    let standard = EventSourceMapping::sqs().report_batch_item_failures(true).max_receive_count(1);
    reporting(standard, &queue, &["bad"]).await.assert_in_order();
    let waits = mapping.max_receive_count(3);
    let report = reporting(waits.maximum_deliveries_without_progress(1), &queue, &["bad"]).await;
    assert_eq!(report.deliveries()[0].outcome, DeliveryOutcome::Remaining { positions: vec![0] });
    report.assert_in_order();
}

#[test]
fn settings_of_queues_that_aws_refuses_are_refused() {
    let said = |mapping: EventSourceMapping| mapping.validate().unwrap_err().to_string();
    assert!(said(EventSourceMapping::sqs().batch_size(11)).ends_with(
        "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
    ));
    assert!(
        said(EventSourceMapping::sqs().timeout(60))
            .ends_with("Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds")
    );
    assert!(said(EventSourceMapping::sqs_fifo().batch_size(11)).contains("less than or equal to 10"));
    assert!(
        said(EventSourceMapping::sqs().bisect_batch_on_function_error(true))
            .contains("Unsupported BisectBatchOnFunctionError parameter")
    );
}

/// Several queues are read side by side, each by its own pollers.
#[tokio::test]
async fn queues_run_side_by_side() {
    let slow = async |_: LambdaEvent<Value>| {
        tokio::time::sleep(Duration::from_secs(2)).await;
        Ok::<_, String>(Value::Null)
    };
    let messages = |number| (0..number).map(|_| Record::sqs("a"));
    let queues = Stream::queue(messages(20)).shard(messages(20)).shard(messages(1));
    let mapping = EventSourceMapping::sqs().report_batch_item_failures(true).maximum_concurrency(2);
    let report = mapping.run(&queues, slow).await;
    // Each queue has two pollers, and its messages are gone after two seconds.
    assert_eq!(report.duration(), Duration::from_secs(2), "{report}");
    assert_eq!(report.peak_concurrency(), 5, "{report}");
    let shards: Vec<usize> = report.deliveries().iter().map(|delivery| delivery.shard).collect();
    assert_eq!(shards, [0, 1, 2, 0, 1]);
}

#[tokio::test]
async fn a_dead_letter_is_named_by_its_place_in_its_queue() {
    let messages = |bodies: [&'static str; 3]| bodies.map(Record::sqs);
    let queues = Stream::queue(messages(["a", "b", "bad"])).shard(messages(["a", "bad", "bad"]));
    let mapping = EventSourceMapping::sqs().report_batch_item_failures(true).max_receive_count(1);
    let report = reporting(mapping, &queues, &["bad"]).await;
    assert_eq!(report.dead_lettered_by_queue(), [(0, vec![2]), (1, vec![1, 2])]);
    assert_eq!(report.dead_lettered(), [2, 1, 2]);
    assert!(report.to_string().ends_with("\ndead-lettered: r3 of shard 0; r2–3 of shard 1"), "{report}");
    // Messages at the same position of two queues have different ids.
    let mut ids = HashSet::new();
    let collect = async |event: LambdaEvent<Value>| {
        let messages = event.payload["Records"].as_array().cloned().unwrap_or_default();
        ids.extend(messages.iter().map(|message| message["messageId"].to_string()));
        Ok::<_, String>(Value::Null)
    };
    EventSourceMapping::sqs().run(&queues, collect).await;
    assert_eq!(ids.len(), 6);
}

#[tokio::test]
async fn a_group_comes_before_another_unless_switched_off() {
    let queue = Stream::queue(
        [("a", "a1"), ("b", "b1"), ("a", "a2"), ("b", "b2")]
            .map(|(group, body)| Record::sqs_in_group(group, body)),
    );
    for (together, first) in [(true, vec![0, 2]), (false, vec![0, 1])] {
        let mapping = EventSourceMapping::sqs_fifo().report_batch_item_failures(true).batch_size(2);
        let report = reporting(mapping.same_message_group_first(together), &queue, &[]).await;
        assert_eq!(report.deliveries()[0].records, first, "{report}");
        report.assert_in_order();
    }
}
