//! The handlers that the simulator accepts, and their function errors.

use std::sync::Mutex;

use aws_lambda_events::{dynamodb::Event, streams::KinesisEventResponse};
use checkpointed::{
    LambdaEvent, checkpointed_stream_handler,
    dynamodb::{self, Change, Keys},
    simulator::{DeliveryOutcome, EventSourceMapping, Record, Stream},
};
use serde_json::{Value, json};

fn one_record() -> Stream {
    Stream::new().shard([Record::kinesis_json("key", &json!({ "id": 1 }))])
}

fn failing() -> EventSourceMapping {
    EventSourceMapping::kinesis().maximum_retry_attempts(0).report_batch_item_failures(true)
}

#[derive(Debug, PartialEq, serde::Deserialize)]
struct Account {
    id: String,
    balance: i64,
    tags: Option<Vec<String>>,
}

#[checkpointed_stream_handler]
async fn audit(
    record: dynamodb::Record<'_, (Keys<Value>, Change<Account>)>,
    seen: &Mutex<Vec<String>>,
) -> Result<(), String> {
    let (Keys(keys), change) = &record.data;
    seen.lock().unwrap().push(format!("{keys} {change:?} {}", record.sequence_number.len()));
    Ok(())
}

#[tokio::test]
async fn changes_of_a_table_arrive_decoded() {
    let keys = json!({ "id": "a" });
    let [old, new] = [5, 7]
        .map(|balance| json!({ "id": "a", "balance": balance, "tags": ["x"], "more": { "deep": null } }));
    let stream = Stream::new().shard((0..6).map(|number| match number {
        0 => Record::dynamodb_insert(&keys, &new),
        5 => Record::dynamodb_remove(&keys, &old),
        _ => Record::dynamodb_modify(&keys, &old, &new),
    }));
    let seen = Mutex::default();
    let report = EventSourceMapping::dynamodb().run(&stream, async |event| audit(event, &seen).await).await;
    report.assert_nothing_lost();
    let seen = seen.into_inner().unwrap();
    let account = |balance| format!(r#"Account {{ id: "a", balance: {balance}, tags: Some(["x"]) }}"#);
    assert_eq!(seen[0], format!(r#"{{"id":"a"}} Insert {{ new: {} }} 23"#, account(7)));
    assert_eq!(seen[1], format!(r#"{{"id":"a"}} Modify {{ old: {}, new: {} }} 23"#, account(5), account(7)));
    // The sequence numbers of a shard differ in length, as DynamoDB's do.
    assert_eq!(seen[5], format!(r#"{{"id":"a"}} Remove {{ old: {} }} 24"#, account(5)));
}

#[tokio::test]
async fn hand_written_handlers_are_taken_too() {
    let by_type = async |event: LambdaEvent<Event>| -> Result<(), String> {
        assert_eq!(event.payload.records.len(), 1);
        Ok(())
    };
    let stream = Stream::new().shard([Record::dynamodb_insert(&json!({ "id": "a" }), &json!({ "id": "a" }))]);
    assert_eq!(EventSourceMapping::dynamodb().run(&stream, by_type).await.batch_sizes(), [1]);

    let with_response = async |event: LambdaEvent<Value>| {
        let mut response = KinesisEventResponse::default();
        response.add_failure(event.payload["Records"][0]["kinesis"]["sequenceNumber"].as_str().unwrap());
        Ok::<_, String>(response)
    };
    let report = failing().run(&one_record(), with_response).await;
    assert_eq!(report.deliveries()[0].outcome, DeliveryOutcome::Partial { position: 0 });
    assert_eq!(report.discarded()[0].records, [0]);
}

async fn why_failed<F, T>(handler: F) -> String
where
    F: AsyncFnMut(LambdaEvent<Value>) -> Result<T, String>,
    T: serde::Serialize,
{
    match failing().run(&one_record(), handler).await.deliveries() {
        [delivery] => match &delivery.outcome {
            DeliveryOutcome::Failed { why } => why.clone(),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn errors_panics_and_bad_answers_are_function_errors() {
    assert_eq!(why_failed(async |_| Err::<(), _>(String::from("no"))).await, "no");
    let panicked =
        why_failed(async |event| if event.context.request_id.is_empty() { Ok(()) } else { panic!("oh") });
    assert!(panicked.await.ends_with("oh"));
    let answer = |identifier: Value| json!({ "batchItemFailures": [{ "itemIdentifier": identifier }] });
    let empty = why_failed(async |_| Ok(answer(json!("")))).await;
    assert_eq!(empty, "an empty `itemIdentifier` fails the whole batch");
    let unknown = why_failed(async |_| Ok(answer(json!("7")))).await;
    assert_eq!(unknown, "an `itemIdentifier` that is not in the batch fails the whole batch");
}

#[tokio::test]
async fn an_event_that_cannot_be_deserialized_is_a_function_error() {
    let takes_text = async |_: LambdaEvent<String>| Ok::<_, String>(());
    let report = failing().run(&one_record(), takes_text).await;
    let DeliveryOutcome::Failed { why } = &report.deliveries()[0].outcome else { panic!("{report}") };
    assert!(why.starts_with("the event cannot be deserialized: invalid type: map"), "{why}");
}

#[tokio::test]
async fn a_broken_record_is_isolated_by_bisecting() {
    #[checkpointed_stream_handler]
    async fn handle(_record: checkpointed::kinesis::Record<'_, &str>) {}

    let broken = json!({ "kinesis": { "partitionKey": "key", "sequenceNumber": "7", "data": "%" } });
    let stream = Stream::new().shard([
        Record::kinesis("key", "fine"),
        Record::from_json(broken),
        Record::kinesis("key", "fine"),
    ]);
    let mapping = failing().bisect_batch_on_function_error(true);
    let report = mapping.run(&stream, handle).await;
    assert_eq!(report.batch_sizes(), [3, 2, 1, 1]);
    assert_eq!(report.discarded()[0].records, [1]);
}
