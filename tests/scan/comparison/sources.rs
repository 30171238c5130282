//! A function for each source that notes what it sees of its records.

use std::fmt::Debug;

use checkpointed::{
    Batch, DecodeError, FromRecord, LambdaEvent, RawRecord, Source, checkpointed_stream_handler,
    dynamodb::{self, Images},
    kafka, kinesis, sqs,
};
use serde_json::Value;

use super::{CutEvent, Observed};

/// Shows an item's images. It never fails.
struct ShownImages(String);

impl<'r> dynamodb::Payload<'r> for ShownImages {
    fn from_images(images: &Images<'r>) -> Result<Self, DecodeError> {
        Ok(ShownImages(format!(
            "{:?} {:?} {:?} {:?}",
            images.stream_view_type(),
            images.keys::<Value>().map_err(|error| error.to_string()),
            images.new_image::<Value>().map_err(|error| error.to_string()),
            images.old_image::<Value>().map_err(|error| error.to_string()),
        )))
    }
}

fn observed<S: Source>(raw: &RawRecord<S>, view: Result<String, DecodeError>) -> Observed {
    Observed {
        json: raw.json().to_owned(),
        identifier: raw.identifier().map(|identifier| identifier.to_string()),
        view: view.map_err(|error| error.to_string()),
    }
}

fn show(fields: impl Debug) -> String {
    format!("{fields:?}")
}

/// A type for the records of a source, and a function that takes records of a source.
macro_rules! observe {
    ($observe:ident, $Seen:ident, $source:ty, |$raw:ident| $view:expr) => {
        struct $Seen(Observed);

        impl<'r> FromRecord<'r> for $Seen {
            type Source = $source;

            fn from_record($raw: &'r RawRecord<$source>) -> Result<Self, DecodeError> {
                Ok($Seen(observed($raw, $view)))
            }
        }

        /// Runs a batch, and compares each record with one that is made of its JSON alone.
        pub(super) fn $observe(batch: Batch<()>, expected: &CutEvent) {
            #[checkpointed_stream_handler]
            async fn handle(record: $Seen, all: &mut Vec<Observed>) {
                all.push(record.0);
            }

            let mut all = Vec::new();
            let event: LambdaEvent<Batch<$Seen>> = batch.cast().into();
            let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
            runtime.block_on(handle(event, &mut all)).unwrap();
            assert_eq!(all.len(), expected.records.len());
            for (position, (seen, json)) in all.into_iter().zip(&expected.records).enumerate() {
                let raw = RawRecord::<$source>::from_json(json).unwrap();
                let $Seen(alone) = $Seen::from_record(&raw).unwrap();
                let partitions =
                    expected.partitions.as_ref().filter(|_| stringify!($source).ends_with("Kafka"));
                let expected = in_event(alone, &seen, partitions.map(|names| names[position].as_str()));
                assert_eq!(seen, expected, "{json}");
            }
        }
    };
}

/// What is expected of a record in an event. There, the partition that the event names takes the place of the one in the record.
fn in_event(alone: Observed, seen: &Observed, partition: Option<&str>) -> Observed {
    let Some(partition) = partition else { return alone };
    let identifier = match alone.identifier.as_deref().and_then(|identifier| identifier.rsplit_once('@')) {
        Some(_) if partition.is_empty() => None,
        Some((_, offset)) => Some(format!("{partition}@{offset}")),
        // Alone it may lack its topic only.
        None => seen.identifier.clone().filter(|identifier| identifier.starts_with(&format!("{partition}@"))),
    };
    Observed { identifier, ..alone }
}

observe!(observe_kinesis, SeenOfKinesis, checkpointed::Kinesis, |raw| {
    kinesis::Record::<&[u8]>::from_record(raw).map(|record| {
        show((
            (record.data, &record.sequence_number, &record.partition_key, record.shard_id()),
            (
                record.approximate_arrival_timestamp,
                &record.event_id,
                &record.event_source_arn,
                &record.aws_region,
            ),
        ))
    })
});

observe!(observe_dynamodb, SeenOfDynamoDb, checkpointed::DynamoDb, |raw| {
    dynamodb::Record::<ShownImages>::from_record(raw).map(|record| {
        show((
            (
                record.data.0,
                record.event_name,
                &record.sequence_number,
                record.approximate_creation_date_time,
            ),
            (&record.event_id, &record.event_source_arn, &record.aws_region),
            (record.size_bytes, &record.user_identity),
        ))
    })
});

observe!(observe_sqs, SeenOfSqs, checkpointed::Sqs, |raw| {
    sqs::Message::<&[u8]>::from_record(raw).map(|message| {
        show((
            (message.body, &message.message_id, &message.receipt_handle, message.approximate_receive_count),
            (message.sent_timestamp, message.approximate_first_receive_timestamp, &message.sender_id),
            (&message.message_group_id, &message.message_deduplication_id, &message.sequence_number),
            (&message.aws_trace_header, &message.dead_letter_queue_source_arn),
            (&message.event_source_arn, &message.aws_region),
            message.message_attributes.all().map_err(|error| error.to_string()),
        ))
    })
});

observe!(observe_kafka, SeenOfKafka, checkpointed::Kafka, |raw| {
    kafka::Record::<Option<&[u8]>>::from_record(raw).map(|record| {
        show((
            (record.value, &record.topic, record.partition, record.offset, record.key),
            (record.timestamp, record.timestamp_type),
            record.headers.all().map_err(|error| error.to_string()),
        ))
    })
});
