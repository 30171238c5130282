//! The mapping and the records of a plan, for the simulator.

use std::time::Duration;

use checkpointed::{
    ItemIdentifier,
    simulator::{EventSourceMapping, Faults, Half, KafkaRedelivery, Record, Stream},
};
use serde_json::{Value, json};

use super::{Fate, Plan, Settings, Source, TIMEOUT};
use crate::spelling::{CONTENT, LIST, TEXT};

/// The sequence numbers of a plan begin with two digits and reach three.
const FIRST_NUMBER: usize = 95;

/// Which record of the plan an identifier names.
pub(crate) fn index_of(identifier: &ItemIdentifier) -> usize {
    let text = identifier.to_string();
    match text.rsplit_once(['-', '@']) {
        // A message id, or a partition and an offset.
        Some((_, index)) => index.parse().unwrap(),
        None => text.parse::<usize>().unwrap() - FIRST_NUMBER,
    }
}

impl Plan {
    pub(crate) fn mapping(&self, maximum_deliveries: usize) -> EventSourceMapping {
        let Settings { batch_size, visibility_timeout, pollers, max_receive_count, .. } = &self.settings;
        let mapping = match self.source {
            Source::Kinesis => EventSourceMapping::kinesis(),
            Source::DynamoDb => EventSourceMapping::dynamodb(),
            Source::Sqs => EventSourceMapping::sqs(),
            Source::SqsFifo => EventSourceMapping::sqs_fifo(),
            Source::Kafka => EventSourceMapping::kafka().provisioned_mode(true),
        };
        let faults = self.faults.iter().fold(Faults::new(), |faults, (invocation, fault)| {
            faults.at_invocation(*invocation, fault.clone())
        });
        let mapping = mapping
            .report_batch_item_failures(true)
            .batch_size(*batch_size)
            .timeout(TIMEOUT)
            .faults(faults)
            .maximum_deliveries_without_progress(maximum_deliveries);
        if !self.source.is_queue() {
            return self.with_settings_of_lanes(mapping);
        }
        let mapping = mapping.visibility_timeout(*visibility_timeout).maximum_concurrency(*pollers);
        match max_receive_count {
            Some(receives) => mapping.max_receive_count(*receives),
            None => mapping,
        }
    }

    fn with_settings_of_lanes(&self, mapping: EventSourceMapping) -> EventSourceMapping {
        let settings = &self.settings;
        let mapping = mapping
            .bisect_batch_on_function_error(settings.bisect)
            .bisect_larger_half(if settings.odd_record_to_the_left { Half::First } else { Half::Second })
            .maximum_retry_attempts(settings.retries.map_or(-1, i32::from))
            .maximum_record_age_in_seconds(settings.maximum_age.map_or(-1, |age| age as i32))
            .progress_resets_retries(settings.progress_resets_retries)
            .progress_refills_batch(settings.progress_refills_batch);
        let redelivery = if settings.only_the_reported {
            KafkaRedelivery::OnlyReported
        } else {
            KafkaRedelivery::FromLowestReported
        };
        match self.source {
            Source::Kafka => mapping.kafka_redelivery(redelivery),
            _ => mapping.parallelization_factor(settings.parallelization_factor),
        }
    }

    pub(crate) fn stream(&self) -> Stream {
        let mut seconds = 0;
        Stream::new().shard((0..self.records.len()).map(|index| {
            seconds += self.records[index].arrives;
            self.record(index).arrives_after(Duration::from_secs(seconds))
        }))
    }

    fn record(&self, index: usize) -> Record {
        let number = (FIRST_NUMBER + index).to_string();
        let Some(key) = self.records[index].key else {
            return Record::from_json(self.without_key(index, &number));
        };
        let name = format!("key-{key}");
        let is_undecodable = self.records[index].fate == Fate::Undecodable;
        let content = if is_undecodable { LIST } else { CONTENT };
        match self.source {
            Source::Kinesis => Record::kinesis(name, content).sequence_number(number),
            Source::DynamoDb => {
                let text = if is_undecodable { json!([TEXT]) } else { json!(TEXT) };
                Record::dynamodb_insert(&json!({ "id": name }), &json!({ "id": name, "text": text }))
                    .sequence_number(number)
            }
            // A standard queue has groups too, which mean no order there.
            Source::Sqs | Source::SqsFifo => Record::sqs_in_group(name, content),
            Source::Kafka => {
                let (topic, partition) = partition(key);
                Record::kafka(topic, partition, index as i64, content)
            }
        }
    }

    /// The JSON of a record whose key cannot be read.
    fn without_key(&self, index: usize, number: &str) -> Value {
        let message = |arn: &str| {
            let id = format!("00000000-0000-4000-a000-{index:012}");
            json!({ "messageId": id, "body": "", "attributes": {}, "eventSourceARN": arn })
        };
        match self.source {
            Source::Kinesis => json!({ "kinesis": { "sequenceNumber": number, "data": "" } }),
            Source::DynamoDb => json!({ "dynamodb": { "SequenceNumber": number } }),
            Source::Sqs => message("arn:aws:sqs:eu-central-1:123456789012:simulated"),
            Source::SqsFifo => message("arn:aws:sqs:eu-central-1:123456789012:simulated.fifo"),
            Source::Kafka => unreachable!("a record of Kafka is in the list of its partition"),
        }
    }
}

/// The topic and partition of a key. The event lists them in the order of the keys.
fn partition(key: u8) -> (&'static str, i32) {
    (if key < 2 { "orders" } else { "payments" }, i32::from(key % 2))
}
