//! A bad record fails alone, at its place, and is reported, whatever is wrong with it.

mod dynamodb;
mod envelope;
mod events_in_messages;
mod kafka;
mod kinesis;
mod lists_for_objects;
mod metadata;
mod sqs;
mod upstream_types;

use checkpointed::{Batch, Error, LambdaEvent, StreamsEventResponse};

/// An event of these records, each given as JSON.
fn event<R>(records: &[&str]) -> LambdaEvent<Batch<R>> {
    let event = format!(r#"{{"Records":[{}]}}"#, records.join(","));
    Batch::from_json(event.as_bytes()).expect("the envelope is fine").into()
}

/// The answer to a batch of a stream.
#[derive(Debug, PartialEq)]
enum Answer {
    AllDone,
    Checkpoint(String),
    Failed,
}

fn answer(response: Result<StreamsEventResponse, Error>) -> Answer {
    let Ok(response) = response else {
        return Answer::Failed;
    };
    let mut identifiers = response.item_identifiers();
    match (identifiers.next(), identifiers.next()) {
        (None, _) => Answer::AllDone,
        (Some(identifier), None) => Answer::Checkpoint(identifier.to_string()),
        (Some(_), Some(_)) => panic!("a stream is answered with one identifier"),
    }
}

/// Every identifier that is reported for a queue or Kafka; `None` if the invocation failed.
fn reported(response: Result<StreamsEventResponse, Error>) -> Option<Vec<String>> {
    Some(response.ok()?.item_identifiers().map(ToString::to_string).collect())
}
