//! Random events: as AWS writes them, and odd ones.

use proptest::{prelude::*, strategy::Union};

/// An event as AWS writes it, of any source.
pub(crate) fn real_event() -> impl Strategy<Value = String> {
    let list = |record: BoxedStrategy<String>| {
        proptest::collection::vec(record, 0..6)
            .prop_map(|records| format!(r#"{{"Records":[{}]}}"#, records.join(",")))
    };
    let partitions = proptest::collection::btree_map(
        "[a-c]-[0-3]",
        proptest::collection::vec(kafka(), 0..4).prop_map(|records| records.join(",")),
        0..4,
    );
    let kafka_event = partitions.prop_map(|partitions| {
        let lists: Vec<_> =
            partitions.iter().map(|(name, records)| format!(r#""{name}":[{records}]"#)).collect();
        format!(
            r#"{{"eventSource":"aws:kafka","records":{{{}}},"bootstrapServers":"b-1:9092"}}"#,
            lists.join(",")
        )
    });
    prop_oneof![list(kinesis()), list(dynamodb()), list(sqs()), kafka_event]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9:/_.-]{0,40}",
        1 => r#"([a-zé ]|\\["\\/n]|\\u00e9){0,12}"#,
    ]
}

fn base64_text() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), "([A-Za-z0-9+/]{4}){0,20}", "[A-Za-z0-9=]{0,7}"]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        "[1-9][0-9]{0,12}",
        "[1-9][0-9]{9}\\.[0-9]{1,3}",
        Just("0".to_owned()),
        Just("1.76E9".to_owned())
    ]
}

fn kinesis() -> BoxedStrategy<String> {
    (text(), "[0-9]{1,56}", base64_text(), number())
        .prop_map(|(key, sequence_number, data, time)| {
            format!(
                r#"{{"kinesis":{{"kinesisSchemaVersion":"1.0","partitionKey":"{key}","sequenceNumber":"{sequence_number}","data":"{data}","approximateArrivalTimestamp":{time}}},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000006:{sequence_number}","eventName":"aws:kinesis:record","awsRegion":"us-east-2","eventSourceARN":"arn:aws:kinesis:us-east-2:123456789012:stream/s"}}"#
            )
        })
        .boxed()
}

