//! Messages of queues.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value, json};

use crate::simulator::md5::md5;

/// A message, before it is received.
#[derive(Debug, Clone)]
pub(in crate::simulator) struct Message {
    body: String,
    group: Option<String>,
    /// Sorted by name.
    attributes: Vec<Attribute>,
}

/// A message attribute. Its fields are in the order in which attributes are sorted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Attribute {
    name: String,
    data_type: String,
    value: Vec<u8>,
}

impl Message {
    pub(super) fn new(group: Option<String>, body: String) -> Self {
        Message { body, group, attributes: Vec::new() }
    }

    pub(super) fn add_attribute(&mut self, name: String, data_type: String, value: Vec<u8>) {
        self.attributes.push(Attribute { name, data_type, value });
        self.attributes.sort();
    }

    /// The message's size as SQS counts it: body and attributes.
    pub(in crate::simulator) fn bytes(&self) -> usize {
        let attribute = |one: &Attribute| one.name.len() + one.data_type.len() + one.value.len();
        self.body.len() + self.attributes.iter().map(attribute).sum::<usize>()
    }

    /// The message's JSON in an event, without the fields that SQS adds when the message is received
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html)).
    pub(in crate::simulator) fn to_json(&self, queue: usize, position: usize, milliseconds: u128) -> Value {
        let mut message = Map::new();
        let mut set = |key: &str, value: Value| message.insert(key.to_owned(), value);
        set("messageId", json!(format!("00000000-0000-4000-a{queue:03x}-{position:012}")));
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
        self.attributes.iter().map(|one| (one.name.clone(), one.to_json())).collect()
    }

    /// The MD5 digest of all attributes. Each contributes the length and text of its name, the length and text of its data type, a
    /// byte (1 for text, 2 for binary), and the length and bytes of its value
    /// ([AWS's documentation](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html)).
    fn digest_of_attributes(&self) -> String {
        let mut bytes = Vec::new();
        let mut part = |kind: Option<u8>, part: &[u8]| {
            bytes.extend(kind);
            bytes.extend((part.len() as u32).to_be_bytes());
            bytes.extend(part);
        };
        for one in &self.attributes {
            part(None, one.name.as_bytes());
            part(None, one.data_type.as_bytes());
            part(Some(if one.is_binary() { 2 } else { 1 }), &one.value);
        }
        md5(&bytes)
    }
}

impl Attribute {
    /// A data type can have a label after a dot, as `Binary.png`.
    fn is_binary(&self) -> bool {
        self.data_type.split('.').next() == Some("Binary")
    }

    /// Binary values and texts have different keys.
    fn to_json(&self) -> Value {
        let (name, value) = if self.is_binary() {
            ("binaryValue", STANDARD.encode(&self.value))
        } else {
            ("stringValue", String::from_utf8_lossy(&self.value).into_owned())
        };
        json!({
            name: value,
            "stringListValues": [],
            "binaryListValues": [],
            "dataType": self.data_type,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message() -> Message {
        Message::new(None, String::from("body"))
    }

    fn add(message: &mut Message, name: &str, data_type: &str, value: &[u8]) {
        message.add_attribute(name.to_owned(), data_type.to_owned(), value.to_vec());
    }

    /// The digest was computed from AWS's description, independently of this code.
    #[test]
    fn bytes_are_in_base64_under_a_name_of_their_own() {
        let mut message = message();
        add(&mut message, "weeks", "Number", b"6");
        add(&mut message, "logo", "Binary.png", &[0xff, 0x00, 0x10]);
        let json = message.to_json(0, 0, 0);
        assert_eq!(
            json["messageAttributes"],
            json!({
                "logo": { "binaryValue": "/wAQ", "stringListValues": [], "binaryListValues": [], "dataType": "Binary.png" },
                "weeks": { "stringValue": "6", "stringListValues": [], "binaryListValues": [], "dataType": "Number" },
            })
        );
        assert_eq!(json["md5OfMessageAttributes"], "dfcb24bc191d611d03dc83d60d52cdc0");
    }

    #[test]
    fn attributes_are_part_of_the_size() {
        let mut message = message();
        add(&mut message, "a", "String", b"b");
        assert_eq!(message.bytes(), 12);
    }
}
