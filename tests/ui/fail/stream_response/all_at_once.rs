use checkpointed::stream_response;

fn main() {
    let _ = stream_response!({ "retries": 3, "batchItemFailures": [{ "itemIdentifier": "" }, { "itemIdentifier": null }] });
}
