use checkpointed::{checkpointed_stream_handler, sqs};

struct Mail;

#[checkpointed_stream_handler]
async fn handle(message: sqs::Message<'_, Mail>) {
    let _ = message;
}

fn main() {}
