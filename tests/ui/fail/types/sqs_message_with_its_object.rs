use aws_lambda_events::sqs::SqsMessageObj;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(message: SqsMessageObj<u8>) {
    let _ = message;
}

fn main() {}
