use checkpointed::stream_response;

fn main() {
    let number = Some(String::from("49"));
    let _ = stream_response!({ "batchItemFailures": [{ "itemIdentifier": number }] });
}
