use checkpointed::StreamsEventResponse;
use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> StreamsEventResponse {
    let _ = record;
    StreamsEventResponse::success()
}

fn main() {}
