use checkpointed::{DecodeError, Failure, Outcome, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(batch)]
async fn handle(records: &[Result<kinesis::Record<'_, &str>, DecodeError>]) -> Vec<Outcome> {
    records.iter().map(|_| Outcome::failed(Failure::permanent("no such customer"))).collect()
}

fn main() {}
