//! Functions for messages of SQS and records of Kafka. The shapes that do not depend on the source are in `functions` and
//! `methods`.

use std::{borrow::Cow, collections::BTreeMap};

use aws_lambda_events::{kafka::KafkaRecord, sqs::SqsMessage};
use checkpointed::{
    Batch, DecodeError, Error, Json, LambdaEvent, Outcome, checkpointed_stream_handler, kafka::Record,
    sqs::Message,
};
use lambda_runtime::{run, run_concurrent, service_fn};

use crate::orders::{Database, DatabaseError, Memory, Order, base64, reported};

#[checkpointed_stream_handler]
async fn one_by_one(message: Message<'_, Json<Order<'_>>>, db: &Memory) -> Result<(), DatabaseError> {
    db.insert(message.body.customer).await
}

#[checkpointed_stream_handler(concurrency = 4)]
async fn side_by_side<D: Database>(
    message: Message<'_, Json<Order<'_>>>,
    db: &D,
) -> Result<(), DatabaseError> {
    db.insert(message.body.customer).await
}

#[checkpointed_stream_handler]
fn plain(message: Message<'_, String>) {
    assert!(!message.body.contains("panic") && message.message_group_id.is_none());
}

#[checkpointed_stream_handler]
async fn upstream_message(message: SqsMessage, db: &Memory) -> Result<(), DatabaseError> {
    let body = message.body.unwrap_or_default();
    db.insert(if body.contains("bad") { "bad" } else { "ann" }).await
}

#[checkpointed_stream_handler(batch)]
async fn whole(messages: &[Result<Message<'_, Json<Order<'_>>>, DecodeError>]) -> Vec<Outcome> {
    let outcome = |message: &Result<Message<'_, Json<Order<'_>>>, DecodeError>| match message {
        Ok(message) if message.body.customer != "bad" => Outcome::Done,
        _ => Outcome::failed("bad"),
    };
    messages.iter().map(outcome).collect()
}

#[checkpointed_stream_handler]
async fn by_value(record: Record<'_, Json<Order<'_>>>, db: Memory) -> Result<(), DatabaseError> {
    assert_eq!((record.topic.as_ref(), record.partition), ("orders", 0));
    db.insert(record.value.customer).await
}

#[checkpointed_stream_handler]
async fn upstream_record(record: KafkaRecord, db: &Memory) -> Result<(), DatabaseError> {
    db.insert(if record.offset == 2 { "bad" } else { "ann" }).await
}

/// A copy of a compacted topic: a record without a value deletes its key.
struct Copy {
    customers: BTreeMap<Vec<u8>, String>,
}

impl Copy {
    #[checkpointed_stream_handler]
    async fn apply(&mut self, record: Record<'_, Option<&str>>) {
        let key = record.key.unwrap_or_default();
        match record.value {
            Some(name) => drop(self.customers.insert(key.to_vec(), name.to_owned())),
            None => drop(self.customers.remove(key)),
        }
    }
}

fn messages<R>(customers: &[&str]) -> LambdaEvent<Batch<R>> {
    let message = |(id, customer): (usize, &&str)| {
        serde_json::json!({
            "messageId": (id + 1).to_string(),
            "body": format!(r#"{{"id":{id},"customer":"{customer}"}}"#),
            "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:orders",
        })
    };
    let records: Vec<_> = customers.iter().enumerate().map(message).collect();
    Batch::from_json(serde_json::json!({ "Records": records }).to_string().as_bytes()).unwrap().into()
}

/// Records of the topic `orders`, with these keys and values; their offsets are `1`, `2`, and so on.
fn records<R>(values: &[(&str, Option<&str>)]) -> LambdaEvent<Batch<R>> {
    let record = |(offset, (key, value)): (usize, &(&str, Option<&str>))| {
        serde_json::json!({
            "topic": "orders",
            "partition": 0,
            "offset": offset + 1,
            "timestamp": 1_545_084_650_987_u64,
            "key": base64(key.as_bytes()),
            "value": value.map(|value| base64(value.as_bytes())),
            "headers": [],
        })
    };
    let records: Vec<_> = values.iter().enumerate().map(record).collect();
    let event = serde_json::json!({ "eventSource": "aws:kafka", "records": { "orders-0": records } });
    Batch::from_json(event.to_string().as_bytes()).unwrap().into()
}

#[expect(dead_code, reason = "only has to compile")]
async fn handlers_are_services() -> Result<(), Error> {
    run(service_fn(|event| one_by_one(event, &Memory))).await?;
    run_concurrent(service_fn(|event| side_by_side(event, &Memory))).await?;
    run_concurrent(service_fn(|event| upstream_message(event, &Memory))).await?;
    run_concurrent(service_fn(plain)).await?;
    run_concurrent(service_fn(whole)).await?;
    run(service_fn(|event| by_value(event, Memory))).await?;
    run_concurrent(service_fn(|event| upstream_record(event, &Memory))).await
}

#[tokio::test]
async fn each_shape_reports_the_messages_that_fail() {
    let customers = ["ann", "bad", "panic", "bob"];
    assert_eq!(reported(one_by_one(messages(&customers), &Memory).await), ["2", "3"]);
    assert_eq!(reported(side_by_side(messages(&customers), &Memory).await), ["2", "3"]);
    assert_eq!(reported(plain(messages(&customers)).await), ["3"]);
    assert_eq!(reported(upstream_message(messages(&customers), &Memory).await), ["2"]);
    assert_eq!(reported(whole(messages(&customers)).await), ["2"]);
}

#[tokio::test]
async fn each_shape_reports_a_partition_from_its_first_failure_on() {
    let orders = ["ann", "bad", "bob"].map(|customer| format!(r#"{{"id":1,"customer":"{customer}"}}"#));
    let orders = orders.each_ref().map(|order| ("key", Some(order.as_str())));
    assert_eq!(reported(by_value(records(&orders), Memory).await), ["orders-0@2", "orders-0@3"]);
    assert_eq!(reported(upstream_record(records(&orders), &Memory).await), ["orders-0@2", "orders-0@3"]);
}

#[tokio::test]
async fn a_tombstone_is_none() {
    let mut copy = Copy { customers: BTreeMap::new() };
    let changes = [("1", Some("Ada")), ("2", Some("Grace")), ("1", None), ("3", None)];
    assert!(reported(copy.apply(records(&changes)).await).is_empty());
    assert_eq!(copy.customers, BTreeMap::from([(b"2".to_vec(), String::from("Grace"))]));
}

#[test]
fn messages_and_records_can_be_made_by_hand() {
    let mut message = Message::new("1", "hello");
    message.message_group_id = Some(Cow::Borrowed("group"));
    assert_eq!((message.body, message.message_id.as_ref()), ("hello", "1"));
    let mut record = Record::new("orders", 0, 7, Some(Json(1)));
    record.key = Some(b"key");
    assert_eq!((record.offset, record.value), (7, Some(Json(1))));
    assert_eq!(record.headers.all().unwrap(), []);
}
