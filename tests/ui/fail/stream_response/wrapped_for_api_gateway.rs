use checkpointed::stream_response;

fn main() {
    let _response = stream_response!({ "statusCode": 200, "body": "{\"batchItemFailures\":[]}" });
}
