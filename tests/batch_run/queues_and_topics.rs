//! Queues and Kafka: which records run after a failure, and which are reported.

use checkpointed::checkpointed_stream_handler;

use crate::events::{Body, Diary, FIFO, KafkaValue, QUEUE, kafka, messages, reported};

/// Fails or panics if the text says so. It yields first, as a function that waits does.
async fn play(text: &str, diary: &Diary) -> Result<(), String> {
    tokio::task::yield_now().await;
    diary.note(text);
    assert!(!text.starts_with("panic"), "as planned");
    if text.starts_with("fail") { Err(String::from("as planned")) } else { Ok(()) }
}

#[checkpointed_stream_handler]
async fn message(Body(text): Body, diary: &Diary) -> Result<(), String> {
    play(&text, diary).await
}

#[checkpointed_stream_handler(concurrency = 8)]
async fn messages_side_by_side(Body(text): Body, diary: &Diary) -> Result<(), String> {
    play(&text, diary).await
}

#[checkpointed_stream_handler]
async fn value(KafkaValue(text): KafkaValue, diary: &Diary) -> Result<(), String> {
    play(&text, diary).await
}

#[checkpointed_stream_handler(concurrency = 8)]
async fn values_side_by_side(KafkaValue(text): KafkaValue, diary: &Diary) -> Result<(), String> {
    play(&text, diary).await
}

/// The identifiers that are reported and the texts that were started, once for records one by one and once side by side.
async fn both_ways(arn: &str, list: &[(Option<&str>, &str)]) -> [(String, Vec<String>); 2] {
    let (one, other) = (Diary::default(), Diary::default());
    let sorted = |diary: &Diary| {
        let mut started = diary.read();
        started.sort_unstable();
        started
    };
    [
        (reported(message(messages(arn, list), &one).await).join(" "), sorted(&one)),
        (reported(messages_side_by_side(messages(arn, list), &other).await).join(" "), sorted(&other)),
    ]
}

#[tokio::test]
async fn every_message_of_a_standard_queue_runs_and_each_failure_is_reported() {
    let list = [(None, "a"), (None, "fail"), (None, "b"), (None, "panic"), (None, "c")];
    for (reported, started) in both_ways(QUEUE, &list).await {
        assert_eq!(reported, "1 3");
        assert_eq!(started, ["a", "b", "c", "fail", "panic"]);
    }
}

/// The groups of a standard queue are for fairness and mean no order.
#[tokio::test]
async fn a_group_does_not_make_a_queue_fifo() {
    let list = [(Some("g"), "fail"), (Some("g"), "a"), (Some("g"), "b")];
    for (reported, started) in both_ways(QUEUE, &list).await {
        assert_eq!((reported.as_str(), started.len()), ("0", 3));
    }
}

#[tokio::test]
async fn in_a_fifo_queue_a_failure_stops_its_group_only() {
    let list = [
        (Some("g"), "a"),
        (Some("h"), "b"),
        (Some("g"), "fail"),
        (Some("h"), "c"),
        (Some("g"), "never"),
        (Some("i"), "d"),
    ];
    for (reported, started) in both_ways(FIFO, &list).await {
        assert_eq!(reported, "2 4");
        assert_eq!(started, ["a", "b", "c", "d", "fail"]);
    }
}

#[tokio::test]
async fn a_message_whose_group_cannot_be_read_stops_every_group() {
    let list = [(Some("g"), "a"), (None, "fail"), (Some("g"), "never"), (Some("h"), "never")];
    for (reported, started) in both_ways(FIFO, &list).await {
        assert_eq!((reported.as_str(), started), ("1 2 3", vec!["a".to_owned(), "fail".to_owned()]));
    }
    // It may belong to the group that has failed, and must not overtake.
    let list = [(Some("g"), "fail"), (Some("h"), "a"), (None, "never"), (Some("h"), "never")];
    for (reported, started) in both_ways(FIFO, &list).await {
        assert_eq!((reported.as_str(), started), ("0 2 3", vec!["a".to_owned(), "fail".to_owned()]));
    }
}

