use checkpointed::stream_response;

fn main() {
    let _ = stream_response!({ "BatchItemFailures": [{ "itemIdentifier": "49" }] });
}
