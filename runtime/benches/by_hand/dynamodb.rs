//! DynamoDB Streams: 1,000 changes with two images. The function uses the new one.

use std::hint::black_box;

use aws_lambda_events::{dynamodb::Event, streams::DynamoDbEventResponse};
use checkpointed::{
    checkpointed_stream_handler,
    dynamodb::{NewImage, Record},
};
use lambda_runtime::{Error, LambdaEvent};
use serde::Deserialize;

use crate::{Variant, compare as measure, deserialize, events, finished, serialize};

#[derive(Deserialize)]
struct Order {
    pk: String,
    status: String,
    amount: f64,
    active: bool,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    sku: String,
    qty: u32,
    price: f64,
}

fn use_order(order: &Order) {
    let items: f64 =
        order.items.iter().map(|item| item.price * f64::from(item.qty) + item.sku.len() as f64).sum();
    black_box((items + order.amount, order.pk.len(), order.status.len(), order.active));
}

async fn by_hand(event: LambdaEvent<Event>) -> Result<DynamoDbEventResponse, Error> {
    for record in event.payload.records {
        let order: Order = serde_dynamo::from_item(record.change.new_image)?;
        use_order(&order);
    }
    Ok(DynamoDbEventResponse::default())
}

#[checkpointed_stream_handler]
async fn checkpointed(record: Record<'_, NewImage<Order>>) {
    if let NewImage(Some(order)) = &record.data {
        use_order(order);
    }
}

pub(crate) fn compare() {
    let event = events::dynamodb(1_000);
    let variants = [
        Variant {
            name: "by hand",
            run: &|body| serialize(&finished(by_hand(deserialize(body))).expect("no error")),
        },
        Variant {
            name: "#[checkpointed_stream_handler], same payload",
            run: &|body| serialize(&finished(checkpointed(deserialize(body))).expect("no error")),
        },
    ];
    measure("DynamoDB Streams, 1,000 changes, new image used", &event, &variants);
}
