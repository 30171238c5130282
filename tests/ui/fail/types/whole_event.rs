use checkpointed::{LambdaEvent, checkpointed_stream_handler};
use aws_lambda_events::kinesis::KinesisEvent;

#[checkpointed_stream_handler]
async fn handle(event: LambdaEvent<KinesisEvent>) {
    let _ = event;
}

fn main() {}
