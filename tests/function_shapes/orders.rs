//! Orders, and the database that the functions of these tests store them in.

use std::fmt;

use checkpointed::{Batch, LambdaEvent, StreamsEventResponse};

#[derive(serde::Deserialize)]
pub(crate) struct Order<'a> {
    pub(crate) id: u64,
    pub(crate) customer: &'a str,
}

#[derive(Debug)]
pub(crate) struct DatabaseError;

impl fmt::Display for DatabaseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the database is away")
    }
}

impl std::error::Error for DatabaseError {}

pub(crate) trait Database: Send + Sync + 'static {
    fn insert(&self, customer: &str) -> impl Future<Output = Result<(), DatabaseError>> + Send;
}

#[derive(Clone)]
pub(crate) struct Memory;

impl Database for Memory {
    /// Fails for the customer `bad`, panics for `panic`.
    async fn insert(&self, customer: &str) -> Result<(), DatabaseError> {
        tokio::task::yield_now().await;
        match customer {
            "panic" => panic!("the database panicked"),
            "bad" => Err(DatabaseError),
            _ => Ok(()),
        }
    }
}

/// A batch of orders, one for each customer; their sequence numbers are `1`, `2`, and so on.
pub(crate) fn orders<R>(customers: &[&str]) -> LambdaEvent<Batch<R>> {
    let records: Vec<_> = customers
        .iter()
        .enumerate()
        .map(|(id, customer)| record(id + 1, &format!(r#"{{"id":{id},"customer":"{customer}"}}"#)))
        .collect();
    let event = serde_json::json!({ "Records": records }).to_string();
    Batch::from_json(event.as_bytes()).unwrap().into()
}

fn record(sequence_number: usize, data: &str) -> serde_json::Value {
    serde_json::json!({
        "kinesis": {
            "partitionKey": "key",
            "sequenceNumber": sequence_number.to_string(),
            "data": base64(data.as_bytes()),
            "approximateArrivalTimestamp": 1_545_084_650.987,
        },
        "eventID": format!("shardId-000000000006:{sequence_number}"),
        "eventSourceARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/orders",
    })
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// The identifiers that a response reports.
pub(crate) fn reported(response: Result<StreamsEventResponse, checkpointed::Error>) -> Vec<String> {
    response.unwrap().item_identifiers().map(ToString::to_string).collect()
}
