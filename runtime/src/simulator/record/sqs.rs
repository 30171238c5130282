//! Messages of queues.

use serde_json::{Map, Value, json};

use super::{Content, Record};
use crate::simulator::digest::md5;

/// A message, before it is received.
#[derive(Debug, Clone)]
pub(in crate::simulator) struct Message {
    body: String,
    group: Option<String>,
    /// By name: data type and value.
    attributes: Vec<(String, String, String)>,
}

impl Record {
    /// A message of an SQS queue.
    pub fn sqs(body: impl Into<String>) -> Self {
        Self::of(Content::Sqs(Message { body: body.into(), group: None, attributes: Vec::new() }))
    }

    /// A message in a message group: of a FIFO queue, or of a fair standard queue, where it has no effect on the order.
    pub fn sqs_in_group(group: impl Into<String>, body: impl Into<String>) -> Self {
        let (body, group) = (body.into(), Some(group.into()));
        Self::of(Content::Sqs(Message { body, group, attributes: Vec::new() }))
    }

    /// An attribute of a message, such as `("Weeks", "Number", "6")`. Other records have none.
    pub fn message_attribute(
        mut self,
        name: impl Into<String>,
        data_type: impl Into<String>,
        value: impl Into<String>,
    ) -> Self {
        if let Content::Sqs(message) = &mut self.content {
            message.attributes.push((name.into(), data_type.into(), value.into()));
            message.attributes.sort();
        }
        self
    }
}

impl Message {
    /// As it stands in an event, but for what receiving adds
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html)).
    pub(in crate::simulator) fn to_json(&self, position: usize, milliseconds: u128) -> Value {
        let mut message = Map::new();
        let mut set = |key: &str, value: Value| message.insert(key.to_owned(), value);
        set("messageId", json!(format!("00000000-0000-4000-a000-{position:012}")));
        set("body", json!(self.body));
        set("attributes", Value::Object(self.system_attributes(position, milliseconds)));
        set("messageAttributes", Value::Object(self.attributes_to_json()));
        set("md5OfBody", json!(md5(self.body.as_bytes())));
        set("eventSource", json!("aws:sqs"));
        set("awsRegion", json!("eu-central-1"));
        if !self.attributes.is_empty() {
            set("md5OfMessageAttributes", json!(self.digest_of_attributes()));
        }
        Value::Object(message)
    }

    fn system_attributes(&self, position: usize, milliseconds: u128) -> Map<String, Value> {
        let mut attributes = Map::new();
        let mut set = |key: &str, value: String| attributes.insert(key.to_owned(), json!(value));
        set("SentTimestamp", milliseconds.to_string());
        set("SenderId", String::from("AIDAIENQZJOLO23YVJ4VO"));
        if let Some(group) = &self.group {
            let sequence_number = 18_849_496_460_467_696_128_u128 + position as u128;
            set("MessageGroupId", group.clone());
            set("MessageDeduplicationId", md5(self.body.as_bytes()));
            set("SequenceNumber", sequence_number.to_string());
        }
        attributes
    }

    fn attributes_to_json(&self) -> Map<String, Value> {
        let attribute = |data_type, value| {
            json!({
                "stringValue": value,
                "stringListValues": [],
                "binaryListValues": [],
                "dataType": data_type,
            })
        };
        let attributes = self.attributes.iter();
        attributes.map(|(name, data_type, value)| (name.clone(), attribute(data_type, value))).collect()
    }

    /// Of each attribute, by name: the length and the text of name and data type, 1 for text, length and text of the value
    /// ([AWS's documentation](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html)).
    fn digest_of_attributes(&self) -> String {
        let mut bytes = Vec::new();
        let mut text = |kind: Option<u8>, text: &str| {
            bytes.extend(kind);
            bytes.extend((text.len() as u32).to_be_bytes());
            bytes.extend(text.as_bytes());
        };
        for (name, data_type, value) in &self.attributes {
            text(None, name);
            text(None, data_type);
            text(Some(1), value);
        }
        md5(&bytes)
    }
}
