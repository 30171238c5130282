//! Records of Kafka.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// A record of a topic, before it has a time.
#[derive(Debug, Clone)]
pub(in crate::simulator) struct KafkaRecord {
    topic: String,
    partition: i32,
    offset: i64,
    key: Option<String>,
    value: String,
}

impl KafkaRecord {
    pub(super) fn new(topic: String, partition: i32, offset: i64, value: &[u8]) -> Self {
        KafkaRecord { topic, partition, offset, key: None, value: STANDARD.encode(value) }
    }

    pub(super) fn set_key(&mut self, key: &[u8]) {
        self.key = Some(STANDARD.encode(key));
    }

    /// The record's JSON in an event
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
