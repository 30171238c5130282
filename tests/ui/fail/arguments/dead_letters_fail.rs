use checkpointed::{Json, checkpointed_stream_handler, kinesis};

struct Queue;

#[checkpointed_stream_handler(dead_letters = Queue::open()?)]
async fn handle(record: kinesis::Record<'_, Json<u8>>) {
    let _ = record;
}

fn main() {}
