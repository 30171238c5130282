use checkpointed::stream_response;

fn main() {
    let _ = stream_response!({ "batchItemFailures": [{ "itemIdentifier": "1" } { "itemIdentifier": "2" }] });
}