#[tokio::test]
async fn without_an_arn_the_order_is_kept() {
    for (reported, _) in both_ways("", &[(Some("g"), "fail"), (Some("g"), "never")]).await {
        assert_eq!(reported, "0"); // an empty ARN is not that of a FIFO queue
    }
    let event = r#"{"Records":[{"messageId":"0","body":"fail","attributes":{"MessageGroupId":"g"}},
                               {"messageId":"1","body":"never","attributes":{"MessageGroupId":"g"}}]}"#;
    let batch = checkpointed::Batch::from_json(event.as_bytes()).unwrap();
    let diary = Diary::default();
    assert_eq!(reported(message(batch.into(), &diary).await), ["0", "1"]);
    assert_eq!(diary.read(), ["fail"]);
}

/// It cannot be reported, and an answer without it would delete it.
#[tokio::test]
async fn a_failed_message_without_an_id_fails_the_batch() {
    let event = r#"{"Records":[{"body":"fail"},{"messageId":"1","body":"a"}]}"#;
    let batch = checkpointed::Batch::from_json(event.as_bytes()).unwrap();
    let error = message(batch.into(), &Diary::default()).await.unwrap_err().to_string();
    assert!(error.contains("position 0") && error.contains("no item identifier"), "{error}");
}

#[tokio::test]
async fn in_kafka_a_failure_stops_its_partition_whose_rest_is_reported() {
    let partitions: [(u32, &[&str]); 3] =
        [(7, &["a", "fail", "never"]), (0, &["b", "c"]), (1, &["d", "fail"])];
    let (one, other) = (Diary::default(), Diary::default());
    let expected = ["orders-7@1", "orders-7@2", "orders-1@6"];
    assert_eq!(reported(value(kafka(&partitions), &one).await), expected);
    assert_eq!(reported(values_side_by_side(kafka(&partitions), &other).await), expected);
    assert_eq!(one.read(), ["a", "fail", "b", "c", "d", "fail"]);
    let mut started = other.read();
    started.sort_unstable();
    assert_eq!(started, ["a", "b", "c", "d", "fail", "fail"]);
}

#[tokio::test]
async fn a_record_of_kafka_is_named_by_an_object() {
    let partitions: [(u32, &[&str]); 1] = [(0, &["a", "fail"])];
    let response = value(kafka(&partitions), &Diary::default()).await.unwrap();
    assert_eq!(
        serde_json::to_string(&response).unwrap(),
        r#"{"batchItemFailures":[{"itemIdentifier":{"partition":"orders-0","offset":1}}]}"#
    );
}

#[tokio::test]
async fn no_progress_can_be_an_error() {
    #[checkpointed_stream_handler(no_progress = "error")]
    async fn strict(Body(text): Body) -> Result<(), String> {
        play(&text, &Diary::default()).await
    }
    assert!(strict(messages(QUEUE, &[(None, "fail"), (None, "fail")])).await.is_err());
    assert_eq!(reported(strict(messages(QUEUE, &[(None, "fail"), (None, "a")])).await), ["0"]);
}

/// State that was lent to the message may be half changed.
#[tokio::test]
async fn after_a_panic_with_state_nothing_more_runs() {
    #[checkpointed_stream_handler]
    async fn count(Body(text): Body, started: &mut Vec<String>) -> Result<(), String> {
        started.push(text.clone());
        play(&text, &Diary::default()).await
    }
    let mut started = Vec::new();
    let list = [(None, "fail"), (None, "a"), (None, "panic"), (None, "never"), (None, "never")];
    assert_eq!(reported(count(messages(QUEUE, &list), &mut started).await), ["0", "2", "3", "4"]);
    assert_eq!(started, ["fail", "a", "panic"]);
}

/// A record of Kafka that is done after a failed one of its partition is reported too.
#[tokio::test]
async fn a_whole_batch_keeps_the_order_of_a_key() {
    use checkpointed::{DecodeError, Outcome};
    #[checkpointed_stream_handler(batch)]
    async fn whole(records: &[Result<KafkaValue, DecodeError>]) -> Vec<Outcome> {
        let outcome = |record: &Result<KafkaValue, DecodeError>| match record {
            Ok(KafkaValue(text)) if text == "a" => Outcome::Done,
            _ => Outcome::failed("as planned"),
        };
        records.iter().map(outcome).collect()
    }
    let partitions: [(u32, &[&str]); 2] = [(0, &["a", "fail", "a"]), (1, &["a"])];
    assert_eq!(reported(whole(kafka(&partitions)).await), ["orders-0@1", "orders-0@2"]);
}
