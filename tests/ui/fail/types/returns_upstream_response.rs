use aws_lambda_events::streams::KinesisEventResponse;
use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> KinesisEventResponse {
    let _ = record;
    KinesisEventResponse::default()
}

fn main() {}
