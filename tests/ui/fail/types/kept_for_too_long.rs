use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle<'a>(record: kinesis::Record<'a, &'a str>, seen: &mut Vec<&'a str>) {
    seen.push(record.data);
}

fn main() {}
