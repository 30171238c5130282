use checkpointed::stream_response;

fn main() {
    let _ = stream_response!({ "statusCode": 200, "batchItemFailures": [{ "itemIdentifier": "" }, { "itemIdentifier": null }] });
}
