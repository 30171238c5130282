use aws_lambda_events::sqs::SqsEvent;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(event: SqsEvent) {
    let _ = event;
}

fn main() {}
