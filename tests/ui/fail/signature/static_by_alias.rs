use checkpointed::{checkpointed_stream_handler, kinesis};

type Text = kinesis::Record<'static, &'static str>;

#[checkpointed_stream_handler]
async fn handle(record: Text) {
    let _ = record;
}

fn main() {}
