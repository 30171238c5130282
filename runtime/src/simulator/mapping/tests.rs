//! Streams that a mapping refuses, and reports that it cannot read.

use lambda_runtime::LambdaEvent;
use serde_json::{Value, json};

use super::*;
use crate::simulator::{record::Record, stream::Stream};

fn answering(answer: Value) -> impl AsyncFnMut(LambdaEvent<Value>) -> Result<Value, String> {
    async move |_| Ok(answer.clone())
}

#[tokio::test]
#[should_panic(
    expected = "the event source of the mapping is Kinesis, but the stream holds records of DynamoDB"
)]
async fn a_mapping_has_one_event_source() {
    let key = json!({ "id": 1 });
    let stream = Stream::new().shard([Record::dynamodb_insert(&key, &key)]);
    EventSourceMapping::kinesis().run(&stream, answering(Value::Null)).await;
}

/// A handler for DynamoDB finds no identifier in a record of Kinesis, and neither does the simulation.
#[tokio::test]
async fn identifiers_are_those_of_the_event_source() {
    let stream = Stream::new().shard([Record::from_json(json!({ "kinesis": { "sequenceNumber": "7" } }))]);
    let answer = json!({ "batchItemFailures": [{ "itemIdentifier": "7" }] });
    for (mapping, reported) in
        [(EventSourceMapping::kinesis(), true), (EventSourceMapping::dynamodb(), false)]
    {
        let mapping = mapping.report_batch_item_failures(true).maximum_deliveries_without_progress(2);
        let report = mapping.run(&stream, answering(answer.clone())).await;
        let outcome = if reported { "continue from r1" } else { "not in the batch" };
        assert!(report.to_string().contains(outcome), "{report}");
        assert!(report.is_blocked());
        assert!(
            report.to_string().ends_with("ended after 2 deliveries, with records of shard 0 still waiting")
        );
    }
}

#[tokio::test]
#[should_panic(expected = "LOST: r1 of shard 0: a report that cannot be read was returned")]
async fn a_bad_report_that_is_ignored_fails_a_test() {
    let stream = Stream::new().shard([Record::kinesis("key", "hello")]);
    let answer = json!({ "batchItemFailures": [{ "itemIdentifier": "" }] });
    EventSourceMapping::kinesis().run(&stream, answering(answer)).await.assert_nothing_lost();
}

#[tokio::test]
#[should_panic(expected = "UNCLEAR: the answer to delivery 1 is not a report")]
async fn a_misspelt_report_fails_a_test() {
    let stream = Stream::new().shard([Record::kinesis("key", "hello")]);
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
    let answer = json!({ "batchItemFailure": [{ "itemIdentifier": "7" }] });
    mapping.run(&stream, answering(answer)).await.assert_nothing_lost();
}
