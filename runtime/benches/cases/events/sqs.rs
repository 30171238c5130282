//! Amazon SQS: messages of a standard queue.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Numbers, OrderData, event_of};

/// Orders of about 150 bytes each.
pub(crate) fn sqs(messages: usize) -> Vec<u8> {
    sqs_of(messages, |id, numbers| OrderData::new(id, 150, numbers).json())
}

/// Messages with bodies of any kind.
pub(crate) fn sqs_of(messages: usize, body: impl Fn(usize, &mut Numbers) -> String) -> Vec<u8> {
    let mut numbers = Numbers::new();
    let messages: Vec<String> = (0..messages)
        .map(|id| {
            let body = serde_json::to_string(&body(id, &mut numbers)).expect("a string is JSON");
            let receipt: Vec<u8> = (0..120).map(|_| numbers.below(256) as u8).collect();
            let [first, second, third, fourth, fifth] = [8, 4, 4, 4, 12].map(|n| numbers.hexadecimal(n));
            format!(
                concat!(
                    r#"{{"messageId":"{}-{}-{}-{}-{}","receiptHandle":"AQEB{}","body":{},"#,
                    r#""attributes":{{"ApproximateReceiveCount":"1","SentTimestamp":"15450826493{:02}","#,
                    r#""SenderId":"AIDAIENQZJOLO23YVJ4VO","ApproximateFirstReceiveTimestamp":"1545082649185"}},"#,
                    r#""messageAttributes":{{}},"md5OfBody":"{}","eventSource":"aws:sqs","#,
                    r#""eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}}"#,
                ),
                first,
                second,
                third,
                fourth,
                fifth,
                STANDARD.encode(receipt),
                body,
                id % 100,
                numbers.hexadecimal(32)
            )
        })
        .collect();
    event_of(&messages)
}
