//! Records of Kafka.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{Content, Record};

/// A record of a topic, before it has a time.
#[derive(Debug, Clone)]
pub(in crate::simulator) struct KafkaRecord {
    topic: String,
    partition: i32,
    offset: i64,
    key: Option<String>,
    value: String,
}

impl Record {
    /// A record of Kafka. Offsets of a partition must ascend.
    pub fn kafka(topic: impl Into<String>, partition: i32, offset: i64, value: impl AsRef<[u8]>) -> Self {
        let value = STANDARD.encode(value.as_ref());
        Self::of(Content::Kafka(KafkaRecord { topic: topic.into(), partition, offset, key: None, value }))
    }

    /// The key of a record of Kafka. Other records have none.
    pub fn kafka_key(mut self, key: impl AsRef<[u8]>) -> Self {
        if let Content::Kafka(record) = &mut self.content {
            record.key = Some(STANDARD.encode(key.as_ref()));
        }
        self
    }
}

impl KafkaRecord {
    /// As it stands in an event
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html)).
    pub(in crate::simulator) fn to_json(&self, milliseconds: u64) -> Value {
        let KafkaRecord { topic, partition, offset, key, value } = self;
        json!({
            "topic": topic,
            "partition": partition,
            "offset": offset,
            "timestamp": milliseconds,
            "timestampType": "CREATE_TIME",
            "key": key,
            "value": value,
            "headers": [],
        })
    }
}
