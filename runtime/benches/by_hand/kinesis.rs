//! Kinesis: 5,800 records of 300 B, which is an event at Lambda's limit of 6 MB.

use std::hint::black_box;

use aws_lambda_events::{kinesis::KinesisEvent, streams::KinesisEventResponse};
use checkpointed::{Json, checkpointed_stream_handler, kinesis::Record};
use lambda_runtime::{Error, LambdaEvent};
use serde::Deserialize;

use crate::{Variant, compare as measure, deserialize, events, finished, serialize};

#[derive(Deserialize)]
struct Order {
    id: u64,
    user: String,
    amount: f64,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    sku: String,
    qty: u32,
    price: f64,
}

#[derive(Deserialize)]
struct BorrowedOrder<'a> {
    id: u64,
    #[serde(borrow)]
    user: std::borrow::Cow<'a, str>,
    amount: f64,
    #[serde(borrow)]
    items: Vec<BorrowedItem<'a>>,
}

#[derive(Deserialize)]
struct BorrowedItem<'a> {
    sku: &'a str,
    qty: u32,
    price: f64,
}

fn use_order(order: &Order) {
    let items: f64 =
        order.items.iter().map(|item| item.price * f64::from(item.qty) + item.sku.len() as f64).sum();
    black_box(items + order.amount + order.id as f64 + order.user.len() as f64);
}

fn use_borrowed(order: &BorrowedOrder<'_>) {
    let items: f64 =
        order.items.iter().map(|item| item.price * f64::from(item.qty) + item.sku.len() as f64).sum();
    black_box(items + order.amount + order.id as f64 + order.user.len() as f64);
}

async fn by_hand(event: LambdaEvent<KinesisEvent>) -> Result<KinesisEventResponse, Error> {
    let mut response = KinesisEventResponse::default();
    for record in event.payload.records {
        match serde_json::from_slice::<Order>(&record.kinesis.data) {
            Ok(order) => use_order(&order),
            Err(_) => {
                response.add_failure(record.kinesis.sequence_number);
                break;
            }
        }
    }
    Ok(response)
}

#[checkpointed_stream_handler]
async fn checkpointed(record: Record<'_, Json<Order>>) {
    use_order(&record.data);
}

#[checkpointed_stream_handler]
async fn checkpointed_borrowed(record: Record<'_, Json<BorrowedOrder<'_>>>) {
    use_borrowed(&record.data);
}

pub(crate) fn compare() {
    let event = events::kinesis(5_800, 300);
    let variants = [
        Variant {
            name: "by hand",
            run: &|body| serialize(&finished(by_hand(deserialize(body))).expect("no error")),
        },
        Variant {
            name: "#[checkpointed_stream_handler], same payload",
            run: &|body| serialize(&finished(checkpointed(deserialize(body))).expect("no error")),
        },
        Variant {
            name: "#[checkpointed_stream_handler], borrowed",
            run: &|body| serialize(&finished(checkpointed_borrowed(deserialize(body))).expect("no error")),
        },
    ];
    measure("Kinesis, 5,800 records of 300 B", &event, &variants);
}
