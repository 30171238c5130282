use aws_lambda_events::dynamodb::Event;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(event: Event) {
    let _ = event;
}

fn main() {}
