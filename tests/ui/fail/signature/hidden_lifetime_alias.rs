use checkpointed::{checkpointed_stream_handler, kinesis};

type Text<'a> = kinesis::Record<'a, &'a str>;

#[checkpointed_stream_handler]
async fn handle(record: Text) {
    let _ = record;
}

fn main() {}
