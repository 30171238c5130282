//! Apache Kafka: one topic, with keys and a header.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Numbers, OrderData};

/// Orders of about 300 bytes each, in eight partitions.
pub(crate) fn kafka(records: usize) -> Vec<u8> {
    kafka_in_partitions(records, 8, |id, numbers| OrderData::new(id, 300, numbers).json())
}

/// Records with values of any kind, in as many partitions as asked for.
pub(crate) fn kafka_in_partitions(
    records: usize,
    partitions: usize,
    value: impl Fn(usize, &mut Numbers) -> String,
) -> Vec<u8> {
    let mut numbers = Numbers::new();
    let mut id = 0;
    let partitions: Vec<String> = (0..partitions)
        .map(|partition| {
            let records: Vec<String> = (0..records / partitions)
                .map(|_| {
                    id += 1;
                    let value = STANDARD.encode(value(id, &mut numbers));
                    let key = STANDARD.encode(format!("user-{:05}", numbers.below(400)));
                    format!(
                        concat!(
                            r#"{{"topic":"orders","partition":{},"offset":{},"timestamp":{},"#,
                            r#""timestampType":"CREATE_TIME","key":"{}","value":"{}","#,
                            r#""headers":[{{"trace":[49,45,53,98,101,102,52,100,101,55]}}]}}"#,
                        ),
                        partition,
                        1_000_000 + id,
                        1_545_084_650_987_u64 + id as u64,
                        key,
                        value
                    )
                })
                .collect();
            format!(r#""orders-{partition}":[{}]"#, records.join(","))
        })
        .collect();
    format!(
        concat!(
            r#"{{"eventSource":"aws:kafka","#,
            r#""eventSourceArn":"arn:aws:kafka:us-east-2:123456789012:cluster/orders/751d2973-a626-431c-9d4e-d7975eb44dd7-2","#,
            r#""bootstrapServers":"b-2.orders.kafka.us-east-2.amazonaws.com:9092,b-1.orders.kafka.us-east-2.amazonaws.com:9092","#,
            r#""records":{{{}}}}}"#,
        ),
        partitions.join(",")
    )
    .into_bytes()
}
