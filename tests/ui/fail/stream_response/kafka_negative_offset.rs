use checkpointed::stream_response;

fn main() {
    let _ = stream_response!({ "batchItemFailures": [{ "itemIdentifier": { "partition": "topic-0", "offset": -1 } }] });
}
