use aws_lambda_events::kafka::KafkaEvent;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(event: KafkaEvent) {
    let _ = event;
}

fn main() {}
