use checkpointed::{Json, checkpointed_stream_handler, kafka};

#[checkpointed_stream_handler]
async fn handle(message: kafka::Message<'_, Json<u8>>) {
    let _ = message;
}

fn main() {}
