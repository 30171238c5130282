//! Kinesis Data Streams: orders as JSON.

use aws_lambda_events::{kinesis::KinesisEvent, streams::KinesisEventResponse};
use checkpointed::{
    __private::{BatchRun, Options, record},
    Batch, Json, StreamsEventResponse, checkpointed_stream_handler,
    kinesis::Record,
};
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
    Variant { name: "floor", run: floor::kinesis },
];

/// The same without decoding the payload: what remains is the library's own part.
pub(crate) const UNDECODED: &[Variant] = &[
    Variant { name: BY_HAND, run: |event, total| answer(bytes_by_hand(deserialize(event), total)) },
    Variant { name: "owned", run: |event, total| answer(bytes(cut(event), total)) },
];

/// What the attribute adds to a loop over the runtime's own functions.
pub(crate) const FIXED_COST: &[Variant] = &[
    Variant { name: "loop", run: |event, total| answer(bytes_in_a_loop(cut(event), total)) },
    Variant { name: "attribute", run: |event, total| answer(bytes(cut(event), total)) },
];

/// One record after the other, and side by side.
pub(crate) const WAYS: &[Variant] = &[
    Variant { name: "owned", run: |event, total| answer(owned(cut(event), total)) },
    Variant { name: "concurrency = 8", run: |event, total| answer(side_by_side(cut(event), total)) },
];

pub(crate) async fn by_hand(
    event: LambdaEvent<KinesisEvent>,
    total: &Total,
) -> Result<KinesisEventResponse, Error> {
    let mut response = KinesisEventResponse::default();
    for record in event.payload.records {
        match serde_json::from_slice::<Order>(&record.kinesis.data) {
            Ok(order) => total.add(order.value()),
            Err(_) => {
                response.add_failure(record.kinesis.sequence_number);
                break;
            }
        }
    }
    Ok(response)
}

#[checkpointed_stream_handler]
pub(crate) async fn owned(record: Record<'_, Json<Order>>, total: &Total) {
    total.add(record.data.value());
}

#[checkpointed_stream_handler]
async fn borrowed(record: Record<'_, Json<BorrowedOrder<'_>>>, total: &Total) {
    total.add(record.data.value());
}

#[checkpointed_stream_handler(concurrency = 8)]
async fn side_by_side(record: Record<'_, Json<Order>>, total: &Total) {
    total.add(record.data.value());
}

async fn bytes_by_hand(
    event: LambdaEvent<KinesisEvent>,
    total: &Total,
) -> Result<KinesisEventResponse, Error> {
    for record in event.payload.records {
        total.add(record.kinesis.data.len() as f64);
    }
    Ok(KinesisEventResponse::default())
}

#[checkpointed_stream_handler]
async fn bytes(record: Record<'_, &[u8]>, total: &Total) {
    total.add(record.data.len() as f64);
}

/// The loop that the attribute generates, without the guard and without keeping the outcomes.
async fn bytes_in_a_loop(
    event: LambdaEvent<Batch<Record<'_, &[u8]>>>,
    total: &Total,
) -> Result<StreamsEventResponse, Error> {
    let mut run = BatchRun::open(event, Options::DEFAULT);
    while let Some(raw) = run.next().await {
        let record = record::<Record<'_, &[u8]>>().decode(&raw).expect("the record is fine");
        total.add(record.data.len() as f64);
    }
    Ok(StreamsEventResponse::success())
}
