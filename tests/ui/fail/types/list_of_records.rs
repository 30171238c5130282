use aws_lambda_events::kinesis::KinesisEventRecord;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(records: Vec<KinesisEventRecord>) {
    let _ = records;
}

fn main() {}
