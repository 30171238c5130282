//! The sources of a case: how their mappings, records and handlers are made.

use std::time::Duration;

use checkpointed::{
    DecodeError, FromRecord, Kafka, RawRecord, Sqs, checkpointed_stream_handler,
    dynamodb::{self, NewImage},
    kinesis,
    simulator::{EventSourceMapping, Record, Report, Stream},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{case::Item, effects::Effects};

/// The item that a record of DynamoDB is about.
#[derive(Debug, Serialize, Deserialize)]
struct Named {
    name: String,
}

/// The text of a message, or of a record of Kafka.
struct Text<S>(String, std::marker::PhantomData<S>);

impl<'r> FromRecord<'r> for Text<Sqs> {
    type Source = Sqs;

    fn from_record(raw: &'r RawRecord<Sqs>) -> Result<Self, DecodeError> {
        let record: Value = serde_json::from_str(raw.json())?;
        Ok(Text(record["body"].as_str().unwrap().to_owned(), std::marker::PhantomData))
    }
}

impl<'r> FromRecord<'r> for Text<Kafka> {
    type Source = Kafka;

    fn from_record(raw: &'r RawRecord<Kafka>) -> Result<Self, DecodeError> {
        use base64::{Engine, engine::general_purpose::STANDARD};

        let record: Value = serde_json::from_str(raw.json())?;
        let value = STANDARD.decode(record["value"].as_str().unwrap()).unwrap();
        Ok(Text(String::from_utf8(value).unwrap(), std::marker::PhantomData))
    }
}

#[checkpointed_stream_handler]
async fn of_kinesis(record: kinesis::Record<'_, &str>, effects: &mut Effects<'_>) -> Result<(), String> {
    effects.play(record.data)
}

#[checkpointed_stream_handler]
async fn of_dynamodb(
    record: dynamodb::Record<'_, NewImage<Named>>,
    effects: &mut Effects<'_>,
) -> Result<(), String> {
    effects.play(&record.data.0.unwrap().name)
}

#[checkpointed_stream_handler]
async fn of_sqs(message: Text<Sqs>, effects: &mut Effects<'_>) -> Result<(), String> {
    effects.play(&message.0)
}

#[checkpointed_stream_handler]
async fn of_kafka(record: Text<Kafka>, effects: &mut Effects<'_>) -> Result<(), String> {
    effects.play(&record.0)
}

/// The source of the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    Kinesis,
    DynamoDb,
    Sqs,
    SqsFifo,
    Kafka,
}

impl Source {
    pub(super) fn mapping(self) -> EventSourceMapping {
        match self {
            Source::Kinesis => EventSourceMapping::kinesis(),
            Source::DynamoDb => EventSourceMapping::dynamodb(),
            Source::Sqs => EventSourceMapping::sqs(),
            Source::SqsFifo => EventSourceMapping::sqs_fifo(),
            Source::Kafka => EventSourceMapping::kafka().provisioned_mode(true),
        }
    }

    fn stream(self, shards: &[Vec<Item>]) -> Stream {
        let numbered = shards.iter().enumerate();
        numbered.fold(Stream::new(), |stream, (shard, items)| {
            let mut seconds = 0;
            stream.shard(items.iter().enumerate().map(|(position, item)| {
                seconds += item.seconds_later;
                self.record(item, position, format!("{shard}/{position}"))
                    .arrives_after(Duration::from_secs(seconds))
            }))
        })
    }

    fn record(self, item: &Item, position: usize, name: String) -> Record {
        let key = format!("key {}", item.key);
        match self {
            Source::Kinesis => Record::kinesis(key, name),
            Source::DynamoDb => Record::dynamodb_insert(&json!({ "key": key }), &Named { name }),
            Source::Sqs => Record::sqs(name),
            Source::SqsFifo => Record::sqs_in_group(key, name),
            Source::Kafka => Record::kafka("topic", item.key.into(), position as i64, name),
        }
    }

    /// Runs the attribute's handler, with a state if there are windows.
    pub(super) fn run<'c>(
        self,
        mapping: &EventSourceMapping,
        shards: &'c [Vec<Item>],
    ) -> (Report, Effects<'c>) {
        let (stream, mut effects) = (self.stream(shards), Effects::new(shards));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let report = runtime.block_on(async {
            let effects = &mut effects;
            match self {
                Source::Kinesis => {
                    mapping.run(&stream, async |e| with_state(of_kinesis(e, effects).await)).await
                }
                Source::DynamoDb => {
                    mapping.run(&stream, async |e| with_state(of_dynamodb(e, effects).await)).await
                }
                Source::Sqs | Source::SqsFifo => {
                    mapping.run(&stream, async |e| of_sqs(e, effects).await).await
                }
                Source::Kafka => mapping.run(&stream, async |e| of_kafka(e, effects).await).await,
            }
        });
        (report, effects)
    }
}

fn with_state<E>(response: Result<impl Serialize, E>) -> Result<Value, E> {
    response.map(|response| {
        let mut response = json!(response);
        response["state"] = json!({});
        response
    })
}
