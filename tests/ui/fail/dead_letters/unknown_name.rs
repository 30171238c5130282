use checkpointed::{DeadLetter, DeadLetters, Error, Failure, Json, checkpointed_stream_handler, kinesis};

struct Queue;

impl DeadLetters for Queue {
    async fn accept(&self, _letter: DeadLetter<'_>) -> Result<(), Error> {
        Ok(())
    }
}

#[checkpointed_stream_handler(dead_letters = qeue)]
async fn handle(record: kinesis::Record<'_, Json<u8>>, queue: &Queue) -> Result<(), Failure> {
    let _ = (record, queue);
    Ok(())
}

fn main() {}