fn dynamodb() -> BoxedStrategy<String> {
    let image = proptest::collection::btree_map(
        "[a-z]{1,3}",
        prop_oneof![
            text().prop_map(|text| format!(r#"{{"S":"{text}"}}"#)),
            number().prop_map(|number| format!(r#"{{"N":"{number}"}}"#)),
            Just(r#"{"L":[{"NULL":true},{"M":{"a":{"BOOL":false}}},{"SS":["[","]"]}]}"#.to_owned()),
        ],
        0..4,
    )
    .prop_map(|image| {
        let members: Vec<_> = image.iter().map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
        format!("{{{}}}", members.join(","))
    });
    let identity = prop_oneof![
        3 => Just(""),
        1 => Just(r#","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"}"#),
    ];
    (proptest::sample::select(vec!["INSERT", "MODIFY", "REMOVE"]), "[0-9]{21}", number(), image, identity)
        .prop_map(|(name, sequence_number, time, image, identity)| {
            let old = if name == "INSERT" { String::new() } else { format!(r#","OldImage":{image}"#) };
            let new = if name == "REMOVE" { String::new() } else { format!(r#","NewImage":{image}"#) };
            format!(
                r#"{{"eventID":"{sequence_number}","eventName":"{name}","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-2","dynamodb":{{"ApproximateCreationDateTime":{time},"Keys":{image}{new}{old},"SequenceNumber":"{sequence_number}","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"arn"{identity}}}"#
            )
        })
        .boxed()
}

fn sqs() -> BoxedStrategy<String> {
    let group = prop_oneof![
        Just(String::new()),
        text().prop_map(|group| format!(
            r#","MessageGroupId":"{group}","SequenceNumber":"7","MessageDeduplicationId":"1""#
        )),
    ];
    let attributes = prop_oneof![
        3 => Just("{}"),
        1 => Just("null"),
        1 => Just(r#"{"a":{"stringValue":"x","dataType":"String"}}"#),
    ];
    ("[0-9a-f-]{36}", text(), text(), "[1-9]", group, attributes)
        .prop_map(|(id, handle, body, count, group, attributes)| {
            format!(
                r#"{{"messageId":"{id}","receiptHandle":"{handle}","body":"{body}","attributes":{{"ApproximateReceiveCount":"{count}","SentTimestamp":"1545082649183","SenderId":"AID","ApproximateFirstReceiveTimestamp":"1545082649185"{group}}},"messageAttributes":{attributes},"md5OfBody":"{id}","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:q","awsRegion":"us-east-2"}}"#
            )
        })
        .boxed()
}

fn kafka() -> BoxedStrategy<String> {
    let value = prop_oneof![4 => base64_text().prop_map(|value| format!("\"{value}\"")), 1 => Just("null".to_owned())];
    (text(), 0..5_i32, 0..100_000_i64, number(), value.clone(), value)
        .prop_map(|(topic, partition, offset, time, key, value)| {
            format!(
                r#"{{"topic":"{topic}","partition":{partition},"offset":{offset},"timestamp":{time},"timestampType":"CREATE_TIME","key":{key},"value":{value},"headers":[{{"h":[104,-1]}}]}}"#
            )
        })
        .boxed()
}

/// An event in which anything may be anywhere: keys in any order and twice, with escapes, and values of any type.
pub(crate) fn any_event() -> impl Strategy<Value = String> {
    let records = || {
        proptest::collection::vec(prop_oneof![6 => record(), 1 => value()], 0..5)
            .prop_map(|records| format!("[{}]", records.join(" ,")))
    };
    let partitions = proptest::collection::vec((key(), records()), 0..3).prop_map(object);
    let lists = prop_oneof![
        6 => records().prop_map(|list| ("Records".to_owned(), list)),
        3 => partitions.prop_map(|lists| ("records".to_owned(), lists)),
        1 => (Just("Records".to_owned()), value()),
        1 => (Just("records".to_owned()), value()),
    ];
    let member = || (key(), value());
    (
        proptest::collection::vec(member(), 0..2),
        proptest::collection::vec(lists, 1..2),
        proptest::collection::vec(member(), 0..2),
    )
        .prop_map(|(before, lists, after)| object([before, lists, after].concat()))
}

const KEYS: [&str; 44] = [
    "kinesis",
    "partitionKey",
    "sequenceNumber",
    "data",
    "approximateArrivalTimestamp",
    "eventID",
    "awsRegion",
    "eventSourceARN",
    "dynamodb",
    "Keys",
    "NewImage",
    "OldImage",
    "SequenceNumber",
    "SizeBytes",
    "StreamViewType",
    "ApproximateCreationDateTime",
    "userIdentity",
    "eventName",
    "messageId",
    "receiptHandle",
    "body",
    "attributes",
    "messageAttributes",
    "MessageGroupId",
    "SenderId",
    "SentTimestamp",
    "ApproximateReceiveCount",
    "AWSTraceHeader",
    "topic",
    "partition",
    "offset",
    "timestamp",
    "timestampType",
    "key",
    "value",
    "headers",
    "x",
    "",
    "Records",
    "records",
    "MessageDeduplicationId",
    "ApproximateFirstReceiveTimestamp",
    "DeadLetterQueueSourceArn",
    "é",
];

fn key() -> BoxedStrategy<String> {
    prop_oneof![
        12 => proptest::sample::select(&KEYS[..]).prop_map(str::to_owned),
        1 => Just(r"\u006binesis".to_owned()),
        1 => Just(r"bod\u0079".to_owned()),
        1 => Just(r"\ud800".to_owned()),
        1 => Just(r#"\"\\"#.to_owned()),
    ]
    .boxed()
}

fn object(members: Vec<(String, String)>) -> String {
    let members: Vec<_> = members.into_iter().map(|(key, value)| format!("\"{key}\": {value}")).collect();
    format!("{{{}}}", members.join(","))
}

fn value() -> BoxedStrategy<String> {
    let fixed = [
        "null",
        "true",
        "false",
        "0",
        "-0",
        "7",
        "-1.5e3",
        "1545084650.987",
        "1e400",
        "12345678901234567890123",
        "{}",
        "[]",
        r#""INSERT""#,
        r#""aGk=""#,
        r#""\ud800""#,
        r#""CREATE_TIME""#,
        r#"{"INSERT":null}"#,
        r#""7""#,
    ];
    let scalar = prop_oneof![
        proptest::sample::select(fixed.map(str::to_owned).to_vec()),
        text().prop_map(|text| format!("\"{text}\"")),
    ];
    scalar
        .prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4)
                    .prop_map(|items| format!("[{}]", items.join(", "))),
                proptest::collection::vec((key(), inner), 0..6).prop_map(object),
            ]
        })
        .boxed()
}

/// The members that a record of some source needs, and others.
fn record() -> BoxedStrategy<String> {
    let real = Union::new([kinesis(), dynamodb(), sqs(), kafka()]);
    let with_more = (real, proptest::collection::vec((key(), value()), 0..3)).prop_map(|(record, more)| {
        let more: String = more.into_iter().map(|(key, value)| format!(", \"{key}\" :{value}")).collect();
        format!("{}{more}}}", record.strip_suffix('}').unwrap_or(&record))
    });
    prop_oneof![3 => with_more, 1 => proptest::collection::vec((key(), value()), 0..8).prop_map(object)]
        .boxed()
}
