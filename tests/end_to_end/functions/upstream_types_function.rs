//! Two handlers for the record types of `aws_lambda_events`. As on Lambda, `_HANDLER` chooses one.

use std::env;

use aws_lambda_events::{dynamodb::EventRecord, kinesis::KinesisEventRecord};
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn from_kinesis(record: KinesisEventRecord) -> Result<(), String> {
    act_on(str::from_utf8(&record.kinesis.data).map_err(|error| error.to_string())?)
}

#[checkpointed_stream_handler]
async fn from_dynamodb(record: EventRecord) -> Result<(), String> {
    act_on(&format!("{:?}", record.change.new_image))
}

/// Fails or panics if the record's content says so.
fn act_on(content: &str) -> Result<(), String> {
    if content.contains("fail") {
        return Err("the record is refused".to_owned());
    }
    assert!(!content.contains("panic"), "the record explodes");
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    match env::var("_HANDLER").as_deref() {
        Ok("kinesis") => checkpointed::run(from_kinesis).await,
        Ok("dynamodb") => checkpointed::run(from_dynamodb).await,
        other => Err(format!("no such handler: {other:?}").into()),
    }
}
