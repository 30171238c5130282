//! Events of realistic shape, the same in every run.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

/// Pseudo-random numbers, from a linear congruential generator.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// An amount of money.
    fn amount(&mut self, limit: u64) -> f64 {
        self.below(limit * 100) as f64 / 100.0
    }
}

/// An order with as many items as make its JSON about `size` bytes long.
fn order(id: usize, size: usize, numbers: &mut Numbers) -> Value {
    let items: Vec<Value> = (0..size.saturating_sub(60) / 47)
        .map(|_| {
            json!({
                "sku": format!("SKU-{:06}", numbers.below(1_000_000)),
                "qty": 1 + numbers.below(19),
                "price": numbers.amount(300),
            })
        })
        .collect();
    // A few names are not ASCII.
    let user = match numbers.below(100) {
        0..4 => String::from("Zoë \"the\" Müller"),
        number => format!("user-{:05}", number * 997),
    };
    json!({ "id": id + 1, "user": user, "amount": numbers.amount(1_000), "items": items })
}

pub(crate) fn kinesis(records: usize, size: usize) -> Vec<u8> {
    let mut numbers = Numbers(7);
    let records: Vec<Value> = (0..records)
        .map(|id| {
            let sequence_number =
                format!("4959033827149025660855969253836157109{:019}", 5_921_575 + id * 7_919);
            json!({
                "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": format!("user-{:05}", numbers.below(400)),
                    "sequenceNumber": sequence_number,
                    "data": STANDARD.encode(order(id, size, &mut numbers).to_string()),
                    "approximateArrivalTimestamp": 1_545_084_650.987 + id as f64 * 0.003,
                },
                "eventSource": "aws:kinesis",
                "eventVersion": "1.0",
                "eventID": format!("shardId-000000000006:{sequence_number}"),
                "eventName": "aws:kinesis:record",
                "invokeIdentityArn": "arn:aws:iam::123456789012:role/lambda-kinesis-role",
                "awsRegion": "us-east-2",
                "eventSourceARN": "arn:aws:kinesis:us-east-2:123456789012:stream/lambda-stream",
            })
        })
        .collect();
    json!({ "Records": records }).to_string().into_bytes()
}

pub(crate) fn dynamodb(records: usize) -> Vec<u8> {
    let mut numbers = Numbers(7);
    let records: Vec<Value> = (0..records)
        .map(|id| {
            let mut new = order(id, 300, &mut numbers);
            new["pk"] = json!(format!("ORDER#{id:08}"));
            new["sk"] = json!("META#v1");
            new["status"] = json!("PAID");
            new["createdAt"] = json!("2026-01-04T12:00:00.123Z");
            new["active"] = json!(true);
            let mut old = new.clone();
            old["status"] = json!("PENDING");
            json!({
                "eventID": format!("{id:032x}"),
                "eventName": "MODIFY",
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "us-east-2",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1_764_862_150 + id,
                    "Keys": { "pk": { "S": new["pk"] }, "sk": { "S": new["sk"] } },
                    "NewImage": attributes(&new),
                    "OldImage": attributes(&old),
                    "SequenceNumber": (4_421_584_500_000_000_017_450_439_091_u128 + id as u128).to_string(),
                    "SizeBytes": 700,
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
                "eventSourceARN": "arn:aws:dynamodb:us-east-2:123456789012:table/Orders/stream/2026-01-01T00:00:00.000",
            })
        })
        .collect();
    json!({ "Records": records }).to_string().into_bytes()
}

fn attributes(item: &Value) -> Value {
    let item: serde_dynamo::Item = serde_dynamo::to_item(item).expect("an item");
    serde_json::to_value(item).expect("JSON")
}
