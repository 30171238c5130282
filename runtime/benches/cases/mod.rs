//! The cases: an event each, and the ways to get from its bytes to the response's.
//!
//! *By hand* is what a function does today: `lambda_runtime`'s own way of deserializing (`serde_path_to_error` around
//! `serde_json`) into `aws_lambda_events`, a loop, `serde_json` or `serde_dynamo` for each record, and the response's bytes.
//! The attribute gets the same bytes in the way that `checkpointed::run` cuts them. The *floor* knows the event's exact shape: it finds the payload by the
//! text before it, decodes it, and checks nothing.

mod dynamodb;
mod events;
mod floor;
mod kafka;
mod kinesis;
mod order;
mod shapes;
mod sqs;

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
    time::{Duration, SystemTime},
};

use checkpointed::Batch;
use lambda_runtime::{Error, LambdaEvent};
use serde::{Serialize, de::DeserializeOwned};

use self::events::{Numbers, dynamodb, kafka, kafka_in_partitions, sqs, sqs_of};
pub(crate) use self::{
    events::kinesis,
    kinesis::{by_hand as kinesis_by_hand, owned as kinesis_owned},
    order::Total,
};

/// The name of the variant that the others are compared with.
pub(crate) const BY_HAND: &str = "by hand";

/// An event, and the variants that handle it. All do the same and answer the same.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    pub(crate) records: usize,
    pub(crate) event: fn(records: usize) -> Vec<u8>,
    pub(crate) variants: &'static [Variant],
}

/// One way to get from an event's bytes to the response's.
pub(crate) struct Variant {
    pub(crate) name: &'static str,
    pub(crate) run: Run,
}

pub(crate) type Run = fn(event: &[u8], total: &Total) -> Vec<u8>;

/// The whole work of an invocation, event by event.
pub(crate) const WHOLE: [Case; 10] = [
    Case { name: "Kinesis 1 KB", records: 100, event: |n| kinesis(n, 1_024), variants: kinesis::WHOLE },
    Case { name: "Kinesis 300 B", records: 5_800, event: |n| kinesis(n, 300), variants: kinesis::WHOLE },
    Case { name: "Kinesis 60 B", records: 10_000, event: |n| kinesis(n, 0), variants: kinesis::WHOLE },
    Case { name: "DynamoDB 100, one image", records: 100, event: dynamodb, variants: dynamodb::ONE_IMAGE },
    Case {
        name: "DynamoDB 1,000, one image",
        records: 1_000,
        event: dynamodb,
        variants: dynamodb::ONE_IMAGE,
    },
    Case {
        name: "DynamoDB 100, both images",
        records: 100,
        event: dynamodb,
        variants: dynamodb::BOTH_IMAGES,
    },
    Case {
        name: "DynamoDB 1,000, both images",
        records: 1_000,
        event: dynamodb,
        variants: dynamodb::BOTH_IMAGES,
    },
    Case { name: "SQS 10", records: 10, event: sqs, variants: sqs::WHOLE },
    Case { name: "SQS 10,000", records: 10_000, event: sqs, variants: sqs::WHOLE },
    Case { name: "Kafka 300 B", records: 1_000, event: kafka, variants: kafka::WHOLE },
];

/// The parts whose cost is a figure of its own.
pub(crate) const PARTS: [Case; 5] = [
    Case { name: "undecoded 1 KB", records: 100, event: |n| kinesis(n, 1_024), variants: kinesis::UNDECODED },
    Case {
        name: "undecoded 300 B",
        records: 1_000,
        event: |n| kinesis(n, 300),
        variants: kinesis::UNDECODED,
    },
    Case { name: "undecoded 60 B", records: 1_000, event: |n| kinesis(n, 0), variants: kinesis::UNDECODED },
    Case { name: "fixed cost", records: 1_000, event: |n| kinesis(n, 0), variants: kinesis::FIXED_COST },
    Case { name: "undecodable", records: 1_000, event: |n| sqs_of(n, not_json), variants: sqs::UNDECODABLE },
];

fn not_json(id: usize, _numbers: &mut Numbers) -> String {
    format!("order {id} is not JSON")
}

/// Kinds of events that are counted in two sizes. `records` is the smaller one.
pub(crate) const SHAPES: [Case; 12] = [
    Case { name: "Kinesis records", records: 1_000, event: |n| kinesis(n, 0), variants: kinesis::WAYS },
    Case { name: "DynamoDB changes", records: 100, event: dynamodb, variants: dynamodb::WAYS },
    Case { name: "SQS messages", records: 500, event: sqs, variants: sqs::WAYS },
    Case {
        name: "SQS messages that fail",
        records: 500,
        event: |n| sqs_of(n, not_json),
        variants: sqs::WAYS,
    },
    Case { name: "Kafka records", records: 500, event: kafka, variants: kafka::WAYS },
    Case {
        name: "Kafka partitions",
        records: 1_000,
        event: |n| kafka_in_partitions(n, n, |_, _| String::from("{}")),
        variants: kafka::WAYS,
    },
    Case {
        name: "empty Kinesis records",
        records: 10_000,
        event: shapes::empty_records,
        variants: kinesis::WAYS,
    },
    Case { name: "empty Kafka records", records: 10_000, event: shapes::empty_kafka, variants: kafka::WAYS },
    Case {
        name: "empty Kafka partitions",
        records: 10_000,
        event: shapes::empty_partitions,
        variants: kafka::WAYS,
    },
    Case {
        name: "attributes of an image",
        records: 2_000,
        event: shapes::attributes,
        variants: dynamodb::WAYS,
    },
    Case { name: "nested lists", records: 20_000, event: shapes::nested, variants: kinesis::WAYS },
    Case { name: "escapes of a body", records: 20_000, event: shapes::escapes, variants: sqs::WAYS },
];

/// What `lambda_runtime` 1.5 does with the body of an invocation that has a deadline.
fn deserialize<E: DeserializeOwned>(body: &[u8]) -> LambdaEvent<E> {
    let payload = serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(body));
    LambdaEvent::new(payload.expect("the event is fine"), context())
}

/// What `checkpointed::run` does with it.
fn cut<R>(body: &[u8]) -> LambdaEvent<Batch<R>> {
    LambdaEvent::new(Batch::from_json(body).expect("the event is fine"), context())
}

fn context() -> lambda_runtime::Context {
    let mut context = lambda_runtime::Context::default();
    let deadline = SystemTime::now() + Duration::from_secs(900);
    let since_1970 = deadline.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    context.deadline = u64::try_from(since_1970.as_millis()).unwrap_or_default();
    context
}

/// Polls a future that waits for nothing, without a runtime, whose own work would disturb the figures.
fn finished<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

/// The bytes of the answer of a handler that never waits: its response's, or its error's.
fn answer<R: Serialize>(handler: impl Future<Output = Result<R, Error>>) -> Vec<u8> {
    match finished(handler) {
        Ok(response) => serde_json::to_vec(&response).expect("a response can be serialized"),
        Err(error) => error.to_string().into_bytes(),
    }
}
