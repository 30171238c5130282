use checkpointed::{Json, checkpointed_stream_handler, kinesis};

struct NotFound;

type Outcome = Result<(), NotFound>;

#[checkpointed_stream_handler]
fn handle(record: kinesis::Record<'_, Json<u8>>) -> Outcome {
    let _ = record;
    Err(NotFound)
}

fn main() {}
