//! Events of unusual shapes, whose cost must not grow faster than they do.

use super::events::{kinesis_of, sqs_of};

pub(crate) fn empty_records(records: usize) -> Vec<u8> {
    format!(r#"{{"Records":[{}]}}"#, vec!["{}"; records].join(",")).into_bytes()
}

pub(crate) fn empty_kafka(records: usize) -> Vec<u8> {
    format!(r#"{{"records":{{"orders-0":[{}]}}}}"#, vec!["{}"; records].join(",")).into_bytes()
}

pub(crate) fn empty_partitions(partitions: usize) -> Vec<u8> {
    let partitions: Vec<String> = (0..partitions).map(|number| format!(r#""orders-{number}":[]"#)).collect();
    format!(r#"{{"records":{{{}}}}}"#, partitions.join(",")).into_bytes()
}

/// One change of an item with so many attributes.
pub(crate) fn attributes(attributes: usize) -> Vec<u8> {
    let more: String = (0..attributes).map(|number| format!(r#","a{number}":{{"N":"{number}"}}"#)).collect();
    let order = r#""id":{"N":"1"},"user":{"S":"bob"},"amount":{"N":"1.5"},"items":{"L":[]}"#;
    format!(
        concat!(
            r#"{{"Records":[{{"eventID":"1","eventName":"MODIFY","eventSource":"aws:dynamodb","dynamodb":{{"#,
            r#""Keys":{{"pk":{{"S":"1"}}}},"NewImage":{{{order}{more}}},"OldImage":{{{order}{more}}},"#,
            r#""SequenceNumber":"111","StreamViewType":"NEW_AND_OLD_IMAGES"}}}}]}}"#,
        ),
        order = order,
        more = more
    )
    .into_bytes()
}

/// One record with an unknown field that is a list in a list, and so on.
pub(crate) fn nested(depth: usize) -> Vec<u8> {
    let event = kinesis_of(1, |_, _| String::from(r#"{"id":1,"user":"bob","amount":1.5,"items":[]}"#));
    let unknown = format!(r#"{{"unknown":{}{},"kinesis""#, "[".repeat(depth), "]".repeat(depth));
    String::from_utf8(event).expect("an event is text").replace(r#"{"kinesis""#, &unknown).into_bytes()
}

/// One message whose body has so many escapes.
pub(crate) fn escapes(escapes: usize) -> Vec<u8> {
    sqs_of(1, |_, _| format!(r#"{{"id":1,"user":"{}","amount":1.5,"items":[]}}"#, r#"\""#.repeat(escapes)))
}
