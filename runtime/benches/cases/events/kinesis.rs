//! Kinesis Data Streams: 400 partition keys.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Numbers, OrderData, event_of};

/// Orders of about `size` bytes each.
pub(crate) fn kinesis(records: usize, size: usize) -> Vec<u8> {
    kinesis_of(records, |id, numbers| OrderData::new(id, size, numbers).json())
}

/// Records with data of any kind.
pub(crate) fn kinesis_of(records: usize, data: impl Fn(usize, &mut Numbers) -> String) -> Vec<u8> {
    let mut numbers = Numbers::new();
    let records: Vec<String> = (0..records)
        .map(|id| {
            let sequence_number =
                format!("4959033827149025660855969253836157109{:019}", 5_921_575 + id * 7_919);
            let data = STANDARD.encode(data(id, &mut numbers));
            let key = numbers.below(400);
            let arrival = 1_545_084_650.987 + id as f64 * 0.003;
            format!(
                concat!(
                    r#"{{"kinesis":{{"kinesisSchemaVersion":"1.0","partitionKey":"user-{:05}","#,
                    r#""sequenceNumber":"{}","data":"{}","approximateArrivalTimestamp":{:.3}}},"#,
                    r#""eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:{}","#,
                    r#""eventName":"aws:kinesis:record","#,
                    r#""invokeIdentityArn":"arn:aws:iam::123456789012:role/lambda-kinesis-role","#,
                    r#""awsRegion":"us-east-2","#,
                    r#""eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream"}}"#,
                ),
                key, sequence_number, data, arrival, sequence_number
            )
        })
        .collect();
    event_of(&records)
}
