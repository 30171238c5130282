//! Amazon SQS: orders as JSON, and bodies that are no JSON at all.

use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use checkpointed::{Json, checkpointed_stream_handler, sqs::Message};
use lambda_runtime::{Error, LambdaEvent};

use super::{
    BY_HAND, Total, Variant, answer, cut, deserialize, floor,
    order::{BorrowedOrder, Order},
};

pub(crate) const WHOLE: &[Variant] = &[
    Variant { name: BY_HAND, run: |event, total| answer(by_hand(deserialize(event), total)) },
    Variant { name: "owned", run: |event, total| answer(owned(cut(event), total)) },
    Variant { name: "borrowed", run: |event, total| answer(borrowed(cut(event), total)) },
    Variant { name: "concurrency = 8", run: |event, total| answer(side_by_side(cut(event), total)) },
    Variant { name: "floor", run: floor::sqs },
];

/// For an event whose messages all fail.
pub(crate) const UNDECODABLE: &[Variant] = &[
    Variant { name: BY_HAND, run: |event, total| answer(by_hand(deserialize(event), total)) },
    Variant { name: "owned", run: |event, total| answer(owned(cut(event), total)) },
];

/// One record after the other, and side by side.
pub(crate) const WAYS: &[Variant] = &[
    Variant { name: "owned", run: |event, total| answer(owned(cut(event), total)) },
    Variant { name: "concurrency = 8", run: |event, total| answer(side_by_side(cut(event), total)) },
];

async fn by_hand(event: LambdaEvent<SqsEvent>, total: &Total) -> Result<SqsBatchResponse, Error> {
    let mut response = SqsBatchResponse::default();
    for message in event.payload.records {
        match serde_json::from_str::<Order>(message.body.as_deref().unwrap_or_default()) {
            Ok(order) => total.add(order.value()),
            Err(_) => response.add_failure(message.message_id.unwrap_or_default()),
        }
    }
    Ok(response)
}

#[checkpointed_stream_handler]
async fn owned(message: Message<'_, Json<Order>>, total: &Total) {
    total.add(message.body.value());
}

#[checkpointed_stream_handler]
async fn borrowed(message: Message<'_, Json<BorrowedOrder<'_>>>, total: &Total) {
    total.add(message.body.value());
}

#[checkpointed_stream_handler(concurrency = 8)]
async fn side_by_side(message: Message<'_, Json<Order>>, total: &Total) {
    total.add(message.body.value());
}
