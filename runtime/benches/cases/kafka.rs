//! Apache Kafka: orders as JSON.

use aws_lambda_events::kafka::KafkaEvent;
use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::{Json, checkpointed_stream_handler, kafka::Record};
use lambda_runtime::{Error, LambdaEvent};
use serde::Serialize;

use super::{
    BY_HAND, Total, Variant, answer, cut, deserialize, floor,
    order::{BorrowedOrder, Order},
};

pub(crate) const WHOLE: &[Variant] = &[
    Variant { name: BY_HAND, run: |event, total| answer(by_hand(deserialize(event), total)) },
    Variant { name: "owned", run: |event, total| answer(owned(cut(event), total)) },
    Variant { name: "borrowed", run: |event, total| answer(borrowed(cut(event), total)) },
    Variant { name: "concurrency = 8", run: |event, total| answer(side_by_side(cut(event), total)) },
    Variant { name: "floor", run: floor::kafka },
];

/// The response to a batch of Kafka, for which `aws_lambda_events` has no type.
#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct KafkaResponse {
    batch_item_failures: Vec<KafkaFailure>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct KafkaFailure {
    item_identifier: KafkaIdentifier,
}

#[derive(Serialize)]
struct KafkaIdentifier {
    partition: String,
    offset: i64,
}

/// One record after the other, and side by side.
pub(crate) const WAYS: &[Variant] = &[
    Variant { name: "owned", run: |event, total| answer(owned(cut(event), total)) },
    Variant { name: "concurrency = 8", run: |event, total| answer(side_by_side(cut(event), total)) },
];

async fn by_hand(event: LambdaEvent<KafkaEvent>, total: &Total) -> Result<KafkaResponse, Error> {
    let mut response = KafkaResponse::default();
    for (partition, records) in event.payload.records {
        for record in records {
            let value = STANDARD.decode(record.value.unwrap_or_default());
            match value.map(|value| serde_json::from_slice::<Order>(&value)) {
                Ok(Ok(order)) => total.add(order.value()),
                _ => {
                    let item_identifier = KafkaIdentifier { partition, offset: record.offset };
                    response.batch_item_failures.push(KafkaFailure { item_identifier });
                    break;
                }
            }
        }
    }
    Ok(response)
}

#[checkpointed_stream_handler]
async fn owned(record: Record<'_, Json<Order>>, total: &Total) {
    total.add(record.value.value());
}

#[checkpointed_stream_handler]
async fn borrowed(record: Record<'_, Json<BorrowedOrder<'_>>>, total: &Total) {
    total.add(record.value.value());
}

#[checkpointed_stream_handler(concurrency = 8)]
async fn side_by_side(record: Record<'_, Json<Order>>, total: &Total) {
    total.add(record.value.value());
}
