//! DynamoDB Streams: changes with both images. A function uses the new one, or both.

use aws_lambda_events::{dynamodb::Event, streams::DynamoDbEventResponse};
use checkpointed::{
    checkpointed_stream_handler,
    dynamodb::{Change, NewImage, Record},
};
use lambda_runtime::{Error, LambdaEvent};

use super::{
    BY_HAND, Total, Variant, answer, cut, deserialize, floor,
    order::{BorrowedOrder, Order},
};

pub(crate) const ONE_IMAGE: &[Variant] = &[
    Variant { name: BY_HAND, run: |event, total| answer(by_hand(deserialize(event), total)) },
    Variant { name: "owned", run: |event, total| answer(owned(cut(event), total)) },
    Variant { name: "borrowed", run: |event, total| answer(borrowed(cut(event), total)) },
    Variant { name: "concurrency = 8", run: |event, total| answer(side_by_side(cut(event), total)) },
    Variant { name: "floor", run: floor::dynamodb_one_image },
];

pub(crate) const BOTH_IMAGES: &[Variant] = &[
    Variant { name: BY_HAND, run: |event, total| answer(both_by_hand(deserialize(event), total)) },
    Variant { name: "owned", run: |event, total| answer(both_owned(cut(event), total)) },
    Variant { name: "borrowed", run: |event, total| answer(both_borrowed(cut(event), total)) },
    Variant { name: "floor", run: floor::dynamodb_both_images },
];

/// One record after the other, and side by side.
pub(crate) const WAYS: &[Variant] = &[
    Variant { name: "owned", run: |event, total| answer(owned(cut(event), total)) },
    Variant { name: "concurrency = 8", run: |event, total| answer(side_by_side(cut(event), total)) },
];

async fn by_hand(event: LambdaEvent<Event>, total: &Total) -> Result<DynamoDbEventResponse, Error> {
    for record in event.payload.records {
        let order: Order = serde_dynamo::from_item(record.change.new_image)?;
        total.add(order.value());
    }
    Ok(DynamoDbEventResponse::default())
}

#[checkpointed_stream_handler]
async fn owned(record: Record<'_, NewImage<Order>>, total: &Total) {
    if let NewImage(Some(order)) = &record.data {
        total.add(order.value());
    }
}

#[checkpointed_stream_handler]
async fn borrowed(record: Record<'_, NewImage<BorrowedOrder<'_>>>, total: &Total) {
    if let NewImage(Some(order)) = &record.data {
        total.add(order.value());
    }
}

#[checkpointed_stream_handler(concurrency = 8)]
async fn side_by_side(record: Record<'_, NewImage<Order>>, total: &Total) {
    if let NewImage(Some(order)) = &record.data {
        total.add(order.value());
    }
}

async fn both_by_hand(event: LambdaEvent<Event>, total: &Total) -> Result<DynamoDbEventResponse, Error> {
    for record in event.payload.records {
        let new: Order = serde_dynamo::from_item(record.change.new_image)?;
        let old: Order = serde_dynamo::from_item(record.change.old_image)?;
        total.add(new.value());
        total.add(old.value());
    }
    Ok(DynamoDbEventResponse::default())
}

#[checkpointed_stream_handler]
async fn both_owned(record: Record<'_, Change<Order>>, total: &Total) {
    if let Change::Modify { new, old } = &record.data {
        total.add(new.value());
        total.add(old.value());
    }
}

#[checkpointed_stream_handler]
async fn both_borrowed(record: Record<'_, Change<BorrowedOrder<'_>>>, total: &Total) {
    if let Change::Modify { new, old } = &record.data {
        total.add(new.value());
        total.add(old.value());
    }
}
