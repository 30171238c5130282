use checkpointed::{Checkpoint, DecodeError, Json, checkpointed_stream_handler, kinesis};

struct Queue;

#[checkpointed_stream_handler(batch, dead_letters = queue)]
async fn handle(records: &[Result<kinesis::Record<'_, Json<u8>>, DecodeError>], queue: &Queue) -> Checkpoint {
    let _ = queue;
    Checkpoint::at(records.len())
}

fn main() {}
