use checkpointed::{FromRecord, checkpointed_stream_handler};

#[checkpointed_stream_handler]
async fn handle<'r, R: FromRecord<'r>>(record: R) {
    let _ = record;
}

fn main() {}
