use checkpointed::stream_response;

fn main() {
    let partition = Some("topic-0");
    let _ = stream_response!({ "batchItemFailures": [{ "itemIdentifier": { "partition": partition, "offset": 1 } }] });
}
