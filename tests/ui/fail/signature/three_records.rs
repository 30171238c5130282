use aws_lambda_events::sqs::SqsMessage;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(first: SqsMessage, second: SqsMessage, third: SqsMessage) -> Result<(), std::io::Error> {
    let _ = (first, second, third);
    Ok(())
}

fn main() {}
